import type { ClientBase } from 'pg';
import { formatInstant, MINUTE, type Instant } from '../../../domain/time/instant.js';
import type { Database } from '../../connection/database.js';
import { claimIdempotencyKey, type IdempotencyKey } from './idempotency-key.repository.js';
import { TooManyReportsError } from '../report-errors.js';

/** How many reports may run at once. */
export interface RunningReportLimits {
  readonly perKey: number;
  readonly inAll: number;
}

/** A report that is about to run, by request or by a retry. */
export interface ReportReservation {
  readonly reportId: string;
  /** The API key that it counts for; null: it counts in all only. */
  readonly keyId: string | null;
  readonly reservedAt: Instant;
}

/** Starting a report takes seconds at most. A process that takes longer has died, and its reservation counts no more. */
const MAX_AGE = MINUTE;

/** Taken by who counts running reports, so that of several at the limit one gets the last place. Any number of our own. */
const RESERVATION_LOCK = 4_021_128;

/**
 * Reports that are about to run. The row of a report comes after its workflow (decision 0004), so rows alone would let any
 * number of requests at once through.
 */
export class ReportReservationRepository {
  constructor(private readonly database: Database) {}

  /**
   * Counts a report as running until it is released; one that is counted already stays so.
   * @throws {TooManyReportsError} if too many are running
   */
  async reserve(reservation: ReportReservation, limits: RunningReportLimits): Promise<void> {
    await this.database.transaction(async (client) => {
      await lock(client);
      await reserve(client, reservation, limits);
    });
  }

  /**
   * Claims an idempotency key for a report, and reserves the report. Returns the report that has the key: if another has
   * it, nothing is reserved.
   * @throws {TooManyReportsError} if too many are running; the key stays free
   */
  async claim(
    key: string,
    claimed: IdempotencyKey,
    keyId: string | null,
    limits: RunningReportLimits,
  ): Promise<IdempotencyKey> {
    return this.database.transaction(async (client) => {
      await lock(client);
      const holder = await claimIdempotencyKey(client, key, claimed);
      const { reportId, requestedAt: reservedAt } = claimed;
      if (holder.reportId === reportId) await reserve(client, { reportId, keyId, reservedAt }, limits);
      return holder;
    });
  }

  /** Ends a reservation: the report runs and counts by itself, or its start has failed. */
  async release(reportId: string): Promise<void> {
    await this.database.withClient((client) =>
      client.query('delete from report_reservation where report_id = $1', [reportId]),
    );
  }
}

async function lock(client: ClientBase): Promise<void> {
  await client.query('select pg_advisory_xact_lock($1)', [RESERVATION_LOCK]);
}

async function reserve(
  client: ClientBase,
  { reportId, keyId, reservedAt }: ReportReservation,
  { perKey, inAll }: RunningReportLimits,
): Promise<void> {
  const oldest = formatInstant(reservedAt - MAX_AGE);
  const { rows } = await client.query<{ in_all: number; of_key: number; is_counted: boolean | null }>(
    `select count(*)::integer as in_all, count(*) filter (where key_id = $2)::integer as of_key,
            bool_or(report_id = $1) as is_counted
       from (
         select report_id, key_id from report where status = 'Running'
         union all
         select report_id, key_id from report_reservation
          where reserved_at > $3
            and not exists (
              select from report where report.report_id = report_reservation.report_id and status = 'Running'
            )
       ) running`,
    [reportId, keyId, oldest],
  );
  const { in_all: runningInAll, of_key: runningOfKey, is_counted: isCounted } = rows[0]!;
  if (isCounted !== true) {
    if (runningOfKey >= perKey) throw new TooManyReportsError('key', perKey);
    if (runningInAll >= inAll) throw new TooManyReportsError('all', inAll);
  }
  await client.query('delete from report_reservation where reserved_at <= $1', [oldest]);
  await client.query(
    `insert into report_reservation (report_id, key_id, reserved_at) values ($1, $2, $3)
     on conflict (report_id) do update set key_id = excluded.key_id, reserved_at = excluded.reserved_at`,
    [reportId, keyId, formatInstant(reservedAt)],
  );
}
