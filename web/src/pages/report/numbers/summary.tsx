import { getRouteApi, Link } from '@tanstack/react-router';
import type { ReportSummary } from '../../../api/types.gen.js';
import { UptimeBar } from '../../../parts/figures/uptime-bar.js';
import { formatHours } from '../../../parts/format/duration.js';
import { formatPercent, formatShare } from '../../../parts/format/percent.js';
import { isOfCalendar, windowName } from '../../../parts/format/window-name.js';
import { Instant } from '../../../parts/time/instant.js';
import { Extremes } from './extremes.js';
import { Histogram } from './histogram.js';
import { Rows } from './rows.js';

type WindowSummary = ReportSummary['windows'][number];

const route = getRouteApi('/reports/$reportId');

interface Props {
  readonly reportId: string;
  readonly summary: ReportSummary;
  readonly window: WindowSummary;
}

/** The numbers of a window: of all stores together, of the best and the worst, and of each. */
export function Summary({ reportId, summary, window }: Props) {
  return (
    <>
      <div className="row end">
        <WindowChoice windows={summary.windows} chosen={window.name} />
        <Link className="button" to="/reports/$reportId/sheet" params={{ reportId }} search={{ window: window.name }}>
          Sheet to print
        </Link>
      </div>
      <div className="report-columns">
        <Total window={window} summary={summary} />
        <Histogram window={window} />
      </div>
      <div className="report-columns">
        <Extremes reportId={reportId} window={window.name} order="asc" title="The five with the lowest uptime" />
        <Extremes reportId={reportId} window={window.name} order="desc" title="The five with the highest uptime" />
      </div>
      <Rows reportId={reportId} window={window.name} />
    </>
  );
}

function WindowChoice({ windows, chosen }: { windows: readonly WindowSummary[]; chosen: string }) {
  const navigate = route.useNavigate();
  const search = route.useSearch();
  return (
    <label>
      Window
      <select
        value={chosen}
        onChange={({ target }) => void navigate({ search: { ...search, window: target.value }, replace: true })}
      >
        {windows.map(({ name }) => (
          <option key={name} value={name}>
            {windowName(name)}
          </option>
        ))}
      </select>
    </label>
  );
}

function Total({ window, summary: { stores, storesFailed } }: { window: WindowSummary; summary: ReportSummary }) {
  const { name, from, to, uptimePercent, coverage, storesWithoutOpenTime, storesUnobserved, storesExcused } = window;
  return (
    <section className="panel" aria-labelledby="total-title">
      <h2 id="total-title">All {stores.toLocaleString('en')} stores together</h2>
      <p className="headline-figure">{formatPercent(uptimePercent)}</p>
      <UptimeBar window={window} />
      <dl className="facts">
        <dt>Window</dt>
        <dd>
          {isOfCalendar(name) ? (
            `${windowName(name)}, on the clock of each store`
          ) : (
            <>
              <Instant at={from} /> to <Instant at={to} />
            </>
          )}
        </dd>
        <dt>Down</dt>
        <dd>
          {formatHours(window.downtimeSeconds)} of {formatHours(window.openSeconds)} open
        </dd>
        <dt>Not observed</dt>
        <dd>
          {formatHours(window.unobservedSeconds)}; {formatShare(coverage)} of the{' '}
          {window.excusedSeconds > 0 && 'other '}open time was observed
        </dd>
        {window.excusedSeconds > 0 && (
          <>
            <dt>Excused</dt>
            <dd>{formatHours(window.excusedSeconds)}</dd>
          </>
        )}
        {storesWithoutOpenTime > 0 && <Count name="Without open time" stores={storesWithoutOpenTime} />}
        {storesUnobserved > 0 && <Count name="Not observed at all" stores={storesUnobserved} />}
        {storesExcused > 0 && <Count name="Excused as a whole" stores={storesExcused} />}
        {storesFailed > 0 && <Count name="Could not be computed" stores={storesFailed} />}
      </dl>
    </section>
  );
}

function Count({ name, stores }: { name: string; stores: number }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>
        {stores.toLocaleString('en')} {stores === 1 ? 'store' : 'stores'}
      </dd>
    </>
  );
}
