import type { OpeningTimes, SpecialHours, TimeOfDay } from '../../domain/calendar/calendar.js';
import { DAY, MINUTE } from '../../domain/time/instant.js';
import { ARRAY_HEADER_BYTES, bigintAt, bigintsAt, type EncodedField } from '../connection/copy-decoder.js';
import { POSTGRES_DATE_EPOCH } from '../connection/copy-encoder.js';

const ENCODED_REASON = `
  case when reason is null then int4send(-1) else int4send(octet_length(reason)) || convert_to(reason, 'UTF8') end`;

/**
 * The SQL expression that encodes a row of special_hours for a `SpecialHoursDecoder`: the date (4 bytes), and the opening and the closing
 * of its interval (8 each). Where there is not one interval, their number, negative and less one, takes the place of the opening,
 * followed by both arrays, if they are not empty. With reasons, the length of the reason (4, -1 for none) and the reason.
 */
export function encodedSpecialHours(withReasons: boolean): string {
  return `
    case cardinality(opens)
      when 1 then date_send(date) || time_send(opens[1]) || time_send(closes[1])
      when 0 then date_send(date) || int8send(-1)
      else date_send(date) || int8send(-1 - cardinality(opens)) || array_send(opens) || array_send(closes)
    end
    ${withReasons ? `|| ${ENCODED_REASON}` : ''}`;
}

/** The length of an element and a time. */
const ELEMENT_BYTES = 4 + 8;

const CLOSED: readonly OpeningTimes[] = [];

const MINUTES_OF_DAY = DAY / MINUTE;

/** Decodes the special hours of stores, one after the other. Thousands of stores have the same few intervals, which they share. */
export class SpecialHoursDecoder {
  /** Single intervals of whole minutes, by a number for each. */
  private readonly known = new Map<number, readonly OpeningTimes[]>();

  constructor(private readonly withReasons: boolean) {}

  decode({ bytes, view, from, to }: EncodedField): SpecialHours[] {
    const rows: SpecialHours[] = [];
    for (let at = from; at < to;) {
      const date = view.getInt32(at) + POSTGRES_DATE_EPOCH;
      const first = bigintAt(view, at + 4);
      const count = first < 0 ? -1 - first : 1;
      at += 12;
      const intervals = first < 0 ? decodeIntervals(view, at, count) : this.interval(first, bigintAt(view, at));
      at += first < 0 ? 2 * arrayBytes(count) : 8;
      if (!this.withReasons) {
        rows.push({ date, intervals });
        continue;
      }
      const length = view.getInt32(at);
      const reasonFrom = at + 4;
      at = reasonFrom + Math.max(0, length);
      rows.push(length < 0 ? { date, intervals } : { date, intervals, reason: bytes.toString('utf8', reasonFrom, at) });
    }
    return rows;
  }

  private interval(open: TimeOfDay, close: TimeOfDay): readonly OpeningTimes[] {
    const [opens, closes] = [open / MINUTE, close / MINUTE];
    if (!Number.isInteger(opens) || !Number.isInteger(closes)) return [{ open, close }];
    // A day may end at 24:00.
    const key = opens * (MINUTES_OF_DAY + 1) + closes;
    let intervals = this.known.get(key);
    if (intervals === undefined) this.known.set(key, (intervals = [{ open, close }]));
    return intervals;
  }
}

/** The openings come as an array, followed by the closings. */
function decodeIntervals(view: DataView, at: number, count: number): readonly OpeningTimes[] {
  if (count === 0) return CLOSED;
  const [opens, closes] = [bigintsAt(view, at), bigintsAt(view, at + arrayBytes(count))];
  return opens.map((open, i) => ({ open, close: closes[i]! }));
}

/** How long an array of times is, none if it is empty. */
function arrayBytes(count: number): number {
  return count === 0 ? 0 : ARRAY_HEADER_BYTES + count * ELEMENT_BYTES;
}
