import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { endSession } from '../../api/sdk.gen.js';
import type { ListedSession } from '../../api/types.gen.js';
import { ConfirmButton } from '../../parts/dialog/confirm-button.js';
import { Loaded } from '../../parts/problem/loading.js';
import { ProblemNote } from '../../parts/problem/problem-note.js';
import { Instant } from '../../parts/time/instant.js';
import { sessionsQuery } from './access-queries.js';

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
    <div className="scroll" tabIndex={0} role="region" aria-labelledby="sessions-title">
      <table>
        <thead>
          <tr>
            <th scope="col">Who</th>
            <th scope="col">Role</th>
            <th scope="col">Last used</th>
            <th scope="col">Ends</th>
            <th scope="col">
              <span className="visually-hidden">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {sessions.map((session) => (
            <SessionRow key={session.sessionId} session={session} />
          ))}
        </tbody>
      </table>
    </div>
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
