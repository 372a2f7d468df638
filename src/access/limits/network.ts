import { isIP } from 'node:net';

/** Longer than any address. */
const MAX_LENGTH = 64;

const GROUPS = 8;
const GROUPS_OF_NETWORK = 4;

/**
 * Returns the network that an address is counted by: an IPv4 address itself, and for IPv6 the first 64 bits, since one
 * client usually has all addresses below them.
 */
export function networkOf(address: string): string {
  const plain = address.replace(/%.*$/, '');
  const version = isIP(plain);
  if (version === 4) return plain;
  // What a proxy wrote into its header may be anything.
  if (version === 0) return plain === '' ? 'unknown' : plain.slice(0, MAX_LENGTH).toLowerCase();
  const groups = groupsOf(plain);
  const isIpv4 = groups.slice(0, 6).join(':') === '0:0:0:0:0:ffff';
  if (isIpv4) return groups.slice(6).flatMap(bytesOf).join('.');
  return `${groups.slice(0, GROUPS_OF_NETWORK).join(':')}::/64`;
}

/** The eight groups of an IPv6 address, in lower case and without leading zeros. */
function groupsOf(address: string): string[] {
  const canonical = new URL(`http://[${address}]`).hostname.slice(1, -1);
  const [start, end] = canonical.split('::').map((part) => part.split(':').filter((group) => group !== ''));
  const rest = end ?? [];
  return [...start!, ...Array<string>(GROUPS - start!.length - rest.length).fill('0'), ...rest];
}

function bytesOf(group: string): number[] {
  const value = Number.parseInt(group, 16);
  return [value >> 8, value & 0xff];
}
