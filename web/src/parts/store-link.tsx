import { Link } from '@tanstack/react-router';

/** A store by its name, if it has one, and its id, as a link to its page. */
export function StoreLink({ storeId, name = null }: { storeId: string; name?: string | null }) {
  return (
    <>
      <Link to="/stores/$storeId" params={{ storeId }} {...(name === null && { className: 'id' })}>
        {name ?? storeId}
      </Link>
      {name !== null && (
        <>
          {' '}
          <span className="id small quiet">{storeId}</span>
        </>
      )}
    </>
  );
}
