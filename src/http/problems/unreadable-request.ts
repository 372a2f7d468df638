import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { Problem } from './problem.js';

/** Answers a request that is no valid HTTP with a problem. There is no request object yet: the answer goes to the socket. */
export function answerUnreadableRequest(error: Error & { code?: string }, socket: Socket): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const problem = toProblem(error);
  const body = JSON.stringify(problem.toDocument());
  const headers = { ...problem.headers, 'content-length': String(Buffer.byteLength(body)), connection: 'close' };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}\r\n${lines.join('')}\r\n${body}`);
}

function toProblem({ code, message }: Error & { code?: string }): Problem {
  switch (code) {
    case 'HPE_INVALID_METHOD':
      return new Problem(501, 'The server does not know the method of the request.');
    case 'HPE_HEADER_OVERFLOW':
      return new Problem(431, 'The URL and the headers of the request are too large.');
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return new Problem(408, 'The request did not arrive in time.');
    default:
      return new Problem(400, `The request is not valid HTTP: ${message}.`);
  }
}
