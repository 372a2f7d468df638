import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/** Sends parts of a request one by one, with pauses. Returns what the server answered before it closed the connection. */
export async function sendSlowly(url: string, parts: Iterable<string>, pauseMs: number): Promise<string> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  let answer = '';
  // A reset is one way to close a connection.
  socket.on('error', () => undefined).on('data', (bytes) => (answer += String(bytes)));
  const closed = new Promise((resolve) => socket.on('close', resolve));
  await once(socket, 'connect');
  for (const part of parts) {
    if (socket.destroyed || socket.readableEnded) break;
    socket.write(part);
    await pause(pauseMs);
  }
  await closed;
  return answer;
}

/** The start of a request with a body of so many bytes, or of unknown length. */
export function requestHead(line: string, headers: Record<string, string | number>): string {
  const all = Object.entries({ host: 'localhost', ...headers });
  return `${line} HTTP/1.1\r\n${all.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`;
}
