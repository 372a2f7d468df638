/** By what a table is sorted, and in which direction. */
export interface Sort<Key extends string> {
  readonly by: Key;
  readonly order: 'asc' | 'desc';
}

interface SortableColumn<Key extends string> {
  readonly title: string;
  readonly sort?: Key;
  readonly isNumber?: boolean;
}

interface Props<Key extends string> {
  readonly column: SortableColumn<Key>;
  readonly sort: Sort<Key>;
  readonly onSort: (sort: Sort<Key>) => void;
}

const DIRECTIONS = { asc: ['ascending', '▲'], desc: ['descending', '▼'] } as const;

/** The header of a column; a button where it can be sorted. A second press turns the direction. */
export function SortHeader<Key extends string>({ column: { title, sort: key, isNumber }, sort, onSort }: Props<Key>) {
  const className = isNumber === true ? 'number' : undefined;
  if (key === undefined) {
    return (
      <th scope="col" className={className}>
        {title}
      </th>
    );
  }
  const current = sort.by === key ? DIRECTIONS[sort.order] : undefined;
  const next = sort.by === key && sort.order === 'asc' ? 'desc' : 'asc';
  return (
    <th scope="col" className={className} aria-sort={current?.[0] ?? 'none'}>
      <button type="button" className="sort" onClick={() => onSort({ by: key, order: next })}>
        {title} <span aria-hidden="true">{current?.[1] ?? '↕'}</span>
      </button>
    </th>
  );
}
