import type { Uptime } from '../domain/uptime.js';
import type { Database } from './database.js';

/** The numbers of one store, one `Uptime` per window of the report, in the order of its columns. */
export interface ReportRow {
  readonly storeKey: number;
  readonly windows: readonly Uptime[];
}

/** A row on its way into the CSV. */
export interface ReportLine {
  readonly storeId: string;
  readonly windows: readonly Uptime[];
}

const LINES_PER_PAGE = 5_000;

/** The rows of reports. */
export class ReportRowRepository {
  constructor(private readonly database: Database) {}

  /** Adds the rows of some stores and counts them as done, in one statement; rows that are there already stay as they are. */
  async add(reportId: string, rows: readonly ReportRow[]): Promise<void> {
    const column = (state: keyof Uptime) =>
      rows.map(({ windows }) => `{${windows.map((window) => window[state]).join()}}`);
    await this.database.withClient((client) =>
      client.query(
        `with added as (
           insert into report_row (report_id, store_key, up_us, down_us, unobserved_us)
           select $1, store_key, up::bigint[], down::bigint[], unobserved::bigint[]
           from unnest($2::integer[], $3::text[], $4::text[], $5::text[]) as computed (store_key, up, down, unobserved)
           on conflict do nothing
           returning 1
         )
         update report set stores_done = stores_done + (select count(*) from added) where report_id = $1`,
        [reportId, rows.map(({ storeKey }) => storeKey), column('up'), column('down'), column('unobserved')],
      ),
    );
  }

  /** Every row of a report, ordered by store id as bytes, a page in memory at a time. */
  async *lines(reportId: string): AsyncGenerator<ReportLine> {
    let after = '';
    for (;;) {
      const page = await this.page(reportId, after);
      yield* page;
      if (page.length < LINES_PER_PAGE) return;
      after = page.at(-1)!.storeId;
    }
  }

  private async page(reportId: string, after: string): Promise<ReportLine[]> {
    const { rows } = await this.database.withClient((client) =>
      client.query<[string, string[], string[], string[]]>({
        text: `
          select external_id, up_us, down_us, unobserved_us
          from report_row join store on store.key = store_key
          where report_id = $1 and external_id > $2
          order by external_id
          limit ${LINES_PER_PAGE}`,
        values: [reportId, after],
        rowMode: 'array',
      }),
    );
    return rows.map(([storeId, up, down, unobserved]) => ({
      storeId,
      windows: up.map((_, w) => ({ up: Number(up[w]), down: Number(down[w]), unobserved: Number(unobserved[w]) })),
    }));
  }
}
