import { randomInt, randomUUIDv7 } from 'node:crypto';

let last = '';

/**
 * A new row's id: UUID version 7, so that rows added together lie together in their index. Of one process each is greater than
 * the one before, also within a millisecond (RFC 9562, section 6.2, method 2): what is sorted by id stands in the order made.
 */
export function newId(): string {
  const id = randomUUIDv7();
  last = id > last ? id : following(last);
  return last;
}

/** Its last 62 bits, random ones, go up by a little. */
function following(id: string): string {
  const [time, sub, version, ...random] = id.split('-');
  const more = BigInt(`0x${random.join('')}`) + BigInt(1 + randomInt(2 ** 32));
  const digits = more.toString(16);
  return `${time}-${sub}-${version}-${digits.slice(0, 4)}-${digits.slice(4)}`;
}
