import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { revokeKey, rotateKey } from '../../api/sdk.gen.js';
import type { ApiKey, CreatedApiKey } from '../../api/types.gen.js';
import { ConfirmButton } from '../../parts/dialog/confirm-button.js';
import { Loaded } from '../../parts/problem/loading.js';
import { ProblemNote } from '../../parts/problem/problem-note.js';
import { Instant } from '../../parts/time/instant.js';
import { keysQuery } from './access-queries.js';
import { NewKeyDialog } from './new-key-dialog.js';
import { NewSecret } from './new-secret.js';
import { ScrollTable } from '../../parts/table/scroll-table.js';

const HEADINGS = ['Name', 'Role', 'Stores', 'Last used', 'Ends', { title: 'Actions', isHidden: true }];

/** The API keys. Secrets are shown once, when they are made. */
export function Keys() {
  const [created, setCreated] = useState<CreatedApiKey | null>(null);
  return (
    <section className="panel" aria-labelledby="keys-title">
      <div className="row apart">
        <h2 id="keys-title">API keys</h2>
        <NewKeyDialog onCreated={setCreated} />
      </div>
      {created !== null && <NewSecret created={created} onDone={() => setCreated(null)} />}
      <Loaded query={useQuery(keysQuery)}>
        {(keys) =>
          keys.length === 0 ? (
            <p className="quiet">There are no keys yet.</p>
          ) : (
            <KeyTable keys={keys} onCreated={setCreated} />
          )
        }
      </Loaded>
    </section>
  );
}

function KeyTable({ keys, onCreated }: { keys: readonly ApiKey[]; onCreated: (created: CreatedApiKey) => void }) {
  return (
    <ScrollTable label="API keys" headings={HEADINGS}>
      {keys.map((key) => (
        <KeyRow key={key.keyId} apiKey={key} onCreated={onCreated} />
      ))}
    </ScrollTable>
  );
}

function KeyRow({ apiKey, onCreated }: { apiKey: ApiKey; onCreated: (created: CreatedApiKey) => void }) {
  const { name, hint, role, stores, group, lastUsedAt, expiresAt, revokedAt } = apiKey;
  return (
    <tr className={revokedAt === null ? undefined : 'quiet'}>
      <td>
        {name}
        <div className="small quiet">
          <code>{hint}</code>
        </div>
      </td>
      <td>{role}</td>
      <td>{group ?? (stores === null ? 'all' : stores.join(', '))}</td>
      <td>{lastUsedAt === null ? 'never' : <Instant at={lastUsedAt} style="short" />}</td>
      <td>
        {revokedAt !== null && (
          <>
            Revoked <Instant at={revokedAt} style="short" />
          </>
        )}
        {revokedAt === null && (expiresAt === null ? 'never' : <Instant at={expiresAt} />)}
      </td>
      <td>{revokedAt === null && <KeyActions apiKey={apiKey} onCreated={onCreated} />}</td>
    </tr>
  );
}

function KeyActions({ apiKey, onCreated }: { apiKey: ApiKey; onCreated: (created: CreatedApiKey) => void }) {
  const queries = useQueryClient();
  const { name } = apiKey;
  const path = { keyId: apiKey.keyId };
  const refresh = () => queries.invalidateQueries({ queryKey: ['access'] });
  const revoke = useMutation({ mutationFn: () => revokeKey({ path, throwOnError: true }), onSuccess: refresh });
  const rotate = useMutation({
    mutationFn: async () => (await rotateKey({ path, body: {}, throwOnError: true })).data,
    onSuccess: (created) => {
      onCreated(created);
      return refresh();
    },
  });
  const error = revoke.error ?? rotate.error;
  return (
    <div className="row">
      <button type="button" disabled={rotate.isPending} onClick={() => rotate.mutate()}>
        Rotate<span className="visually-hidden"> {name}</span>
      </button>
      <ConfirmButton
        label="Revoke"
        subject={name}
        question={`Revoke the key ${name}? Whoever uses it is refused from now on, and its log-ins end.`}
        onConfirm={() => revoke.mutate()}
      />
      {error !== null && <ProblemNote error={error} />}
    </div>
  );
}
