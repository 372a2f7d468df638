import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { getFleetCalendar } from '../../api/sdk.gen.js';
import type { FleetCalendar } from '../../api/types.gen.js';
import { Loaded } from '../../parts/problem/loading.js';
import { useTitle } from '../../shell/use-title.js';
import { formatDate } from '../../parts/format/date.js';
import { addDays } from '../../parts/format/date.js';
import { EntryLine } from './entry-line.js';
import { entriesOf } from './entries.js';
import { localDateOf, mondayOf, weeksFrom, WEEKS } from './weeks.js';
import './calendar.css';

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

const calendarQuery = (from: string, to: string) =>
  queryOptions({
    queryKey: ['data', 'calendar', from, to],
    queryFn: async () => (await getFleetCalendar({ query: { from, to }, throwOnError: true })).data,
    placeholderData: keepPreviousData,
  });

const route = getRouteApi('/calendar');

/** What is special about the dates of some weeks: holidays, closures and excused time of all stores. */
export function CalendarPage() {
  const today = localDateOf(new Date());
  const monday = mondayOf(route.useSearch().from ?? today);
  const weeks = weeksFrom(monday);
  const last = weeks.at(-1)!.at(-1)!;
  useTitle('Calendar');
  return (
    <div className="stack">
      <div className="page-head">
        <h1>
          Calendar, {formatDate(monday)} to {formatDate(last)}
        </h1>
        <div className="row no-print">
          <Link className="button" to="/calendar" search={{ from: addDays(monday, -7 * WEEKS) }}>
            Earlier
          </Link>
          <Link className="button" to="/calendar">
            This week
          </Link>
          <Link className="button" to="/calendar" search={{ from: addDays(monday, 7 * WEEKS) }}>
            Later
          </Link>
        </div>
      </div>
      <Loaded query={useQuery(calendarQuery(monday, last))}>
        {(calendar) => <Weeks weeks={weeks} calendar={calendar} today={today} />}
      </Loaded>
      <p className="small quiet">
        Dates are on the clock of each store. A closure that was given as an instant is on its dates in UTC.
      </p>
    </div>
  );
}

interface Props {
  readonly weeks: readonly (readonly string[])[];
  readonly calendar: FleetCalendar;
  readonly today: string;
}

function Weeks({ weeks, calendar, today }: Props) {
  return (
    <table className="calendar panel" aria-label="Special hours and closures by date">
      <thead>
        <tr>
          {WEEKDAYS.map((day) => (
            <th key={day} scope="col">
              {day}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeks.map((dates) => (
          <tr key={dates[0]}>
            {dates.map((date) => (
              <Day key={date} date={date} calendar={calendar} isToday={date === today} />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Day({ date, calendar, isToday }: { date: string; calendar: FleetCalendar; isToday: boolean }) {
  const entries = entriesOf(date, calendar);
  return (
    <td className={`${isToday ? 'today' : ''} ${entries.length === 0 ? 'ordinary' : ''}`}>
      <time dateTime={date} className="small quiet">
        {dayOf(date)}
        {isToday && ', today'}
      </time>
      {entries.length > 0 && (
        <ul>
          {entries.map((entry) => (
            <EntryLine key={entry.key} entry={entry} />
          ))}
        </ul>
      )}
    </td>
  );
}

const FORMAT = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });

function dayOf(date: string): string {
  return FORMAT.format(new Date(`${date}T00:00:00Z`));
}
