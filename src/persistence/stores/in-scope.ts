/** SQL for whether a store is one of the ids in a parameter; all are if it is null. `idsOf` makes its value of a scope. */
export function inScopeSql(parameter: string): string {
  return `(${parameter}::text[] is null or external_id = any (${parameter}))`;
}
