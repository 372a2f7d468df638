import type { OpeningTimes, SpecialHours } from '../../domain/calendar/calendar.js';
import { bigintAt, type EncodedField } from '../connection/copy-decoder.js';
import { POSTGRES_DATE_EPOCH } from '../connection/copy-encoder.js';

const ENCODED_REASON = `
  case when reason is null then int4send(-1) else int4send(octet_length(reason)) || convert_to(reason, 'UTF8') end`;

/**
 * The SQL expression that encodes a row of special_hours for a `SpecialHoursDecoder`: the date (4 bytes), and the opening and the closing
 * of its interval (8 each). Where there is not one interval, their number, negative and less one, takes the place of the opening,
 * followed by all openings and then all closings. With reasons, the length of the reason (4, -1 for none) and the reason.
 */
export function encodedSpecialHours(withReasons: boolean): string {
  return `
    date_send(date)
    || case cardinality(opens)
         when 1 then time_send(opens[1]) || time_send(closes[1])
         else int8send(-1 - cardinality(opens)) || coalesce((
           select string_agg(time_send(time), null order by n) from unnest(opens || closes) with ordinality as listed (time, n)
         ), '')
       end
    ${withReasons ? `|| ${ENCODED_REASON}` : ''}`;
}

/** Decodes the special hours of stores, one after the other. Thousands of stores have the same few intervals, which they share. */
export class SpecialHoursDecoder {
  private readonly known = new Map<string, readonly OpeningTimes[]>();

  constructor(private readonly withReasons: boolean) {}

  decode({ bytes, from, to }: EncodedField): SpecialHours[] {
    const rows: SpecialHours[] = [];
    for (let at = from; at < to;) {
      const date = bytes.readInt32BE(at) + POSTGRES_DATE_EPOCH;
      const first = bigintAt(bytes, at + 4);
      const timesTo = at + 12 + (first >= 0 ? 8 : 16 * (-1 - first));
      const intervals = this.intervals(bytes, at + 4, timesTo);
      at = timesTo;
      if (!this.withReasons) {
        rows.push({ date, intervals });
        continue;
      }
      const length = bytes.readInt32BE(timesTo);
      at += 4 + Math.max(0, length);
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
      intervals = decodeIntervals(bytes, from);
      this.known.set(key, intervals);
    }
    return intervals;
  }
}

function decodeIntervals(bytes: Buffer, from: number): OpeningTimes[] {
  const first = bigintAt(bytes, from);
  const [count, times] = first >= 0 ? [1, from] : [-1 - first, from + 8];
  const time = (n: number) => bigintAt(bytes, times + 8 * n);
  return Array.from({ length: count }, (_, n) => ({ open: time(n), close: time(count + n) }));
}
