import pg from 'pg';
import { measureImport } from '../measure-product.js';
import { startProduct } from '../product.js';
import { withServers, type BenchServers } from '../servers.js';
import type { Compared } from './in-turns.js';

/** Runs `work` with a product of its own, which has imported the folder that `makeData` has filled. */
export async function withProduct(
  name: string,
  makeData: (servers: BenchServers) => Promise<string>,
  work: (compared: Compared) => Promise<void>,
  workers = 1,
): Promise<void> {
  await withServers(async (servers) => {
    const product = await startProduct(servers, await makeData(servers), {}, workers);
    try {
      console.log(name);
      await measureImport(product);
      await vacuum(servers.ownerUrl);
      await work({ name, product, servers });
    } finally {
      await product.stop();
    }
  });
}

/** What the server would do by itself within a minute, while one kind of reports is measured and not the other. */
export async function vacuum(ownerUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  await client.query('vacuum (analyze)').finally(() => client.end());
}
