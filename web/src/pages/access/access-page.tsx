import { useMay, useSession } from '../../session/session.js';
import { useTitle } from '../../shell/use-title.js';
import { AuditTrail } from './audit-trail.js';
import { Keys } from './keys.js';
import { Sessions } from './sessions.js';
import './access.css';

/** Who one is; for admins also the keys, the sessions, and who changed what. */
export function AccessPage() {
  const isAdmin = useMay('admin');
  useTitle('Access');
  return (
    <div className="stack">
      <h1>Access</h1>
      <You />
      {isAdmin && (
        <>
          <Keys />
          <Sessions />
          <AuditTrail />
        </>
      )}
    </div>
  );
}

const KINDS = {
  key: 'an API key',
  session: 'a log-in',
  local: 'a request from this machine, which needs no key',
  anonymous: 'nobody in particular: no key is needed here',
  command: 'a command',
  system: 'the system',
} as const;

function You() {
  const { kind, name, role, stores } = useSession();
  return (
    <dl className="facts panel">
      <dt>You come with</dt>
      <dd>{KINDS[kind]}</dd>
      {name !== null && (
        <>
          <dt>Name</dt>
          <dd>{name}</dd>
        </>
      )}
      <dt>Role</dt>
      <dd>{role}</dd>
      <dt>Stores</dt>
      <dd>{stores === null ? 'all' : stores.join(', ')}</dd>
    </dl>
  );
}
