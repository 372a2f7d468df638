import { Link } from '@tanstack/react-router';

/** A store by its id, as a link to its page. */
export function StoreLink({ storeId }: { storeId: string }) {
  return (
    <Link to="/stores/$storeId" params={{ storeId }} className="id">
      {storeId}
    </Link>
  );
}
