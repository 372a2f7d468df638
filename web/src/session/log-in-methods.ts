import { queryOptions } from '@tanstack/react-query';
import { getLogInMethods } from '../api/sdk.gen.js';

export const logInMethodsQuery = queryOptions({
  queryKey: ['log-in-methods'],
  queryFn: async () => (await getLogInMethods({ throwOnError: true })).data,
});
