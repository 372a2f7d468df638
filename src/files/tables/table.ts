/** What the cells of a column are. `hundredths` has two decimals in every row; an `instant` is in microseconds since 1970. */
export type CellType = 'text' | 'number' | 'hundredths' | 'count' | 'boolean' | 'instant';

/** A cell; null: there is no value. */
export type Cell = string | number | boolean | null;

export interface TableColumn {
  readonly name: string;
  readonly type: CellType;
}

/** A table whose rows are read while it is written. */
export interface Table {
  readonly name: string;
  readonly columns: readonly TableColumn[];
  readonly rows: AsyncIterable<readonly Cell[]>;
}
