import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { SpecialHours } from '../../api/types.gen.js';
import { formatDate } from '../format/date.js';
import { ProblemNote } from '../problem/problem-note.js';
import type { SpecialHoursOwner } from './owner.js';
import { describeSpecialHours } from './special-hours.js';
import './special-hours.css';

/** How many fit the sheet of a store that is printed: see `store.css`. */
const PRINTED_DATES = 6;

interface Props {
  readonly owner: SpecialHoursOwner;
  readonly specialHours: readonly SpecialHours[];
  /** What is said if there are none. */
  readonly empty: string;
  /** Null: not offered. */
  readonly onEdit: ((special: SpecialHours) => void) | null;
}

/** Special hours by date, each with the ways to change and remove it. */
export function SpecialHoursList({ owner, specialHours, empty, onEdit }: Props) {
  const queries = useQueryClient();
  const remove = useMutation({
    mutationFn: owner.remove,
    onSuccess: () => queries.invalidateQueries({ queryKey: ['data'] }),
  });
  const later = specialHours.length - PRINTED_DATES;
  if (specialHours.length === 0) return <p>{empty}</p>;
  return (
    <>
      <ul className="special-hours">
        {specialHours.map((special) => (
          <li key={special.date} className="row apart">
            <span>
              {formatDate(special.date)}: {describeSpecialHours(special)}
            </span>
            {onEdit !== null && (
              <span className="row no-print">
                <button type="button" onClick={() => onEdit(special)}>
                  Change<span className="visually-hidden"> {formatDate(special.date)}</span>
                </button>
                <button type="button" disabled={remove.isPending} onClick={() => remove.mutate(special.date)}>
                  Remove<span className="visually-hidden"> {formatDate(special.date)}</span>
                </button>
              </span>
            )}
          </li>
        ))}
      </ul>
      {later > 0 && <p className="print-only">And {later.toLocaleString('en')} later.</p>}
      {remove.isError && <ProblemNote error={remove.error} />}
    </>
  );
}
