import { expect, test } from 'vitest';
import { clientAddress, isNetwork, machineOf } from './client-address.ts';

const PROXIES = ['10.0.0.5', '10.1.0.0/16', 'fd00::/8'];

test.each<[because: string, peer: string, chain: string | undefined, client: string]>([
  ['nobody in between', '203.0.113.9', undefined, '203.0.113.9'],
  ['a stranger who writes the header', '203.0.113.9', '198.51.100.1', '203.0.113.9'],
  ['a stranger who names our proxy', '203.0.113.9', '198.51.100.1, 10.0.0.5', '203.0.113.9'],
  ['a proxy on this machine', '127.0.0.1', '203.0.113.9', '203.0.113.9'],
  ['the same over IPv6', '::1', '2001:db8::7', '2001:db8::7'],
  ['the same, written as IPv4 in IPv6', '::ffff:127.0.0.1', '::ffff:203.0.113.9', '203.0.113.9'],
  ['a proxy without the header', '127.0.0.1', undefined, '127.0.0.1'],
  ['what the client had written itself', '127.0.0.1', '1.2.3.4, 5.6.7.8, 203.0.113.9', '203.0.113.9'],
  ['two proxies', '10.0.0.5', '203.0.113.9, 10.1.2.3', '203.0.113.9'],
  ['two proxies, and a client who invents one', '10.0.0.5', '1.2.3.4, 203.0.113.9, 10.1.2.3', '203.0.113.9'],
  ['a proxy that is not trusted', '10.0.0.6', '203.0.113.9', '10.0.0.6'],
  ['proxies alone', '10.0.0.5', '10.1.2.3', '10.1.2.3'],
  ['a network of IPv6', 'fd00::12', '203.0.113.9', '203.0.113.9'],
  ['a port', '10.0.0.5', '203.0.113.9:51234', '203.0.113.9'],
  ['no address', '10.0.0.5', 'unknown', '10.0.0.5'],
  ['words before it', '10.0.0.5', '<script>, 203.0.113.9', '203.0.113.9'],
  ['empty', '10.0.0.5', '', '10.0.0.5'],
])('%s', (_, peer, chain, client) => {
  expect(clientAddress(peer, chain, PROXIES)).toBe(client);
});

test.each([
  ['10.0.0.5', true],
  ['10.1.0.0/16', true],
  ['fd00::/8', true],
  ['10.1.0.0/33', false],
  ['proxy.internal', false],
  ['', false],
  ['10.1.0.0/16/2', false],
])('%s is a network: %s', (text, is) => {
  expect(isNetwork(text)).toBe(is);
});

test.each([
  ['203.0.113.9', '203.0.113.9'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:db8:1:2::9', '2001:db8:1:2::/64'],
  ['2001:DB8:0001:0002:ffff:ffff:ffff:ffff', '2001:db8:1:2::/64'],
  ['2001:db8:1:3::9', '2001:db8:1:3::/64'],
  ['2001:db8::7', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['::ffff:203.0.113.9', '203.0.113.9'],
  ['::ffff:cb00:7109', '203.0.113.9'],
  ['unknown', 'unknown'],
])('%s is counted as %s', (address, machine) => {
  expect(machineOf(address)).toBe(machine);
});
