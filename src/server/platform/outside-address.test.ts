import { expect, test } from 'vitest';
import { isLoopback, isPublicAddress, NotOutside, outsideHost } from './outside-address.ts';

test.each([
  ['9.9.9.9', true],
  ['172.15.255.255', true],
  ['172.16.0.1', false],
  ['172.32.0.1', true],
  ['10.0.0.1', false],
  ['100.63.255.255', true],
  ['100.64.0.1', false],
  ['127.0.0.1', false],
  ['169.254.169.254', false],
  ['192.168.1.1', false],
  ['0.0.0.0', false],
  ['224.0.0.1', false],
  ['255.255.255.255', false],
  ['2620:fe::fe', true],
  ['::1', false],
  ['::', false],
  ['::ffff:169.254.169.254', false],
  ['::ffff:9.9.9.9', false],
  ['fe80::1', false],
  ['fd00::1', false],
  ['ff02::1', false],
  ['64:ff9b::a9fe:a9fe', false],
  ['2002:a9fe:a9fe::1', false],
  ['2001:db8::1', false],
  ['0177.0.0.1', false],
  ['no address', false],
])('%s is public: %s', (address, yes) => {
  expect(isPublicAddress(address)).toBe(yes);
});

test('where only public hosts may be reached, what is inside is refused before anything is opened', async () => {
  for (const host of ['127.0.0.1', '[::1]', 'localhost', '[::ffff:127.0.0.1]', '10.1.2.3'])
    await expect(outsideHost(host, true)).rejects.toThrow(NotOutside);
  expect(await outsideHost('9.9.9.9', true)).toEqual({ host: '9.9.9.9' });
  expect(await outsideHost('[::1]', false)).toEqual({ host: '::1' });
  expect(isLoopback('[::1]')).toBe(true);
  expect(isLoopback('mail.example.org')).toBe(false);
});
