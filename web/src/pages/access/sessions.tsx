import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { endSession } from '../../api/sdk.gen.js';
import type { ListedSession } from '../../api/types.gen.js';
import { ConfirmButton } from '../../parts/dialog/confirm-button.js';
import { Loaded } from '../../parts/problem/loading.js';
import { ProblemNote } from '../../parts/problem/problem-note.js';
import { Instant } from '../../parts/time/instant.js';
import { sessionsQuery } from './access-queries.js';
import { ScrollTable } from '../../parts/table/scroll-table.js';

const HEADINGS = ['Who', 'Role', 'Last used', 'Ends', { title: 'Actions', isHidden: true }];

/** The log-ins of browsers that have not ended. */
export function Sessions() {
  return (
    <section className="panel" aria-labelledby="sessions-title">
      <h2 id="sessions-title">Log-ins</h2>
      <Loaded query={useQuery(sessionsQuery)}>
        {(sessions) =>
          sessions.length === 0 ? <p className="quiet">Nobody is logged in.</p> : <SessionTable sessions={sessions} />
        }
      </Loaded>
    </section>
  );
}

function SessionTable({ sessions }: { sessions: readonly ListedSession[] }) {
  return (
    <ScrollTable label="Log-ins" headings={HEADINGS}>
      {sessions.map((session) => (
        <SessionRow key={session.sessionId} session={session} />
      ))}
    </ScrollTable>
  );
}

function SessionRow({ session: { sessionId, name, role, lastUsedAt, expiresAt } }: { session: ListedSession }) {
  const queries = useQueryClient();
  const end = useMutation({
    mutationFn: () => endSession({ path: { sessionId }, throwOnError: true }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['access'] }),
  });
  return (
    <tr>
      <td>{name}</td>
      <td>{role}</td>
      <td>
        <Instant at={lastUsedAt} style="short" />
      </td>
      <td>
        <Instant at={expiresAt} style="short" />
      </td>
      <td>
        <ConfirmButton
          label="End"
          subject={name}
          question={`End the log-in of ${name}? The browser has to log in again.`}
          onConfirm={() => end.mutate()}
        />
        {end.isError && <ProblemNote error={end.error} />}
      </td>
    </tr>
  );
}
