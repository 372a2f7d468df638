import type { OpeningTimes, SpecialHours } from '../../domain/calendar/calendar.js';
import { bigintAt } from '../connection/copy-decoder.js';
import { POSTGRES_DATE_EPOCH } from '../connection/copy-encoder.js';

/**
 * The SQL expression that encodes a row of special_hours for `SpecialHoursDecoder`: the date (4 bytes), the number of intervals
 * (2), the times of each, all openings first (8 bytes each), and the length of the reason (4 bytes, -1 for none) with the reason.
 */
export const ENCODED_SPECIAL_HOURS = `
  date_send(date)
  || case cardinality(opens)
       when 0 then int2send(0::smallint)
       when 1 then int2send(1::smallint) || time_send(opens[1]) || time_send(closes[1])
       else int2send(cardinality(opens)::smallint)
         || (select string_agg(time_send(time), null order by n) from unnest(opens || closes) with ordinality as listed (time, n))
     end
  || case when reason is null then int4send(-1) else int4send(octet_length(reason)) || convert_to(reason, 'UTF8') end`;

/** Decodes the special hours of stores, one after the other. Thousands of stores have the same few intervals, which they share. */
export class SpecialHoursDecoder {
  private readonly known = new Map<string, readonly OpeningTimes[]>();

  decode(bytes: Buffer, from: number, to: number): SpecialHours[] {
    const rows: SpecialHours[] = [];
    for (let at = from; at < to;) {
      const date = bytes.readInt32BE(at) + POSTGRES_DATE_EPOCH;
      const timesFrom = at + 4;
      const timesTo = timesFrom + 2 + 16 * bytes.readInt16BE(timesFrom);
      const intervals = this.intervals(bytes, timesFrom, timesTo);
      const length = bytes.readInt32BE(timesTo);
      at = timesTo + 4 + Math.max(0, length);
      rows.push(
        length < 0 ? { date, intervals } : { date, intervals, reason: bytes.toString('utf8', timesTo + 4, at) },
      );
    }
    return rows;
  }

  private intervals(bytes: Buffer, from: number, to: number): readonly OpeningTimes[] {
    const key = bytes.toString('latin1', from, to);
    let intervals = this.known.get(key);
    if (intervals === undefined) {
      const count = bytes.readInt16BE(from);
      const time = (n: number) => bigintAt(bytes, from + 2 + 8 * n);
      intervals = Array.from({ length: count }, (_, n) => ({ open: time(n), close: time(count + n) }));
      this.known.set(key, intervals);
    }
    return intervals;
  }
}
