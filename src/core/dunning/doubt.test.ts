import { expect, test } from 'vitest';
import { type Doubt, isKeyFresh, isProvenAbsent, nextLookAt, type TransportKind } from './doubt.ts';

const OFFERED = Temporal.Instant.from('2026-03-31T09:00:00Z');

function doubt(transport: TransportKind, looks: number, more: Partial<Doubt> = {}): Doubt {
  return { transport, looks, absentLooks: 0, firstOfferedAt: OFFERED, offeredAt: OFFERED, ...more };
}

// transport, looks made, the last of them -> the next one
const NEXT: readonly [TransportKind, number, string | null, string | null][] = [
  ['blind', 0, null, null],
  ['sent_folder', 0, null, '2026-03-31T09:10:00Z'],
  ['sent_folder', 1, '2026-03-31T09:10:00Z', '2026-03-31T10:00:00Z'],
  ['sent_folder', 2, '2026-03-31T10:00:00Z', '2026-03-31T15:00:00Z'],
  ['sent_folder', 3, '2026-03-31T15:00:00Z', '2026-04-01T09:00:00Z'],
  ['sent_folder', 4, '2026-04-01T09:00:00Z', '2026-04-02T09:00:00Z'],
  ['sent_folder', 5, '2026-04-02T09:00:00Z', '2026-04-03T09:00:00Z'],
  ['sent_folder', 6, '2026-04-03T09:00:00Z', null],
  // Looked late: the next keeps its distance.
  ['sent_folder', 1, '2026-03-31T20:00:00Z', '2026-03-31T20:10:00Z'],
  ['keyed', 0, null, '2026-03-31T09:01:00Z'],
  ['keyed', 1, '2026-03-31T09:01:00Z', '2026-03-31T09:10:00Z'],
  ['keyed', 5, '2026-03-31T21:00:00Z', '2026-04-01T07:00:00Z'],
  ['keyed', 6, '2026-04-01T07:00:00Z', null],
  // The last moment at which the key still means something, and the one after.
  ['keyed', 5, '2026-04-01T08:48:00Z', '2026-04-01T08:49:00Z'],
  ['keyed', 5, '2026-04-01T08:49:00Z', null],
];

test.each(NEXT)('%s after %i looks, the last at %s: next at %s', (transport, looks, last, next) => {
  const at = nextLookAt(doubt(transport, looks), last === null ? null : Temporal.Instant.from(last));
  expect(at?.toString() ?? null).toBe(next);
});

test('the window of a key runs from the first offer, not from the last', () => {
  const late = doubt('keyed', 0, { offeredAt: OFFERED.add({ hours: 23, minutes: 50 }) });
  expect(nextLookAt(late, null)).toBeNull();
  expect(isKeyFresh(OFFERED, OFFERED.add({ hours: 23, minutes: 49, seconds: 59 }))).toBe(true);
  expect(isKeyFresh(OFFERED, OFFERED.add({ hours: 23, minutes: 50 }))).toBe(false);
});

test.each([
  ['sent_folder', 2, false],
  ['sent_folder', 3, true],
  ['keyed', 3, false],
  ['blind', 3, false],
] as const)('%s, absent %i times: proven %s', (transport, absentLooks, proven) => {
  expect(isProvenAbsent({ transport, absentLooks })).toBe(proven);
});
