import { refuse } from '#core/refusal.ts';

/** The head of a timeline as it is printed: how many events, and the hash over all of them in hex. */
export type PrintedHead = { readonly count: bigint; readonly hash: string };

/** What a printed head says of the data at hand. */
export type HeadAnswer = 'same' | 'earlier' | 'older_database' | 'rewritten';

/** '1234 9f86…', as it is printed; in groups of signs too. @throws Refusal head_unreadable */
export function readHead(text: string): PrintedHead {
  const [count, ...rest] = text.trim().split(/[\s,;:]+/);
  const hash = rest.join('').toLowerCase();
  if (!/^\d{1,15}$/.test(count ?? '') || !/^[0-9a-f]{64}$/.test(hash))
    return refuse('head_unreadable', { head: text.slice(0, 100) });
  return { count: BigInt(count ?? ''), hash };
}

/** As it is printed: the hash in eight groups of eight signs. */
export function writeHead({ count, hash }: PrintedHead): string {
  return `${count} ${hash.replaceAll(/(.{8})(?=.)/g, '$1 ')}`;
}

/**
 * Where a printed head stands against what is stored.
 * @param stored the head now, and the hash at the place of the printed one; null where it never came so far
 */
export function judgeHead(
  printed: PrintedHead,
  stored: { head: PrintedHead; then: string | null },
): HeadAnswer {
  if (printed.count > stored.head.count) return 'older_database';
  if (printed.count === 0n) return 'earlier';
  if (printed.hash !== stored.then) return 'rewritten';
  return printed.count === stored.head.count ? 'same' : 'earlier';
}
