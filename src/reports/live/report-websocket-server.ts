import { randomUUID } from 'node:crypto';
import { STATUS_CODES, type IncomingMessage, type Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { WebSocketServer, type WebSocket } from 'ws';
import { AccessEnds } from '../../access/guard/access-ends.js';
import { AccessGuard } from '../../access/guard/access-guard.js';
import { needs } from '../../access/guard/route-access.js';
import { clientOf } from '../../access/limits/client-of.js';
import { WebSocketLimiter } from '../../access/limits/websocket-limiter.js';
import { toProblem } from '../../http/problems/problem-mapping.js';
import { Problem } from '../../http/problems/problem.js';
import { CLOSE_GOING_AWAY, CLOSE_POLICY_VIOLATION } from './close-codes.js';
import { LatestEventSender } from './latest-event-sender.js';
import { reportIdSchema } from '../report.dto.js';
import { ReportSubscriptions } from './report-subscriptions.js';

const PATH = /^\/ws\/reports\/([^/?]+)\/?(?:\?.*)?$/;

/** Clients need not send anything. */
const MAX_MESSAGE_BYTES = 1_024;

/** Ping interval. A client that has not answered by the next ping is disconnected. */
const PING_INTERVAL_MS = 20_000;

/** Serves `/ws/reports/{id}`: sends the current state of a report, then an event for each change until its end. */
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
    private readonly guard: AccessGuard,
    private readonly accessEnds: AccessEnds,
    private readonly limiter: WebSocketLimiter,
    private readonly subscriptions: ReportSubscriptions,
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
    const facts = this.guard.read(request);
    const requested = requestedReport(request);
    const caller = (await this.guard.admit(facts, randomUUID(), needs('reader')))!;
    const uncount = this.limiter.open(clientOf(caller, facts.address));
    socket.once('close', uncount);
    if (socket.destroyed) uncount();
    const reportId = parseReportId(requested);
    const sender = new LatestEventSender();
    const access = new AbortController();
    const stopWatching = await this.accessEnds.watch(caller, () => access.abort());
    socket.once('close', stopWatching);
    const unsubscribe = await this.subscriptions.subscribe(reportId, (event) => sender.send(event), caller);
    socket.once('close', unsubscribe);
    if (socket.destroyed) {
      stopWatching();
      unsubscribe();
    }
    this.sockets.handleUpgrade(request, socket, head, (client) => {
      client.on('error', () => client.terminate());
      client.on('pong', () => this.unanswered.delete(client));
      const close = () => client.close(CLOSE_POLICY_VIOLATION, 'the key or the session has ended');
      if (access.signal.aborted) close();
      else access.signal.addEventListener('abort', close);
      sender.open(client);
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

/** Returns what the path names as a report. */
function requestedReport({ url = '' }: IncomingMessage): string {
  const requested = PATH.exec(url)?.[1];
  if (requested !== undefined) return requested;
  throw new Problem(404, `There is no WebSocket at ${url.split('?')[0]}. /ws/reports/{id} is one.`);
}

function parseReportId(requested: string): string {
  const reportId = reportIdSchema.safeParse(requested);
  if (reportId.success) return reportId.data;
  throw new Problem(400, `The request can't be used: reportId: ${reportId.error.issues[0]!.message}.`);
}

function refuse(socket: Duplex, problem: Problem): void {
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
