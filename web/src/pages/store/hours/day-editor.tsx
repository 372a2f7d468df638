import { addRow, changeRow, type FormRow } from './hours-form.js';

interface Props {
  readonly name: string;
  readonly day: number;
  readonly rows: readonly FormRow[];
  readonly onChange: (rows: FormRow[]) => void;
}

/** The hours of a day: any number of rows. */
export function DayEditor({ name, day, rows, onChange }: Props) {
  const own = rows.filter(({ dayOfWeek }) => dayOfWeek === day);
  return (
    <fieldset>
      <legend>{name}</legend>
      {own.length === 0 && <span className="quiet">closed</span>}
      {own.map((row) => (
        <RowEditor
          key={row.id}
          row={row}
          onChange={(change) => onChange(changeRow(rows, row.id, change))}
          onRemove={() => onChange(rows.filter(({ id }) => id !== row.id))}
        />
      ))}
      <button type="button" onClick={() => onChange(addRow(rows, day))}>
        Add hours<span className="visually-hidden"> on {name}</span>
      </button>
    </fieldset>
  );
}

interface RowProps {
  readonly row: FormRow;
  readonly onChange: (change: Partial<FormRow>) => void;
  readonly onRemove: () => void;
}

const TIME = '([01]?[0-9]|2[0-4]):[0-5][0-9](:[0-5][0-9]([.][0-9]+)?)?';

function RowEditor({ row: { closed, open, close, validFrom, validThrough }, onChange, onRemove }: RowProps) {
  return (
    <div className="row end">
      <label className="check">
        <input type="checkbox" checked={closed} onChange={({ target }) => onChange({ closed: target.checked })} />
        closed
      </label>
      {!closed && (
        <>
          <label>
            Opens
            <input
              className="time"
              required
              pattern={TIME}
              value={open}
              onChange={({ target }) => onChange({ open: target.value })}
            />
          </label>
          <label>
            Closes
            <input
              className="time"
              required
              pattern={TIME}
              value={close}
              onChange={({ target }) => onChange({ close: target.value })}
            />
          </label>
        </>
      )}
      <label>
        First date
        <input type="date" value={validFrom} onChange={({ target }) => onChange({ validFrom: target.value })} />
      </label>
      <label>
        Last date
        <input type="date" value={validThrough} onChange={({ target }) => onChange({ validThrough: target.value })} />
      </label>
      <button type="button" onClick={onRemove}>
        Remove
      </button>
    </div>
  );
}
