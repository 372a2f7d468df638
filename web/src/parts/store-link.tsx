/** A store by its id, as a link to its page. */
export function StoreLink({ storeId }: { storeId: string }) {
  return (
    <a href={`/ui/stores/${encodeURIComponent(storeId)}`} className="id">
      {storeId}
    </a>
  );
}
