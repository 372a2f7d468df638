import { STATUS_CODES, type IncomingMessage, type Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { WebSocketServer, type WebSocket } from 'ws';
import { Problem, PROBLEM_MEDIA_TYPE } from '../../http/problem.js';
import { toProblem } from '../../http/problem-filter.js';
import { reportIdSchema } from '../report.dto.js';
import { ReportSubscriptions, type ReportEvent } from './report-subscriptions.js';

const PATH = /^\/ws\/reports\/([^/?]+)\/?(?:\?.*)?$/;

/** Bytes: clients have nothing to say. */
const MAX_MESSAGE_BYTES = 1_024;

/** Who does not answer a ping until the next one is gone, or does not take what is sent. */
const PING_INTERVAL_MS = 20_000;

/** https://www.rfc-editor.org/rfc/rfc6455#section-7.4.1 */
const [CLOSE_NORMAL, CLOSE_GOING_AWAY] = [1000, 1001];

/** Serves `/ws/reports/{id}`: the state of a report at once, an event for each step, and the end. */
@Injectable()
export class ReportWebSocketServer implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_MESSAGE_BYTES,
    perMessageDeflate: false,
  });

  private readonly unanswered = new WeakSet<WebSocket>();
  private pings: NodeJS.Timeout | undefined;

  constructor(
    private readonly watch: ReportSubscriptions,
    private readonly host: HttpAdapterHost,
  ) {}

  onApplicationBootstrap(): void {
    const server = this.host.httpAdapter.getHttpServer() as Server;
    server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      socket.on('error', () => socket.destroy());
      this.open(request, socket, head).catch((error: unknown) => refuse(socket, toProblem(error, request)));
    });
    this.pings = setInterval(() => this.ping(), PING_INTERVAL_MS).unref();
  }

  onModuleDestroy(): void {
    clearInterval(this.pings);
    for (const client of this.sockets.clients) {
      client.close(CLOSE_GOING_AWAY, 'the server stops');
      client.terminate();
    }
  }

  private async open(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const outlet = new LatestEventSender();
    const unwatch = await this.watch.subscribe(parseReportId(request), (event) => outlet.send(event));
    socket.once('close', unwatch);
    if (socket.destroyed) unwatch();
    this.sockets.handleUpgrade(request, socket, head, (client) => {
      client.on('error', () => client.terminate());
      client.on('pong', () => this.unanswered.delete(client));
      outlet.open(client);
    });
  }

  private ping(): void {
    for (const client of this.sockets.clients) {
      if (this.unanswered.has(client)) client.terminate();
      else {
        this.unanswered.add(client);
        client.ping();
      }
    }
  }
}

/** Bytes that may wait for a client to take them. */
const MAX_BUFFERED_BYTES = 1 << 16;

/**
 * What a client is sent: every event, as long as it takes them. While too much waits for it, only the newest of those that come
 * is kept: a slow client hears of fewer steps, and holds no memory of the server.
 */
class LatestEventSender {
  private client: WebSocket | undefined;
  private next: ReportEvent | undefined;

  open(client: WebSocket): void {
    this.client = client;
    this.flush();
  }

  send(event: ReportEvent): void {
    this.next = event;
    this.flush();
  }

  private flush(): void {
    const { client, next: event } = this;
    if (client === undefined || event === undefined || client.bufferedAmount > MAX_BUFFERED_BYTES) return;
    this.next = undefined;
    client.send(JSON.stringify(event), () => this.flush());
    if (event.status !== 'Running') client.close(CLOSE_NORMAL, `the report is ${event.status}`);
  }
}

function parseReportId({ url = '' }: IncomingMessage): string {
  const asked = PATH.exec(url)?.[1];
  if (asked === undefined) {
    throw new Problem(404, `There is no WebSocket at ${url.split('?')[0]}. /ws/reports/{id} is one.`);
  }
  const reportId = reportIdSchema.safeParse(asked);
  if (reportId.success) return reportId.data;
  throw new Problem(400, `The request can't be used: reportId: ${reportId.error.issues[0]!.message}.`);
}

function refuse(socket: Duplex, problem: Problem): void {
  const body = JSON.stringify(problem.toDocument());
  socket.end(
    [
      `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}`,
      `Content-Type: ${PROBLEM_MEDIA_TYPE}`,
      `Content-Length: ${Buffer.byteLength(body)}`,
      ...(problem.status === 503 ? ['Retry-After: 5'] : []),
      'Connection: close',
      '',
      body,
    ].join('\r\n'),
  );
}
