import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Problem } from '../http/problems/problem.js';

/** Answers a request for a WebSocket with a problem document, and closes the connection. */
export function refuse(socket: Duplex, problem: Problem): void {
  const body = JSON.stringify(problem.toDocument());
  socket.end(
    [
      `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}`,
      ...Object.entries(problem.headers).map(([name, value]) => `${name}: ${value}`),
      `content-length: ${Buffer.byteLength(body)}`,
      'connection: close',
      '',
      body,
    ].join('\r\n'),
    // A client that does not close its side would keep the connection.
    () => socket.destroy(),
  );
}
