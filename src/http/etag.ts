import { createHash } from 'node:crypto';

/** The ETag of what is answered as JSON: the same for the same, another for anything else. */
export function etagOf(value: unknown): string {
  return `"${createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 32)}"`;
}

/** Whether `If-None-Match` names what there is: who asks has it. */
export function matchesIfNoneMatch(ifNoneMatch: string | undefined, etag: string): boolean {
  return tagsOf(ifNoneMatch).some((tag) => [ANY, etag, `W/${etag}`].includes(tag));
}

/** Whether `If-Match` lets a change of what there is happen; without one, everything does. */
export function passesIfMatch(ifMatch: string | undefined, etag: string): boolean {
  return ifMatch === undefined || tagsOf(ifMatch).some((tag) => [ANY, etag].includes(tag));
}

const ANY = '*';

function tagsOf(header: string | undefined): string[] {
  return header === undefined ? [] : header.split(',').map((tag) => tag.trim());
}
