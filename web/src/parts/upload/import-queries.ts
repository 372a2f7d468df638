import { queryOptions } from '@tanstack/react-query';
import { getImport } from '../../api/sdk.gen.js';

/** An import and what has become of it. */
export const importQuery = (importId: string) =>
  queryOptions({
    queryKey: ['imports', 'one', importId],
    queryFn: async () => (await getImport({ path: { importId }, throwOnError: true })).data,
  });
