import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { logOut } from '../api/sdk.gen.js';
import { useSession } from '../session/session.js';
import { logInMethodsQuery } from '../session/log-in-methods.js';

/** Who one is, and the way out. */
export function Account() {
  const { kind, name, role } = useSession();
  const queries = useQueryClient();
  const methods = useQuery(logInMethodsQuery);
  const leave = useMutation({
    mutationFn: () => logOut({ throwOnError: true }),
    onSuccess: () => queries.resetQueries(),
  });
  if (kind !== 'session') {
    const isOff = methods.data?.auth === 'off';
    return (
      <span className="small quiet">{isOff ? 'No keys needed (AUTH=off)' : 'On this machine, no key needed'}</span>
    );
  }
  return (
    <span className="row small">
      <span>
        {name} <span className="quiet">({role})</span>
      </span>
      <button type="button" onClick={() => leave.mutate()}>
        Log out
      </button>
    </span>
  );
}
