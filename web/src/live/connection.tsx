import { createContext, useContext, useSyncExternalStore } from 'react';
import type { Changes, Connection } from './changes.js';

export const ChangesContext = createContext<Changes | null>(null);

/** Whether the page learns of changes by itself. */
export function useConnection(): Connection {
  const changes = useContext(ChangesContext)!;
  return useSyncExternalStore(changes.subscribe, changes.connection);
}
