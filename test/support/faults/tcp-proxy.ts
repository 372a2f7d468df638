import { once } from 'node:events';
import { createServer, connect, type Server, type Socket } from 'node:net';

/** How bytes are passed on, also in connections that are open already. */
export type ProxyMode =
  | { readonly kind: 'as they come' }
  /** Bytes from the server are delayed. */
  | { readonly kind: 'late'; readonly ms: number }
  /** Bytes from the server come a few at a time. */
  | { readonly kind: 'dribbling'; readonly bytes: number; readonly everyMs: number }
  /** Each connection is closed after `after()` bytes from the server. */
  | { readonly kind: 'cut'; readonly after: () => number }
  /** Connections are accepted, but after so many bytes in them (0) all others are lost, in both directions. */
  | { readonly kind: 'swallowed'; readonly afterBytes?: number };

/** A proxy in front of a server. It can be shut, and it can pass bytes on badly. */
export interface TcpProxy {
  readonly address: string;
  setMode(mode: ProxyMode): void;
  /** The number of connections that it has closed, or in which it has lost bytes. */
  readonly harmed: number;
  /** Closes all connections and refuses new ones. */
  shut(): Promise<void>;
  reopen(): Promise<void>;
}

export async function startTcpProxy(host: string, port: number): Promise<TcpProxy> {
  let mode: ProxyMode = { kind: 'as they come' };
  let harmed = 0;
  const pairs = new Set<Pair>();
  const open = async (on: number): Promise<Server> => {
    const server = createServer((inner) => {
      const pair = joined(
        inner,
        connect(port, host),
        () => mode,
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
      mode = next;
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

function joined(inner: Socket, outer: Socket, mode: () => ProxyMode, onHarm: () => void): Pair {
  const cut = () => {
    inner.destroy();
    outer.destroy();
  };
  let isHarmed = false;
  const harm = () => {
    if (!isHarmed) onHarm();
    isHarmed = true;
  };
  const loss = new Loss(mode);
  const hears = new ProxyDirection(outer, { mode: () => towardsServer(mode()), loss, harm, cut });
  const says = new ProxyDirection(inner, { mode, loss, harm, cut });
  for (const socket of [inner, outer]) socket.setNoDelay().on('error', cut);
  inner.on('data', (bytes) => hears.pass(bytes)).on('close', cut);
  outer.on('data', (bytes) => says.pass(bytes)).on('close', () => says.end());
  return { closed: Promise.allSettled([once(inner, 'close'), once(outer, 'close')]), cut };
}

/** Bytes to the server are lost or passed on; the other modes apply to bytes from the server. */
function towardsServer(mode: ProxyMode): ProxyMode {
  return mode.kind === 'swallowed' ? mode : { kind: 'as they come' };
}

/** Which bytes of a connection are lost. After a loss all others are: the rest of a stream would make no sense. */
class Loss {
  private counted: ProxyMode | undefined;
  private left = 0;
  private begun = false;

  constructor(private readonly mode: () => ProxyMode) {}

  get hasBegun(): boolean {
    return this.begun;
  }

  /** Counts bytes that arrive, and returns whether they are lost. */
  takes(bytes: number): boolean {
    const mode = this.mode();
    if (mode.kind !== 'swallowed') return this.begun;
    if (mode !== this.counted) this.left = mode.afterBytes ?? 0;
    this.counted = mode;
    this.begun ||= this.left <= 0;
    this.left -= bytes;
    return this.begun;
  }
}

interface LineOptions {
  readonly mode: () => ProxyMode;
  readonly loss: Loss;
  readonly harm: () => void;
  readonly cut: () => void;
}

/** One direction of a connection. Bytes keep their order when the mode changes. */
class ProxyDirection {
  private readonly waiting: { bytes: Buffer; due: number }[] = [];
  private timer: NodeJS.Timeout | undefined;
  private ended = false;
  private left: number | undefined;

  constructor(
    private readonly to: Socket,
    private readonly options: LineOptions,
  ) {}

  pass(bytes: Buffer): void {
    const mode = this.options.mode();
    if (this.options.loss.takes(bytes.length)) {
      this.options.harm();
      return;
    }
    this.waiting.push({ bytes, due: Date.now() + (mode.kind === 'late' ? mode.ms : 0) });
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
      const mode = this.options.mode();
      if (mode.kind === 'cut' && this.isUsedUp(next.bytes.length, mode.after)) return;
      const bytes = mode.kind === 'dribbling' ? next.bytes.subarray(0, mode.bytes) : next.bytes;
      this.to.write(bytes);
      next.bytes = next.bytes.subarray(bytes.length);
      if (next.bytes.length === 0) this.waiting.shift();
      if (mode.kind === 'dribbling') {
        this.again(mode.everyMs);
        return;
      }
    }
    if (this.ended && !this.options.loss.hasBegun) this.to.end();
  }

  /** Counts bytes, and closes the connection after the limit. */
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
