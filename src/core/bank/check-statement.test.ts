import { expect, test } from 'vitest';
import type { BankLine, BankPart } from './bank-reading.ts';
import { StatementCheck } from './check-statement.ts';

const opening = (told: {
  opening: bigint | null;
  number?: string;
  account?: string;
  continues?: boolean;
  currency?: string;
}): BankPart => ({
  part: 'opening',
  opening: {
    account: 'BE68539007547034',
    currency: 'EUR',
    number: '7',
    holder: null,
    openedOn: '2026-03-30',
    row: 1,
    ...told,
  },
});
const closing = (told: { closing: bigint | null; continued?: boolean }): BankPart => ({
  part: 'closing',
  closing: { closedOn: '2026-03-31', row: 9, ...told },
});
const line = (amount: bigint, told: Partial<BankLine> = {}): BankPart => ({
  part: 'line',
  line: {
    row: 5,
    bookedOn: '2026-03-31',
    valueOn: null,
    amount,
    currency: 'EUR',
    counterparty: null,
    iban: null,
    bic: null,
    ultimateParty: null,
    structuredReference: null,
    text: '',
    endToEndId: null,
    bankReference: null,
    mandate: null,
    code: null,
    reversal: false,
    returnReason: null,
    pending: false,
    details: [],
    ...told,
  },
});

function check(...parts: readonly BankPart[]) {
  const check = new StatementCheck();
  const checked = [...check.take(parts), ...check.end()];
  const problems = checked.flatMap((part) => (part.part === 'problem' ? [part.problem] : []));
  const closings = checked.flatMap((part) => (part.part === 'closing' ? [part.closing] : []));
  return {
    kinds: checked.map(({ part }) => part),
    codes: problems.map(({ code }) => code),
    problems,
    closings,
    checked,
  };
}

test('what adds up is told so', () => {
  const { codes, closings } = check(
    opening({ opening: 100n }),
    line(50n),
    line(-20n),
    closing({ closing: 130n }),
  );
  expect([codes, closings]).toMatchObject([[], [{ balanced: true, opening: 100n }]]);
});

test('what does not add up refuses the statement, with both sums, before its closing', () => {
  const { kinds, problems, closings } = check(
    opening({ opening: 100_000n }),
    line(50_000n),
    closing({ closing: 150_001n }),
  );
  expect(kinds).toEqual(['opening', 'line', 'problem', 'closing']);
  expect(problems).toMatchObject([
    {
      code: 'statement_unbalanced',
      refuses: 'statement',
      at: { row: 9 },
      facts: {
        account: 'BE68539007547034',
        statement: '7',
        opening: '1.00 EUR',
        lines: '0.50 EUR',
        sum: '1.50 EUR',
        closing: '1.50001 EUR',
      },
    },
  ]);
  expect(closings).toMatchObject([{ balanced: false }]);
});

test('what is pending counts for nothing', () => {
  const { codes } = check(
    opening({ opening: 100n }),
    line(50n),
    line(7n, { pending: true }),
    closing({ closing: 150n }),
  );
  expect(codes).toEqual([]);
});

test.each([
  ['no opening', null, 150n, { balanced: null, opening: 100n }],
  ['no closing', 100n, null, { balanced: null, opening: 100n }],
  ['neither', null, null, { balanced: null, opening: null }],
])('with %s nothing can be wrong', (_name, from, to, expected) => {
  const { codes, closings } = check(opening({ opening: from }), line(50n), closing({ closing: to }));
  expect([codes, closings]).toMatchObject([[], [expected]]);
});

test('the pages of a statement are one statement', () => {
  const { kinds, codes, closings } = check(
    opening({ opening: 100n }),
    line(50n),
    closing({ closing: 150n, continued: true }),
    opening({ opening: 150n, continues: true }),
    line(25n),
    closing({ closing: 175n }),
  );
  expect(kinds).toEqual(['opening', 'line', 'line', 'closing']);
  expect([codes, closings]).toMatchObject([[], [{ balanced: true, closing: 175n, opening: 100n }]]);
});

test('pages that do not meet refuse the statement', () => {
  const { codes } = check(
    opening({ opening: 100n }),
    closing({ closing: 100n, continued: true }),
    opening({ opening: 130n, continues: true }),
    closing({ closing: 130n }),
  );
  expect(codes).toEqual(['statement_pages_apart', 'statement_unbalanced']);
});

test.each([
  ['another account', { account: 'BE71096123456769', continues: true }],
  ['another currency', { currency: 'USD', continues: true }],
  ['another number, and no word of going on', { number: '8' }],
])('a page of %s is a statement of its own', (_name, told) => {
  const { kinds, closings } = check(
    opening({ opening: 100n }),
    closing({ closing: 100n, continued: true }),
    opening({ opening: 500n, ...told }),
    closing({ closing: 500n }),
  );
  expect(kinds).toEqual(['opening', 'closing', 'opening', 'closing']);
  expect(closings).toMatchObject([
    { closing: 100n, balanced: true },
    { closing: 500n, balanced: true },
  ]);
});

test('a last page that promised another still closes', () => {
  const { kinds, codes } = check(opening({ opening: 100n }), closing({ closing: 100n, continued: true }));
  expect([kinds, codes]).toEqual([['opening', 'closing'], []]);
});

test('a line in another currency refuses the statement, once', () => {
  const usd = { currency: 'USD' };
  expect(
    check(opening({ opening: 0n }), line(1n, usd), line(1n, usd), closing({ closing: 2n })).codes,
  ).toEqual(['statement_currency_mixed']);
  expect(
    check(opening({ opening: 0n, currency: '' }), line(1n, usd), line(1n, usd), closing({ closing: 2n }))
      .codes,
  ).toEqual([]);
});

test('card numbers are masked, in parts as well', () => {
  const [, masked] = check(
    opening({ opening: 0n }),
    line(1n, { text: 'PAY 4111 1111 1111 1111 NOW', details: [{ ...lineDetail, text: '4111111111111111' }] }),
  ).checked;
  expect(masked).toMatchObject({
    line: { text: 'PAY xxxxxxxxxxxx1111 NOW', details: [{ text: 'xxxxxxxxxxxx1111' }] },
  });
});

const {
  row: _row,
  bookedOn: _on,
  valueOn: _value,
  pending: _pending,
  details: _details,
  ...lineDetail
} = (line(1n) as { line: BankLine }).line;
