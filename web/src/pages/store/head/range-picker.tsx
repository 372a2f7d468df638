import { getRouteApi, Link } from '@tanstack/react-router';
import type { StoreDays } from '../../../api/types.gen.js';
import { asOfField, readRange } from '../search.js';
import { lastMonth, weekAfter, weekBefore } from './weeks.js';

const route = getRouteApi('/stores/$storeId');

/** Which days are shown, and as of what; dates are those of the store. */
export function RangePicker({ days }: { days: StoreDays }) {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { storeId } = route.useParams();
  const { firstDate, lastDate } = days;
  const isPinned = search.asOf !== undefined || search.dataVersion !== undefined;
  const [after, month] = [weekAfter(days), lastMonth(days)];
  const show = (form: FormData) => {
    void navigate({ search: readRange(Object.fromEntries(form), search) });
  };
  return (
    <form key={`${firstDate} ${lastDate} ${search.asOf}`} action={show} className="row end no-print">
      <Link className="button" to="/stores/$storeId" params={{ storeId }} search={{ ...search, ...weekBefore(days) }}>
        ◀ The week before
      </Link>
      {after !== null && (
        <Link className="button" to="/stores/$storeId" params={{ storeId }} search={{ ...search, ...after }}>
          The week after ▶
        </Link>
      )}
      <label>
        From
        <input type="date" name="first" defaultValue={firstDate} required />
      </label>
      <label>
        To
        <input type="date" name="last" defaultValue={lastDate} required />
      </label>
      <label>
        As of (UTC); empty: the newest poll
        <input type="datetime-local" name="asOf" step="1" defaultValue={asOfField(search)} />
      </label>
      <button>Show</button>
      <NewestWeek storeId={storeId} />
      {month !== null && (
        <Link className="button" to="/stores/$storeId" params={{ storeId }} search={{ ...search, ...month }}>
          Last month
        </Link>
      )}
      {isPinned && <span className="small quiet">{describePin(days, search.dataVersion !== undefined)}</span>}
    </form>
  );
}

/** The way back to what is shown by default. */
export function NewestWeek({ storeId }: { storeId: string }) {
  return (
    <Link className="button" to="/stores/$storeId" params={{ storeId }} search={{}}>
      Newest week
    </Link>
  );
}

function describePin({ dataVersion }: StoreDays, isVersionPinned: boolean): string {
  return isVersionPinned
    ? `This address is pinned to data version ${dataVersion}: newer data do not change what it shows.`
    : 'This address is pinned: polls after the as-of instant do not count.';
}
