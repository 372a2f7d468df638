import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { logIn } from '../../api/sdk.gen.js';
import { ProblemNote } from '../../parts/problem/problem-note.js';
import { logInMethodsQuery } from '../../session/log-in-methods.js';
import { sessionQuery } from '../../session/session.js';
import './log-in.css';

/** Where one logs in with a key or by OpenID Connect, and then stays at the address that one came for. */
export default function LogInPage() {
  const methods = useQuery(logInMethodsQuery);
  const here = location.pathname + location.search;
  return (
    <main className="log-in panel">
      <h1>
        <img src="/ui/icon.svg" width="32" height="32" alt="" /> Storelight
      </h1>
      {methods.data?.openIdConnect === true && (
        <>
          <p>
            <a className="button primary" href={`/session/oidc?to=${encodeURIComponent(here)}`}>
              Log in with your organization
            </a>
          </p>
          <p className="quiet">or with an API key:</p>
        </>
      )}
      <KeyForm />
    </main>
  );
}

function KeyForm() {
  const queries = useQueryClient();
  const attempt = useMutation({
    mutationFn: async (key: string) => (await logIn({ body: { key }, throwOnError: true })).data,
    onSuccess: (session) => {
      // What somebody else saw here before is not theirs.
      queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== sessionQuery.queryKey[0] });
      queries.setQueryData(sessionQuery.queryKey, session);
    },
  });
  const submit = (form: FormData) => attempt.mutate((form.get('key') as string).trim());
  return (
    <form action={submit} className="stack">
      <label>
        API key
        <input
          name="key"
          type="password"
          required
          autoComplete="current-password"
          placeholder="sl_..."
          spellCheck={false}
        />
      </label>
      {attempt.isError && <ProblemNote error={attempt.error} />}
      <button className="primary" disabled={attempt.isPending}>
        Log in
      </button>
      <p className="small quiet">
        The key is sent once and not kept in the browser; a cookie, which scripts can't read, takes its place.
      </p>
    </form>
  );
}
