import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { pauseSchedule, resumeSchedule, triggerSchedule } from '../../api/sdk.gen.js';
import type { Schedule } from '../../api/types.gen.js';
import { Loaded } from '../../parts/problem/loading.js';
import { ProblemNote } from '../../parts/problem/problem-note.js';
import { schedulesQuery } from '../../parts/schedules/schedules-query.js';
import { Instant } from '../../parts/time/instant.js';
import { useMay } from '../../session/session.js';

const SHOWN_RUNS = 3;

/** What runs by itself, and when next. */
export function Schedules() {
  return (
    <section className="panel" aria-labelledby="schedules-title">
      <h2 id="schedules-title">Schedules</h2>
      <Loaded query={useQuery(schedulesQuery)}>
        {(schedules) => (
          <ul className="schedules">
            {schedules.map((schedule) => (
              <ScheduleItem key={schedule.scheduleId} schedule={schedule} />
            ))}
          </ul>
        )}
      </Loaded>
    </section>
  );
}

function ScheduleItem({ schedule }: { schedule: Schedule }) {
  const { scheduleId, cron, paused, note, nextRuns, recentRuns } = schedule;
  const mayChange = useMay('operator');
  return (
    <li>
      <div className="row apart">
        <h3>
          {scheduleId} {paused && <span className="warning">‖ Paused</span>}
        </h3>
        {mayChange && <Actions schedule={schedule} />}
      </div>
      {note !== null && <p className="small">{note}</p>}
      <dl className="facts small">
        <dt>Due</dt>
        <dd>
          <code>{cron}</code> (minute, hour, day, month, weekday; UTC)
        </dd>
        {!paused && nextRuns[0] !== undefined && (
          <>
            <dt>Next run</dt>
            <dd>
              <Instant at={nextRuns[0]} style="short" />
            </dd>
          </>
        )}
        <dt>Last runs</dt>
        <dd>
          {recentRuns.length === 0 && 'none yet'}
          {recentRuns.slice(0, SHOWN_RUNS).map(({ workflowId, scheduledAt, status }) => (
            <div key={workflowId}>
              <Instant at={scheduledAt} style="short" />: {status ?? 'no longer known'}
            </div>
          ))}
        </dd>
      </dl>
    </li>
  );
}

function Actions({ schedule: { scheduleId, paused } }: { schedule: Schedule }) {
  const queries = useQueryClient();
  const [hasRun, setHasRun] = useState(false);
  const path = { scheduleId };
  const refresh = () => queries.invalidateQueries({ queryKey: schedulesQuery.queryKey });
  const toggle = useMutation({
    mutationFn: () =>
      paused ? resumeSchedule({ path, throwOnError: true }) : pauseSchedule({ path, throwOnError: true }),
    onSuccess: refresh,
  });
  const trigger = useMutation({
    mutationFn: () => triggerSchedule({ path, throwOnError: true }),
    onSuccess: () => {
      setHasRun(true);
      return refresh();
    },
  });
  const error = toggle.error ?? trigger.error;
  return (
    <div>
      <div className="row">
        <button type="button" disabled={toggle.isPending} onClick={() => toggle.mutate()}>
          {paused ? 'Resume' : 'Pause'}
          <span className="visually-hidden"> {scheduleId}</span>
        </button>
        <button type="button" disabled={trigger.isPending} onClick={() => trigger.mutate()}>
          Run now<span className="visually-hidden"> {scheduleId}</span>
        </button>
        <span role="status" className="small quiet">
          {hasRun && 'Started.'}
        </span>
      </div>
      {error !== null && <ProblemNote error={error} />}
    </div>
  );
}
