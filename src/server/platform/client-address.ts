import { BlockList, isIP } from 'node:net';

/** Whether this names an address or a network: 10.0.0.5, 10.1.0.0/16, fd00::/8. */
export function isNetwork(text: string): boolean {
  const [address = '', bits, ...more] = text.split('/');
  const kind = isIP(address);
  if (kind === 0 || more.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (kind === 4 ? 32 : 128));
}

/**
 * Who asks, as far as it can be believed. Each proxy writes at the end of X-Forwarded-For whom it was asked by; what
 * stands further left, anybody may have written. So the list is read from its end for as long as the one who wrote it
 * is trusted: the first who is not is whom we count.
 * @param trusted besides this machine's own addresses
 */
export function clientAddress(
  peer: string,
  forwardedFor: string | undefined,
  trusted: readonly string[],
): string {
  const proxies = listOf(trusted);
  const chain = (forwardedFor ?? '').split(',').map((each) => plain(each.trim()));
  let known = plain(peer);
  while (isTrusted(proxies, known)) {
    const before = chain.pop();
    if (before === undefined || isIP(before) === 0) break;
    known = before;
  }
  return known;
}

/**
 * The machine that is counted: an IPv4 address, or the first 64 bits of an IPv6 address, for whoever has one has all that
 * begin with these (RFC 6177) and could come by another with each request.
 */
export function machineOf(address: string): string {
  const [bare = ''] = address.split('%');
  if (isIP(bare) !== 6) return address;
  const [head = '', tail = ''] = new URL(`http://[${bare}]`).hostname.slice(1, -1).split('::');
  const [left, right] = [head, tail].map((part) => part.split(':').filter((group) => group !== ''));
  const missing = 8 - (left?.length ?? 0) - (right?.length ?? 0);
  const groups = [...(left ?? []), ...Array.from({ length: missing }, () => '0'), ...(right ?? [])];
  if (groups.slice(0, 6).join(':') === '0:0:0:0:0:ffff') return mappedOf(groups.slice(6));
  return `${groups.slice(0, 4).join(':')}::/64`;
}

/** An IPv4 address written as one of IPv6. */
function mappedOf(groups: readonly string[]): string {
  return groups
    .map((group) => Number.parseInt(group, 16))
    .flatMap((word) => [Math.floor(word / 256), word % 256])
    .join('.');
}

function listOf(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of ['127.0.0.0/8', '::1', ...networks]) {
    const [address = '', bits] = network.split('/');
    const family = isIP(address) === 4 ? 'ipv4' : 'ipv6';
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(bits), family);
  }
  return list;
}

function isTrusted(list: BlockList, address: string): boolean {
  const kind = isIP(address);
  return kind !== 0 && list.check(address, kind === 4 ? 'ipv4' : 'ipv6');
}

/** Without the port that some proxies add, and an IPv4 address as such. */
function plain(address: string): string {
  const bare =
    /^\[([^\]]+)\](:\d+)?$/.exec(address)?.[1] ?? /^(\d+(?:\.\d+){3}):\d+$/.exec(address)?.[1] ?? address;
  return bare.replace(/^::ffff:(?=\d+\.)/i, '');
}
