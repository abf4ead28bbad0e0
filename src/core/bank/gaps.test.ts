import { expect, test } from 'vitest';
import { findGaps, inOrder, type StatementHead } from './gaps.ts';

let made = 0;
function head([number, openedOn, closedOn, opening, closing]: Given): StatementHead {
  made += 1;
  return { id: String(made), number, openedOn, closedOn, opening, closing };
}
type Given = [
  number: string | null,
  openedOn: string | null,
  closedOn: string | null,
  opening: bigint | null,
  closing: bigint | null,
];

const FIRST: Given = ['7', '2026-03-01', '2026-03-02', 0n, 10n];

test.each<[what: string, next: Given, missing: string | null, isApart: boolean]>([
  ['the next one', ['8', '2026-03-02', '2026-03-03', 10n, 5n], null, false],
  ['one is missing', ['9', '2026-03-03', '2026-03-04', 10n, 5n], '8-8', false],
  ['several are missing', ['12', '2026-03-03', '2026-03-04', 11n, 5n], '8-11', true],
  ['a balance that does not meet', ['8', '2026-03-02', '2026-03-03', 11n, 5n], null, true],
  ['zeros before the number', ['008', '2026-03-02', '2026-03-03', 10n, 5n], null, false],
  ['pages', ['8/2', '2026-03-02', '2026-03-03', 10n, 5n], null, false],
  ['no number', [null, '2026-03-02', '2026-03-03', 10n, 5n], null, false],
  ['a name instead of a number', ['STMT-8', '2026-03-02', '2026-03-03', 10n, 5n], null, false],
  ['the number of the day it was made', ['20260303', '2026-03-02', '2026-03-03', 10n, 5n], null, false],
  ['a hundred missing', ['108', '2026-03-02', '2026-03-03', 10n, 5n], '8-107', false],
  ['a hundred and one', ['109', '2026-03-02', '2026-03-03', 10n, 5n], null, false],
  ['the same number', ['7', '2026-03-02', '2026-03-03', 10n, 5n], null, false],
  ['no balance', ['8', '2026-03-02', '2026-03-03', null, 5n], null, false],
  ['overlapping days need not meet', ['8', '2026-03-01', '2026-03-03', 3n, 5n], null, false],
])('after statement 7 with a closing of 10: %s', (_, next, missing, isApart) => {
  const gaps = findGaps([head(FIRST), head(next)]);
  const [gap] = gaps;
  expect(gap?.missing ? `${gap.missing.from}-${gap.missing.to}` : null).toBe(missing);
  expect(gap?.isApart ?? false).toBe(isApart);
  expect(gaps.length).toBe(missing !== null || isApart ? 1 : 0);
});

test.each<[what: string, before: string, after: string, missing: string | null]>([
  ['numbers begin again', '251', '1', null],
  ['the first of the year is missing', '251', '2', '1-1'],
  ['a bank that counts on', '251', '252', null],
  ['a bank that counts on, and one is missing', '251', '253', '252-252'],
])('over the turn of the year: %s', (_, before, after, missing) => {
  const [gap] = findGaps([
    head([before, '2025-12-30', '2025-12-31', 0n, 10n]),
    head([after, '2025-12-31', '2026-01-02', 10n, 12n]),
  ]);
  expect(gap?.missing ? `${gap.missing.from}-${gap.missing.to}` : null).toBe(missing);
});

test('statements of one day are put in the order of their balances, whatever order they came in', () => {
  const day = (opening: bigint, closing: bigint) =>
    head([null, '2026-03-02', '2026-03-02', opening, closing]);
  const [morning, noon, evening] = [day(10n, 30n), day(30n, 20n), day(20n, 50n)];
  const ordered = inOrder([evening, noon, head(FIRST), morning]);
  expect(ordered.map(({ closing }) => closing)).toEqual([10n, 30n, 20n, 50n]);
  expect(findGaps([evening, noon, head(FIRST), morning])).toEqual([]);
});

test('nothing, and one statement alone, have no gap', () => {
  expect(findGaps([])).toEqual([]);
  expect(findGaps([head(FIRST)])).toEqual([]);
});
