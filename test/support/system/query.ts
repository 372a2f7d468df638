import pg from 'pg';

/** Returns the rows of a statement, on a connection of its own. */
export async function query(url: string, sql: string, values: readonly unknown[] = []): Promise<unknown[][]> {
  const client = new pg.Client({ connectionString: url });
  // Errors of the connection reject the query, too.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<unknown[]>({ text: sql, values: [...values], rowMode: 'array' })).rows;
  } finally {
    await client.end();
  }
}
