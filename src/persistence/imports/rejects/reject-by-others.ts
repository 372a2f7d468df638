import type { PoolClient } from 'pg';
import type { FileKind } from '../../../domain/import.js';
import { rejectClosures } from './reject-closures.js';
import { rejectSpecialHours } from './reject-special-hours.js';
import { rejectHoursOf, type RejectedRows } from './reject-staged.js';

/** The stores whose hours can't be used, and why. */
export interface UnusableHours {
  readonly storeIds: ReadonlySet<string>;
  readonly reason: string;
}

/** Rejects rows that are staged already, since other rows, or what is known, say that they can't be used. */
export async function rejectByOthers(
  client: PoolClient,
  kind: FileKind,
  { storeIds, reason }: UnusableHours,
): Promise<RejectedRows[]> {
  if (kind === 'closures') return rejectClosures(client);
  if (kind === 'special-hours') return rejectSpecialHours(client);
  const rejected = await rejectHoursOf(client, storeIds, reason);
  return rejected === null ? [] : [rejected];
}
