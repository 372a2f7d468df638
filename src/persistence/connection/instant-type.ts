import { Type } from '@mikro-orm/core';
import { formatInstant, parseInstant, type Instant } from '../../domain/time/instant.js';

/** Parses a `timestamptz` as PostgreSQL formats it in a UTC session. */
export function instantFromSql(text: string): Instant {
  const instant = parseInstant(text, 'required');
  if (typeof instant !== 'number') throw new RangeError(`PostgreSQL sent "${text}" where an instant was expected`);
  return instant;
}

/** Maps a `timestamptz` column to an `Instant`; a Date would lose the microseconds. */
export class InstantType extends Type<Instant | null, string | null> {
  override convertToDatabaseValue(value: Instant | null): string | null {
    return value == null ? null : formatInstant(value);
  }

  override convertToJSValue(value: string | null): Instant | null {
    return value == null ? null : instantFromSql(value);
  }

  override getColumnType(): string {
    return 'timestamptz';
  }

  override compareAsType(): string {
    return 'number';
  }
}
