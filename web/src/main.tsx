import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { client } from './api/client.gen.js';
import { Changes } from './live/changes.js';
import { ChangesContext } from './live/connection.js';
import { isWorthRetrying } from './parts/problem/problem.js';
import { createPageRouter } from './router.js';
import './styles/tokens.css';
import './styles/base.css';

const MAX_RETRY_DELAY_MS = 5_000;

client.setConfig({ baseUrl: '', throwOnError: true });

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      retry: isWorthRetrying,
      retryDelay: (failures) => Math.min(500 * 2 ** failures, MAX_RETRY_DELAY_MS),
      // Notifications say when something has changed.
      staleTime: Infinity,
      refetchOnWindowFocus: false,
      networkMode: 'always',
    },
    mutations: { networkMode: 'always' },
  },
});
const changes = new Changes(queries);

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <ChangesContext value={changes}>
        <RouterProvider router={createPageRouter()} />
      </ChangesContext>
    </QueryClientProvider>
  </StrictMode>,
);
