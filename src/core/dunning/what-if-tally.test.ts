import { expect, test } from 'vitest';
import { day } from '#test/support/dunning-facts.ts';
import { type CountedLetter, LetterCounter } from './what-if-tally.ts';

function letter(on: string, level: number | null, change: Partial<CountedLetter> = {}): CountedLetter {
  const stepKind = level === null ? 'call' : level === 0 ? 'courtesy' : 'notice';
  return {
    ...{ on: day(on), stepKind, level, currency: 'EUR', items: 1, open: 100_00n, interest: 0n, fee: 0n },
    ...change,
  };
}

test('nothing is nothing', () => {
  const counter = new LetterCounter();
  expect(counter.add([])).toBe(0);
  expect(counter.tally()).toEqual({ letters: 0, byLevel: [], byWeek: [], costs: [], contacts: [] });
});

test('letters add up by level, the lowest first, and of one level by kind', () => {
  const counter = new LetterCounter();
  counter.add([letter('2026-03-02', 2, { items: 3 }), letter('2026-03-20', 1), letter('2026-03-03', 2)]);
  counter.add([letter('2026-03-02', null), letter('2026-03-02', 0)]);
  expect(counter.tally()).toMatchObject({
    letters: 5,
    byLevel: [
      { stepKind: 'call', level: null, letters: 1, items: 1 },
      { stepKind: 'courtesy', level: 0, letters: 1, items: 1 },
      { stepKind: 'notice', level: 1, letters: 1, items: 1 },
      { stepKind: 'notice', level: 2, letters: 2, items: 4 },
    ],
  });
});

test('a week begins on Monday: Sunday the first belongs to the one before', () => {
  const counter = new LetterCounter();
  counter.add([
    letter('2026-03-08', 1),
    letter('2026-03-02', 2),
    letter('2026-03-01', 1),
    letter('2026-03-03', 1),
  ]);
  expect(counter.tally().byWeek).toEqual([
    { week: '2026-02-23', stepKind: 'notice', level: 1, letters: 1, items: 1 },
    { week: '2026-03-02', stepKind: 'notice', level: 1, letters: 2, items: 2 },
    { week: '2026-03-02', stepKind: 'notice', level: 2, letters: 1, items: 1 },
  ]);
});

test('costs add up by currency, where any were asked', () => {
  const counter = new LetterCounter();
  counter.add([
    letter('2026-03-02', 1, { currency: 'USD', fee: 10_00n }),
    letter('2026-03-02', 1, { interest: 5n }),
    letter('2026-03-02', 1, { interest: 1n, fee: 40_00n }),
    letter('2026-03-02', 1, { currency: 'CHF' }),
  ]);
  expect(counter.tally().costs).toEqual([
    { currency: 'EUR', interest: 6n, fee: 40_00n },
    { currency: 'USD', interest: 0n, fee: 10_00n },
  ]);
});

test('debtors are counted by the days on which they were contacted', () => {
  const counter = new LetterCounter();
  expect(counter.add([letter('2026-03-02', 1), letter('2026-03-02', 2), letter('2026-03-09', 2)])).toBe(2);
  expect(counter.add([letter('2026-03-02', 1)])).toBe(1);
  expect(counter.add([letter('2026-03-05', 1), letter('2026-03-06', 1)])).toBe(2);
  expect(counter.tally().contacts).toEqual([
    { times: 1, debtors: 1 },
    { times: 2, debtors: 2 },
  ]);
});
