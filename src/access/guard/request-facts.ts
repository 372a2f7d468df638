import { BlockList, isIP } from 'node:net';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import proxyAddress from '@fastify/proxy-addr';

/** What decides about access to a request, HTTP or WebSocket. */
export interface RequestFacts {
  readonly method: string;
  readonly headers: IncomingHttpHeaders;
  /** The address at the other end of the connection. */
  readonly peer: string;
  /** The address of the client: that of the peer, or what a trusted proxy says. */
  readonly address: string;
  /** The name or address of this server in the URL, lower case, without port and brackets; null if the request has none. */
  readonly hostName: string | null;
  /** The origin of this server in the URL, as a browser writes it; null if the request has none. */
  readonly origin: string | null;
  readonly isEncrypted: boolean;
}

/** Returns a function that reads the facts of requests, and believes `X-Forwarded-*` of the trusted proxies only. */
export function factReader(trustedProxies: readonly string[]): (request: IncomingMessage) => RequestFacts {
  const isTrusted = proxyAddress.compile([...trustedProxies]);
  return (request) => {
    const { headers, socket } = request;
    const peer = socket.remoteAddress ?? '';
    const isBehindProxy = peer !== '' && isTrusted(peer, 0);
    const host = (isBehindProxy ? firstOf(headers['x-forwarded-host']) : undefined) ?? headers.host ?? '';
    const protocol = (isBehindProxy ? firstOf(headers['x-forwarded-proto']) : undefined) ?? 'http';
    const url = HOST.test(host) && URL.canParse(`${protocol}://${host}`) ? new URL(`${protocol}://${host}`) : null;
    return {
      method: request.method ?? '',
      headers,
      peer,
      address: peer === '' ? '' : proxyAddress(request, isTrusted),
      hostName: url === null ? null : url.hostname.replace(/^\[|\]$|\.$/g, ''),
      origin: url?.origin ?? null,
      isEncrypted: protocol === 'https',
    };
  };
}

const HOST = /^(\[[\da-f:.]+\]|[^\s/?#@:[\]]+)(:\d+)?$/i;

function firstOf(header: string | string[] | undefined): string | undefined {
  return [header].flat()[0]?.split(',')[0]?.trim();
}

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4');
LOOPBACK.addAddress('::1', 'ipv6');

/** Whether a name or an address means the machine itself. */
export function isLoopback(hostName: string): boolean {
  if (hostName === 'localhost' || hostName.endsWith('.localhost')) return true;
  const version = isIP(hostName);
  return version !== 0 && LOOPBACK.check(hostName, version === 4 ? 'ipv4' : 'ipv6');
}

/** Whether a proxy passed a request on. */
export function isForwarded({ headers }: RequestFacts): boolean {
  return Object.keys(headers).some((name) => /^(forwarded|via|x-forwarded-.*|x-real-ip)$/.test(name));
}

/**
 * Whether a page of another origin sent a request. Browsers say so in `Sec-Fetch-Site`, where the URL is an encrypted or
 * a local one, and in `Origin` with WebSockets, forms and whatever may change something.
 */
export function isFromAnotherSite({ headers, origin }: RequestFacts): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return true;
  return headers.origin !== undefined && headers.origin !== origin;
}

const SAFE_METHODS = ['GET', 'HEAD', 'OPTIONS'];

/** Whether a request that may change something does not say which page it comes from, as that of a browser would. */
export function hidesItsSite({ method, headers }: RequestFacts): boolean {
  const isTold = headers['sec-fetch-site'] !== undefined || headers.origin !== undefined;
  return !SAFE_METHODS.includes(method) && !isTold;
}
