import { once } from 'node:events';
import { createServer, connect, type Server, type Socket } from 'node:net';

/** What happens to the bytes of every connection, those that are open already too. */
export type ProxyMode =
  | { readonly kind: 'as they come' }
  /** What the server says comes late, and nothing is faster for it. */
  | { readonly kind: 'late'; readonly ms: number }
  /** What the server says comes a few bytes at a time. */
  | { readonly kind: 'dribbling'; readonly bytes: number; readonly everyMs: number }
  /** Each connection is cut after as many bytes from the server as `after` says. */
  | { readonly kind: 'cut'; readonly after: () => number }
  /** Connections are taken, and nothing that is said gets through, in either direction. It is lost for good. */
  | { readonly kind: 'swallowed' };

/** A door to a server, which can be shut, and behind which the line can be as bad as lines get. */
export interface TcpProxy {
  readonly address: string;
  setMode(manner: ProxyMode): void;
  /** How many connections it has cut, and in how many it has lost something, by its manner. */
  readonly harmed: number;
  /** Cuts connections and refuses new ones. */
  shut(): Promise<void>;
  reopen(): Promise<void>;
}

export async function startTcpProxy(host: string, port: number): Promise<TcpProxy> {
  let manner: ProxyMode = { kind: 'as they come' };
  let harmed = 0;
  const pairs = new Set<Pair>();
  const open = async (on: number): Promise<Server> => {
    const server = createServer((inner) => {
      const pair = joined(
        inner,
        connect(port, host),
        () => manner,
        () => harmed++,
      );
      pairs.add(pair);
      void pair.closed.then(() => pairs.delete(pair));
    });
    server.listen(on, '127.0.0.1');
    await once(server, 'listening');
    return server;
  };
  let server = await open(0);
  const { port: here } = server.address() as { port: number };
  return {
    address: `127.0.0.1:${here}`,
    setMode(next) {
      manner = next;
    },
    get harmed() {
      return harmed;
    },
    async shut() {
      for (const pair of pairs) pair.cut();
      if (!server.listening) return;
      server.close();
      await once(server, 'close');
    },
    async reopen() {
      server = await open(here);
    },
  };
}

interface Pair {
  readonly closed: Promise<unknown>;
  cut(): void;
}

function joined(inner: Socket, outer: Socket, manner: () => ProxyMode, onHarm: () => void): Pair {
  const cut = () => {
    inner.destroy();
    outer.destroy();
  };
  let isHarmed = false;
  const harm = () => {
    if (!isHarmed) onHarm();
    isHarmed = true;
  };
  const hears = new ProxyDirection(outer, { manner: () => towardsServer(manner()), harm, cut });
  const says = new ProxyDirection(inner, { manner, harm, cut });
  for (const socket of [inner, outer]) socket.setNoDelay().on('error', cut);
  inner.on('data', (bytes) => hears.pass(bytes)).on('close', cut);
  outer.on('data', (bytes) => says.pass(bytes)).on('close', () => says.end());
  return { closed: Promise.allSettled([once(inner, 'close'), once(outer, 'close')]), cut };
}

/** Only what is swallowed is so in both directions. */
function towardsServer(manner: ProxyMode): ProxyMode {
  return manner.kind === 'swallowed' ? manner : { kind: 'as they come' };
}

interface LineOptions {
  readonly manner: () => ProxyMode;
  readonly harm: () => void;
  readonly cut: () => void;
}

/** One direction of a connection. What is on its way keeps its order, however the manner changes meanwhile. */
class ProxyDirection {
  private readonly waiting: { bytes: Buffer; due: number }[] = [];
  private timer: NodeJS.Timeout | undefined;
  private ended = false;
  private lost = false;
  private left: number | undefined;

  constructor(
    private readonly to: Socket,
    private readonly options: LineOptions,
  ) {}

  pass(bytes: Buffer): void {
    const manner = this.options.manner();
    // What comes after a gap would make no sense to whoever listens.
    this.lost ||= manner.kind === 'swallowed';
    if (this.lost) {
      this.options.harm();
      return;
    }
    this.waiting.push({ bytes, due: Date.now() + (manner.kind === 'late' ? manner.ms : 0) });
    this.move();
  }

  end(): void {
    this.ended = true;
    this.move();
  }

  private move(): void {
    if (this.timer !== undefined || this.to.destroyed) return;
    for (let next = this.waiting[0]; next !== undefined; next = this.waiting[0]) {
      const wait = next.due - Date.now();
      if (wait > 0) {
        this.again(wait);
        return;
      }
      const manner = this.options.manner();
      if (manner.kind === 'cut' && this.isUsedUp(next.bytes.length, manner.after)) return;
      const bytes = manner.kind === 'dribbling' ? next.bytes.subarray(0, manner.bytes) : next.bytes;
      this.to.write(bytes);
      next.bytes = next.bytes.subarray(bytes.length);
      if (next.bytes.length === 0) this.waiting.shift();
      if (manner.kind === 'dribbling') {
        this.again(manner.everyMs);
        return;
      }
    }
    if (this.ended && !this.lost) this.to.end();
  }

  /** Counts down to the cut, and does it. */
  private isUsedUp(bytes: number, after: () => number): boolean {
    this.left = (this.left ?? after()) - bytes;
    if (this.left >= 0) return false;
    this.options.harm();
    this.options.cut();
    return true;
  }

  private again(ms: number): void {
    this.timer = setTimeout(() => {
      this.timer = undefined;
      this.move();
    }, ms);
  }
}
