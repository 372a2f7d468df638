import type { Poll } from '../../domain/uptime/interpolation.js';
import type { PollSeries } from '../../domain/uptime/series/poll-series.js';
import type { EncodedField } from '../connection/copy-decoder.js';
import { POSTGRES_EPOCH } from '../connection/copy-encoder.js';

/**
 * The SQL expression that encodes a poll for a `PollDecoder`: a timestamptz, 2^62 microseconds later if the poll is inactive. It costs
 * the server a fifth less of a scan than an instant and a boolean do, since nothing is joined for each poll.
 */
export const ENCODED_POLL = `timestamptz_send(case when active then at else at + interval '4611686018427.387904 seconds' end)`;
const POLL_BYTES = 8;

const TWO_TO_THE_32 = 4_294_967_296;

/** 2^62 in the upper half of a timestamptz; that of an instant up to the year 10,000 is far smaller. */
const INACTIVE = 2 ** 30;
const INACTIVE_FROM = 2 ** 29;

/** Decodes the polls of a store, which follow one another. */
export type PollDecoder<Polls> = (polls: EncodedField) => Polls;

export function decodePolls({ view, from, to }: EncodedField): Poll[] {
  const polls: Poll[] = [];
  for (let position = from; position < to; position += POLL_BYTES) {
    polls.push({ at: instantAt(view, position), status: isActiveAt(view, position) ? 'active' : 'inactive' });
  }
  return polls;
}

/** Returns a decoder that gives the same columns to each store: they hold the polls of the newest one. */
export function seriesDecoder(): PollDecoder<PollSeries> {
  let [at, active] = [new Float64Array(0), new Uint8Array(0)];
  return ({ view, from, to }) => {
    const count = (to - from) / POLL_BYTES;
    if (count > at.length) [at, active] = [new Float64Array(2 * count), new Uint8Array(2 * count)];
    for (let i = 0, position = from; i < count; i++, position += POLL_BYTES) {
      at[i] = instantAt(view, position);
      active[i] = isActiveAt(view, position) ? 1 : 0;
    }
    return { count, at, active };
  };
}

function isActiveAt(view: DataView, position: number): boolean {
  return view.getInt32(position) < INACTIVE_FROM;
}

function instantAt(view: DataView, position: number): number {
  const upper = view.getInt32(position);
  const ofInstant = upper < INACTIVE_FROM ? upper : upper - INACTIVE;
  return ofInstant * TWO_TO_THE_32 + view.getUint32(position + 4) + POSTGRES_EPOCH;
}
