import { lookup } from 'node:dns/promises';
import { BlockList, isIP, isIPv6 } from 'node:net';

/** Networks that are somebody's own, or nobody's: an outside host never stands there. */
const INSIDE = new BlockList();
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const)
  INSIDE.addSubnet(net, bits, 'ipv4');
/** Of IPv6 only what is given out to the world, less what carries IPv4 inside or is for documents. */
const WORLD = new BlockList();
WORLD.addSubnet('2000::', 3, 'ipv6');
for (const [net, bits] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const)
  INSIDE.addSubnet(net, bits, 'ipv6');

/** Whether an address belongs to the world at large: not to this machine, its network, or nobody. */
export function isPublicAddress(address: string): boolean {
  if (isIPv6(address)) return WORLD.check(address, 'ipv6') && !INSIDE.check(address, 'ipv6');
  return isIP(address) === 4 && !INSIDE.check(address, 'ipv4');
}

/** Whether a host is this machine, where nobody listens in between. */
export function isLoopback(host: string): boolean {
  return /^(localhost|127\.\d+\.\d+\.\d+|::1)$/.test(hostOf(host));
}

/** A host as it stands in a URL, without the brackets of IPv6. */
export function hostOf(hostname: string): string {
  return hostname.replace(/^\[|\]$/g, '');
}

export class NotOutside extends Error {}

/** What to connect to: the address that was looked at, so that a name cannot mean another one a moment later. */
export type OutsideHost = { readonly host: string; readonly servername?: string };

/**
 * Where only public hosts may be reached, the one address to connect to.
 * @throws NotOutside where the host, or any address it has, is inside.
 */
export async function outsideHost(hostname: string, onlyPublic: boolean): Promise<OutsideHost> {
  const host = hostOf(hostname);
  if (!onlyPublic) return { host };
  const found = isIP(host) ? [{ address: host }] : await lookup(host, { all: true });
  const [first] = found;
  if (!first || found.some(({ address }) => !isPublicAddress(address)))
    throw new NotOutside(`${host} is no public address`);
  return isIP(host) ? { host } : { host: first.address, servername: host };
}
