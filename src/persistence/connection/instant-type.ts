import { Type } from '@mikro-orm/core';
import { formatInstant, parseInstant, type Instant } from '../../domain/instant.js';

/** Reads a `timestamptz` as PostgreSQL prints it in a UTC session. */
export function instantFromSql(text: string): Instant {
  const instant = parseInstant(text, 'required');
  if (typeof instant !== 'number') throw new RangeError(`PostgreSQL sent "${text}" where an instant was expected`);
  return instant;
}

/** A `timestamptz` column as an `Instant`: a Date would drop the microseconds. */
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
