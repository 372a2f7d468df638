/** The options of an infinite query over a list that the API gives page by page. `read` gets the cursor as a part of its query. */
export function byCursor<Page extends { readonly nextCursor: string | null }>(
  read: (position: { cursor?: string }) => Promise<Page>,
) {
  return {
    queryFn: async ({ pageParam }: { pageParam: string | null }) =>
      read(pageParam === null ? {} : { cursor: pageParam }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }: Page) => nextCursor,
  };
}
