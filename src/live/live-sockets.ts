import { randomUUID } from 'node:crypto';
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { WebSocketServer, type WebSocket } from 'ws';
import { AccessEnds } from '../access/guard/access-ends.js';
import { AccessGuard } from '../access/guard/access-guard.js';
import { needs } from '../access/guard/route-access.js';
import { clientOf } from '../access/limits/client-of.js';
import { WebSocketLimiter } from '../access/limits/websocket-limiter.js';
import type { Caller } from '../domain/access/caller.js';
import { toProblem } from '../http/problems/problem-mapping.js';
import { Problem } from '../http/problems/problem.js';
import { CLOSE_GOING_AWAY, CLOSE_POLICY_VIOLATION } from './close-codes.js';
import { LatestEventSender } from './latest-event-sender.js';
import { refuse } from './refuse.js';

/** A WebSocket that sends events to readers. */
export interface LiveRoute {
  /** `/ws/reports/{id}` */
  readonly name: string;
  /** Matches paths. The first group, if there is one, is what the path names. */
  readonly path: RegExp;
  /** The shortest time between two events of a topic. */
  readonly intervalMs: number;
  /**
   * Subscribes a client before its socket is open. Returns the unsubscribe function.
   * @throws what a route throws if there is nothing to subscribe to
   */
  subscribe(named: string, sender: LatestEventSender, caller: Caller): Promise<() => void>;
}

/** Clients need not send anything. */
const MAX_MESSAGE_BYTES = 1_024;

/** Ping interval. A client that has not answered by the next ping is disconnected. */
const PING_INTERVAL_MS = 20_000;

/** Opens the WebSockets of all routes, and closes them when the caller's access ends, or the client is gone. */
@Injectable()
export class LiveSockets implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_MESSAGE_BYTES,
    perMessageDeflate: false,
  });

  private readonly routes: LiveRoute[] = [];
  private readonly unanswered = new WeakSet<WebSocket>();
  private pings: NodeJS.Timeout | undefined;

  constructor(
    private readonly guard: AccessGuard,
    private readonly accessEnds: AccessEnds,
    private readonly limiter: WebSocketLimiter,
    private readonly host: HttpAdapterHost,
  ) {}

  serve(route: LiveRoute): void {
    this.routes.push(route);
  }

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
    const { route, named } = this.find(request);
    const caller = (await this.guard.admit(facts, randomUUID(), needs('reader')))!;
    whenClosed(socket, this.limiter.open(clientOf(caller, facts.address)));
    const access = new AbortController();
    whenClosed(socket, await this.accessEnds.watch(caller, () => access.abort()));
    const sender = new LatestEventSender(route.intervalMs);
    whenClosed(socket, await route.subscribe(named, sender, caller));
    this.sockets.handleUpgrade(request, socket, head, (client) => {
      client.on('error', () => client.terminate());
      client.on('pong', () => this.unanswered.delete(client));
      const close = () => client.close(CLOSE_POLICY_VIOLATION, 'the key or the session has ended');
      if (access.signal.aborted) close();
      else access.signal.addEventListener('abort', close);
      sender.open(client);
    });
  }

  /** Finds the route of a path, and what the path names. */
  private find({ url = '' }: IncomingMessage): { route: LiveRoute; named: string } {
    const path = url.split('?')[0]!;
    for (const route of this.routes) {
      const match = route.path.exec(path);
      if (match !== null) return { route, named: match[1] ?? '' };
    }
    const names = this.routes.map(({ name }) => name).join(' and ');
    throw new Problem(404, `There is no WebSocket at ${path}, only at ${names}.`);
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

/** Calls `end` when a socket closes; at once if it is closed. */
function whenClosed(socket: Duplex, end: () => void): void {
  if (socket.destroyed) end();
  else socket.once('close', end);
}
