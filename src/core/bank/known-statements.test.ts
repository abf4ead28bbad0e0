import { expect, test } from 'vitest';
import { type ComparedStatement, findDisjoint, findSameStatement } from './known-statements.ts';

const STATEMENT: ComparedStatement = {
  key: 'own',
  account: 'kbc',
  format: 'coda',
  openedOn: '2026-03-30',
  closedOn: '2026-03-31',
  opening: 100n,
  closing: 150n,
  lines: 3,
};
const other = (given: Partial<ComparedStatement>) => ({ ...STATEMENT, key: 'other', ...given });

test.each<[what: string, given: Partial<ComparedStatement>, same: boolean]>([
  ['the same in another format', { format: 'camt.053' }, true],
  ['the same format is told by its digest alone', {}, false],
  ['another account', { format: 'camt.053', account: 'ing' }, false],
  ['another day', { format: 'camt.053', closedOn: '2026-03-30' }, false],
  ['another opening', { format: 'camt.053', opening: 99n }, false],
  ['another closing', { format: 'camt.053', closing: 151n }, false],
  ['another number of lines', { format: 'camt.053', lines: 2 }, false],
  [
    'another opening day, as formats count it differently',
    { format: 'camt.053', openedOn: '2026-03-31' },
    true,
  ],
])('the same statement: %s', (_, given, same) => {
  expect(findSameStatement(STATEMENT, [other(given)])?.key ?? null).toBe(same ? 'other' : null);
});

test('without balances or lines nothing tells that it is the same', () => {
  for (const gap of [{ opening: null }, { closing: null }, { closedOn: null }, { lines: 0 }]) {
    expect(findSameStatement({ ...STATEMENT, ...gap }, [other({ format: 'camt.053', ...gap })])).toBeNull();
  }
});

test.each<[what: string, given: Partial<ComparedStatement>, disjoint: boolean]>([
  ['it begins where this one ends', { openedOn: '2026-03-31', opening: 150n, closing: 160n }, true],
  ['this one begins where it ends', { closedOn: '2026-03-30', opening: 40n, closing: 100n }, true],
  ['balances that do not chain', { openedOn: '2026-03-31', opening: 149n, closing: 160n }, false],
  ['another account', { account: 'ing', openedOn: '2026-03-31', opening: 150n, closing: 160n }, false],
  [
    'days that never meet',
    { openedOn: '2026-04-02', closedOn: '2026-04-03', opening: 150n, closing: 1n },
    false,
  ],
  ['the same balances on the same day', {}, false],
  ['no balances', { opening: null, closing: null }, false],
])('sharing no movement: %s', (_, given, disjoint) => {
  expect(findDisjoint(STATEMENT, [other(given)]).length).toBe(disjoint ? 1 : 0);
});

test('a whole day in pieces chains from the first to the last', () => {
  const piece = (key: string, opening: bigint, closing: bigint) =>
    other({ key, openedOn: '2026-03-31', opening, closing });
  const pieces = [piece('c', 170n, 180n), piece('a', 150n, 160n), piece('b', 160n, 170n), piece('x', 1n, 2n)];
  expect(findDisjoint(STATEMENT, pieces).map(({ key }) => key)).toEqual(['a', 'b', 'c']);
});

test('pieces that come to nothing do not chain for ever', () => {
  const piece = (key: string) => other({ key, opening: 150n, closing: 150n });
  expect(
    findDisjoint(STATEMENT, [piece('a'), piece('b')])
      .map(({ key }) => key)
      .sort(),
  ).toEqual(['a', 'b']);
});
