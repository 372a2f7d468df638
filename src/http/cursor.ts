import { z } from 'zod';

/** Encodes a position in a list as an opaque text that clients pass from one page to the next. */
export function encodeCursor(position: unknown): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}

/** A cursor in a query. */
export function cursorInput<T>(position: z.ZodType<T>) {
  return z
    .string()
    .meta({ pattern: '^[A-Za-z0-9_-]+$' })
    .transform((cursor, context): T => {
      const decoded = position.safeParse(parseJson(Buffer.from(cursor, 'base64url').toString()));
      if (decoded.success) return decoded.data;
      context.addIssue({
        code: 'custom',
        message: 'not a cursor of this list; use nextCursor of the previous page as it is',
      });
      return z.NEVER;
    })
    .optional()
    .meta({ description: '`nextCursor` of the previous page.' });
}

/** Builds a page from up to `limit + 1` items; the last one only shows that there are more. */
export function toPage<T, Item>(
  found: readonly T[],
  limit: number,
  positionOf: (item: T) => unknown,
  describe: (item: T) => Item,
): { items: Item[]; nextCursor: string | null } {
  const shown = found.slice(0, limit);
  const last = shown.at(-1);
  const nextCursor = found.length > limit && last !== undefined ? encodeCursor(positionOf(last)) : null;
  return { items: shown.map(describe), nextCursor };
}

/** The schema of a page. */
export function pageOf<T extends z.ZodType>(item: T) {
  return z.strictObject({ items: z.array(item), nextCursor: z.string().nullable() });
}

/** Undefined if the text is not JSON. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
