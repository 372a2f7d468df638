import { Link } from '@tanstack/react-router';

/** A group by its value, as a link to its page. */
export function GroupLink({ kind, value }: { kind: string; value: string }) {
  return (
    <Link to="/groups/$kind/$value" params={{ kind, value }}>
      {value}
    </Link>
  );
}
