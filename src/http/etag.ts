import { createHash } from 'node:crypto';

/** Returns the ETag of a JSON response: equal for equal values. */
export function etagOf(value: unknown): string {
  return `"${createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 32)}"`;
}

/** Whether `If-None-Match` names the current ETag, so that the client has this version. */
export function matchesIfNoneMatch(ifNoneMatch: string | undefined, etag: string): boolean {
  return tagsOf(ifNoneMatch).some((tag) => [ANY, etag, `W/${etag}`].includes(tag));
}

/** Whether `If-Match` permits to change the current version; without the header, every change is permitted. */
export function passesIfMatch(ifMatch: string | undefined, etag: string): boolean {
  return ifMatch === undefined || tagsOf(ifMatch).some((tag) => [ANY, etag].includes(tag));
}

const ANY = '*';

function tagsOf(header: string | undefined): string[] {
  return header === undefined ? [] : header.split(',').map((tag) => tag.trim());
}
