import { Logger } from '@nestjs/common';
import { required, loadConfig } from './config/config.js';
import { createApi } from './api.js';
import { prepareAccess } from './prepare-access.js';
import { installTimeZones } from './domain/time-zones/time-zone-database.js';
import { readTimeZoneData } from './files/time-zone-data.js';
import { checkDatabaseTls } from './persistence/connection/database-tls.js';
import { Database } from './persistence/connection/database.js';
import { runProcess } from './process.js';
import { systemClock } from './clock.js';
import { checkTemporalTls } from './temporal/check-tls.js';
import { TemporalClient, temporalClientOptions } from './temporal/client.js';

/** The API's statements are small; if one takes longer, something is wrong. */
const STATEMENT_TIMEOUT_MS = 10_000;

const MAX_CONNECTIONS = 20;

await runProcess('API', async () => {
  const config = loadConfig();
  const timeZones = readTimeZoneData(config.tzdataDir);
  installTimeZones(timeZones);
  const url = required(config, 'databaseUrl');
  await Promise.all([
    checkDatabaseTls(url, 'DATABASE_URL'),
    checkTemporalTls(required(config, 'temporalAddress'), config.temporalCredentials),
  ]);
  const database = await Database.open({
    url,
    applicationName: 'storelight-api',
    maxConnections: MAX_CONNECTIONS,
    statementTimeoutMs: STATEMENT_TIMEOUT_MS,
  });
  const temporal = new TemporalClient(temporalClientOptions(config));
  const api = await createApi({ config, database, temporal, clock: systemClock });
  const stopping = new AbortController();
  const access = await prepareAccess(config, database, systemClock, stopping.signal);
  await api.listen(config.port, config.host);
  new Logger('API').log(`computes with time zone data ${timeZones.release} from ${config.tzdataDir}`);
  new Logger('API').log(`listens on ${config.host}, port ${config.port}`);
  return {
    ended: access.later.then(() => new Promise<void>(() => undefined)),
    async stop() {
      stopping.abort();
      await api.close();
      await temporal.close();
      await database.close();
    },
  };
});
