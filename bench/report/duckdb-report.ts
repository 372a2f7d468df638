import { DuckDBInstance } from '@duckdb/node-api';
import { uptimeQuery } from './uptime-query.js';

/**
 * Answers the question of a report with DuckDB, and writes the answer as a CSV without a header: a process of its own, so that
 * it can be timed from its start to its end.
 *
 *   node duckdb-report.js DATABASE-FILE AS-OF REACH CSV-FILE      instants and durations in microseconds
 */
const [file, asOf, reach, answer] = process.argv.slice(2);
const instance = await DuckDBInstance.create(file, { access_mode: 'READ_ONLY' });
const connection = await instance.connect();
const query = uptimeQuery({ asOf: Number(asOf), reach: Number(reach) });
await connection.run(`copy (${query}) to '${answer!.replaceAll("'", "''")}' (format csv, header false)`);
connection.closeSync();
instance.closeSync();
