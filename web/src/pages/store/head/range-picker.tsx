import { getRouteApi, Link } from '@tanstack/react-router';
import type { StoreDays } from '../../../api/types.gen.js';
import { addDays, parseStoreSearch } from '../search.js';

const route = getRouteApi('/stores/$storeId');

/** Which days are shown; dates are those of the store. */
export function RangePicker({ days: { firstDate, lastDate } }: { days: StoreDays }) {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { storeId } = route.useParams();
  const isPinned = search.asOf !== undefined || search.dataVersion !== undefined;
  const show = (form: FormData) => {
    const { first, last } = parseStoreSearch(Object.fromEntries(form));
    void navigate({ search: { ...search, first, last } });
  };
  const earlier = { ...search, first: addDays(firstDate, -7), last: addDays(firstDate, -1) };
  return (
    <form key={`${firstDate} ${lastDate}`} action={show} className="row end no-print">
      <Link className="button" to="/stores/$storeId" params={{ storeId }} search={earlier}>
        ◀ The week before
      </Link>
      <label>
        From
        <input type="date" name="first" defaultValue={firstDate} required />
      </label>
      <label>
        To
        <input type="date" name="last" defaultValue={lastDate} required />
      </label>
      <button>Show</button>
      <Link className="button" to="/stores/$storeId" params={{ storeId }} search={{}}>
        Newest week
      </Link>
      {isPinned && <span className="small quiet">This link is pinned: newer data do not change it.</span>}
    </form>
  );
}
