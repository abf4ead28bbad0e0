import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { Refusal } from '#core/refusal.ts';
import { inCompany } from '#server/platform/db.ts';
import { newId } from '#server/platform/ids.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { addBankLine } from '#test/support/bank.ts';
import { freshDb } from '#test/support/fresh-db.ts';
import { addCompany, addDebtor, addDocument, addMember } from '#test/support/people.ts';
import { toolsFor } from '#test/support/tools.ts';
import { acceptMatch } from './accept-match.ts';
import { matchLines } from './match-lines.ts';
import { ignoreLine, putLineOff } from './set-line-aside.ts';
import { type SettleInput, settleLine } from './settle-line.ts';
import { showDesk, showLine } from './show-desk.ts';
import { showDebtorSettlements, showItemSettlements } from './show-settlements.ts';
import { undoSettlements } from './undo-settlements.ts';

const fresh = await freshDb();
const tools = toolsFor(fresh, { today: '2026-03-31' });

const chosen = (
  line: string,
  parts: readonly (readonly [string | null, string, string])[],
  more = {},
): SettleInput => ({
  line,
  parts: parts.map(([item, kind, amount]) => ({ item, kind: kind as 'payment', amount, money: null })),
  debtor: null,
  learnIban: true,
  note: null,
  ...more,
});

/** Everything a settlement may touch, row by row; what is only added to (the dossier, the decisions themselves) is not in it. */
async function stateOf(company: CompanyTools): Promise<string> {
  const tables = [
    'due_item',
    'document',
    'debtor',
    'debtor_iban',
    'bank_line',
    'line_match',
    'ledger_difference',
  ];
  return inCompany(company, async (trx) => {
    const states: string[] = [];
    for (const table of tables) {
      const { rows } = await sql<{
        row: string;
      }>`select row_to_json(t)::text as row from ${sql.table(table)} t order by 1`.execute(trx);
      states.push(`${table}\n${rows.map(({ row }) => row).join('\n')}`);
    }
    return states.join('\n');
  });
}

async function setUp() {
  const company = await addCompany(tools);
  const debtor = await addDebtor(company, { number: 'D1', name: 'Café Central' });
  const [one, two] = [
    await addDocument(company, debtor, {
      number: 'F-2026-001',
      items: [{ dueOn: '2026-02-01', open: '100.00' }],
    }),
    await addDocument(company, debtor, {
      number: 'F-2026-002',
      items: [{ dueOn: '2026-02-15', open: '50.00' }],
    }),
  ];
  const credit = await addDocument(company, debtor, {
    number: 'CN-1',
    kind: 'credit_note',
    items: [{ dueOn: '2026-02-20', open: '-20.00' }],
  });
  const item = (document: typeof one) => document.items[0]?.id ?? '';
  return { company, debtor, one: item(one), two: item(two), credit: item(credit) };
}

const opensOf = (company: CompanyTools) =>
  inCompany(company, async (trx) => {
    const { rows } = await sql<{ said: string }>`
      select doc.number || ' ' || i.open_minor || ' ' || i.provisional_minor || ' ' || coalesce(i.settled_on::text, '-') as said
      from due_item i join document doc on doc.id = i.document_id where doc.source <> 'bank' order by doc.number`.execute(
      trx,
    );
    return rows.map(({ said }) => said);
  });

const lineOf = async (company: CompanyTools, id: string) => {
  const { state, remaining } = await showLine(company, { line: id });
  return `${state} ${remaining}`;
};

test('one payment over several items, with a credit, a discount and the rest on account', async () => {
  const { company, debtor, one, two, credit } = await setUp();
  const line = await addBankLine(company, {
    amount: '138.00',
    iban: 'BE71096123456769',
    counterparty: 'CAFE CENTRAL',
  });
  const before = await stateOf(company);
  const parts = [
    [one, 'payment', '98.00'],
    [one, 'discount', '2.00'],
    [two, 'payment', '50.00'],
    [credit, 'credit_used', '-20.00'],
    [null, 'on_account', '10.00'],
  ] as const;
  const settlement = await settleLine(company, chosen(line, parts, { debtor: debtor.id }));
  expect(await opensOf(company)).toEqual([
    'CN-1 0 -2000 2026-03-31',
    'F-2026-001 0 10000 2026-03-31',
    'F-2026-002 0 5000 2026-03-31',
  ]);
  expect(await lineOf(company, line)).toBe('settled 0.00');
  const { settlements, ibans } = await showDebtorSettlements(company, { debtor: debtor.id });
  expect(
    settlements[0]?.parts.map(({ kind, amount, openAfter }) => `${kind} ${amount} ${openAfter}`),
  ).toEqual([
    'payment 98.00 2.00',
    'discount 2.00 0.00',
    'payment 50.00 0.00',
    'credit_used -20.00 0.00',
    'on_account 10.00 -10.00',
  ]);
  expect(ibans.map(({ iban }) => iban)).toEqual(['BE71096123456769']);
  expect(await undoSettlements(company, { settlements: [settlement] })).toEqual({ undone: 1, lines: [line] });
  expect(await stateOf(company)).toBe(before);
  // Undone is undone: asking again changes nothing.
  expect(await undoSettlements(company, { settlements: [settlement] })).toEqual({ undone: 0, lines: [] });
  expect(await stateOf(company)).toBe(before);
});

test('a part payment, then the rest from another line, undone in either order', async () => {
  const { company, one } = await setUp();
  const [first, second] = [
    await addBankLine(company, { amount: '40.00' }),
    await addBankLine(company, { amount: '60.00' }),
  ];
  const made = [
    await settleLine(company, chosen(first, [[one, 'part_payment', '40.00']])),
    await settleLine(company, chosen(second, [[one, 'payment', '60.00']])),
  ];
  expect((await opensOf(company))[1]).toBe('F-2026-001 0 10000 2026-03-31');
  await undoSettlements(company, { settlements: [made[0] ?? ''] });
  expect((await opensOf(company))[1]).toBe('F-2026-001 4000 6000 -');
  await undoSettlements(company, { settlements: [made[1] ?? ''] });
  expect((await opensOf(company))[1]).toBe('F-2026-001 10000 0 -');
});

test('one line split: each part is a settlement of its own, what is left says so', async () => {
  const { company, one, two } = await setUp();
  const line = await addBankLine(company, { amount: '150.00' });
  const first = await settleLine(company, chosen(line, [[one, 'payment', '100.00']]));
  expect(await lineOf(company, line)).toBe('partly 50.00');
  await settleLine(company, chosen(line, [[two, 'payment', '50.00']]));
  expect(await lineOf(company, line)).toBe('settled 0.00');
  await undoSettlements(company, { settlements: [first] });
  expect(await lineOf(company, line)).toBe('partly 100.00');
  await ignoreLine(company, { line, note: 'kept' });
  expect(await lineOf(company, line)).toBe('ignored 100.00');
});

test.each([
  ['more than is open', [['one', 'payment', '100.01']], 'settlement_above_open'],
  [
    'more than the line has',
    [
      ['one', 'payment', '100.00'],
      ['two', 'payment', '50.00'],
      ['credit', 'credit_used', '-0.01'],
    ],
    'settlement_above_line',
  ],
  ['nothing', [['one', 'payment', '0.00']], 'settlement_empty'],
  [
    'a difference above the limit',
    [
      ['one', 'payment', '98.99'],
      ['one', 'small_difference', '1.01'],
    ],
    'settlement_difference_too_large',
  ],
  ['on account of nobody', [[null, 'on_account', '10.00']], 'settlement_without_debtor'],
  ['an amount nobody can read', [['one', 'payment', '1.234']], 'amount_unreadable'],
] as const)('%s is refused, and nothing of it is done', async (_, parts, code) => {
  const { company, ...items } = await setUp();
  const line = await addBankLine(company, { amount: '120.00' });
  const before = await stateOf(company);
  const asked = parts.map(
    ([item, kind, amount]) => [item === null ? null : items[item], kind, amount] as const,
  );
  await expect(settleLine(company, chosen(line, asked))).rejects.toMatchObject({ code });
  expect(await stateOf(company)).toBe(before);
});

test('two clerks at once: one wins, the other is told who and when', async () => {
  const { company, one, two } = await setUp();
  const line = await addBankLine(company, { amount: '100.00' });
  const clerks = [
    await addMember(company, 'clerk', { name: 'Odile' }),
    await addMember(company, 'clerk', { name: 'Karel' }),
  ];
  const outcomes = await Promise.allSettled([
    settleLine({ ...company, actor: clerks[0] ?? null }, chosen(line, [[one, 'payment', '100.00']])),
    settleLine(
      { ...company, actor: clerks[1] ?? null },
      chosen(line, [
        [two, 'payment', '50.00'],
        [one, 'part_payment', '50.00'],
      ]),
    ),
  ]);
  expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  const lost = outcomes.find((one) => one.status === 'rejected');
  const winner = outcomes[0]?.status === 'fulfilled' ? 'Odile' : 'Karel';
  expect(lost?.reason).toEqual(new Refusal('bank_line_decided', { who: winner, at: '2026-03-31 11:30' }));
});

test('the same request sent ten times at once settles once', async () => {
  const { company, one } = await setUp();
  const line = await addBankLine(company, { amount: '100.00' });
  const settlement = newId();
  const input = chosen(line, [[one, 'payment', '100.00']], { settlement });
  const made = await Promise.all(Array.from({ length: 10 }, () => settleLine(company, input)));
  expect(new Set(made)).toEqual(new Set([settlement]));
  expect((await opensOf(company))[1]).toBe('F-2026-001 0 10000 2026-03-31');
});

test('money out pays a credit back, and undo gives the credit back', async () => {
  const { company, credit } = await setUp();
  const line = await addBankLine(company, { amount: '-20.00' });
  const before = await stateOf(company);
  const settlement = await settleLine(company, chosen(line, [[credit, 'refund', '-20.00']]));
  expect((await opensOf(company))[0]).toBe('CN-1 0 -2000 2026-03-31');
  await undoSettlements(company, { settlements: [settlement] });
  expect(await stateOf(company)).toBe(before);
});

test('a returned payment opens what it had settled, from the first level on; undo closes it again', async () => {
  const { company, one } = await setUp();
  await inCompany(company, (trx) =>
    trx.updateTable('dueItem').set({ level: 2, times: 1 }).where('id', '=', one).execute(),
  );
  const paid = await addBankLine(company, { amount: '100.00', endToEndId: 'E2E-7', bookedOn: '2026-03-20' });
  await settleLine(company, chosen(paid, [[one, 'payment', '100.00']]));
  const back = await addBankLine(company, {
    amount: '-100.00',
    endToEndId: 'E2E-7',
    reversal: true,
    returnReason: 'AC04',
  });
  await matchLines(company, { lineIds: [back] });
  const before = await stateOf(company);
  const returned = await acceptMatch(company, { line: back, rank: 1, learnIban: true });
  const item = await inCompany(company, (trx) =>
    trx
      .selectFrom('dueItem')
      .select(['openMinor', 'level', 'cycle', 'provisionalMinor'])
      .where('id', '=', one)
      .executeTakeFirst(),
  );
  expect(item).toEqual({ openMinor: 10000n, level: 0, cycle: 2, provisionalMinor: 0n });
  const told = await inCompany(company, (trx) =>
    trx.selectFrom('timelineEntry').select('facts').where('kind', '=', 'payment_returned').execute(),
  );
  expect(told[0]?.facts).toMatchObject({ document: 'F-2026-001', amount: '100.00 EUR', reason: 'AC04' });
  const [first] = (await showItemSettlements(company, { item: one })).settlements.filter(
    ({ line }) => line.id === paid,
  );
  expect(first?.returnedBy).toBe(returned);
  await expect(undoSettlements(company, { settlements: [first?.id ?? ''] })).rejects.toMatchObject({
    code: 'settlement_has_later',
  });
  await undoSettlements(company, { settlements: [returned] });
  expect(await stateOf(company)).toBe(before);
});

test('a collection that failed, was paid, and went back: all undone, the level and the cycle are as before', async () => {
  const { company, one } = await setUp();
  await inCompany(company, async (trx) => {
    await trx.updateTable('document').set({ directDebit: true }).where('number', '=', 'F-2026-001').execute();
    await trx.updateTable('dueItem').set({ level: 2, times: 1 }).where('id', '=', one).execute();
  });
  const places = () =>
    inCompany(company, (trx) =>
      trx
        .selectFrom('dueItem')
        .select(['openMinor', 'settledOn', 'cycle', 'level', 'times', 'collectionFailedOn'])
        .where('id', '=', one)
        .executeTakeFirst(),
    );
  const before = await places();
  const failed = await addBankLine(company, {
    ...{ amount: '-100.00', text: 'F-2026-001', returnReason: 'AC04', bookedOn: '2026-03-10' },
  });
  await matchLines(company, { lineIds: [failed] });
  expect((await places())?.collectionFailedOn?.toString()).toBe('2026-03-10');
  const paid = await addBankLine(company, { amount: '100.00', endToEndId: 'E2E-9', bookedOn: '2026-03-20' });
  await settleLine(company, chosen(paid, [[one, 'payment', '100.00']]));
  const back = await addBankLine(company, { amount: '-100.00', endToEndId: 'E2E-9', returnReason: 'AC04' });
  await matchLines(company, { lineIds: [back] });
  await acceptMatch(company, { line: back, rank: 1, learnIban: true });
  expect(await places()).toMatchObject({ cycle: 2, level: 0, openMinor: 10000n });
  const made = await inCompany(company, (trx) => trx.selectFrom('settlement').select('id').execute());
  expect(made).toHaveLength(3);
  await undoSettlements(company, { settlements: made.map(({ id }) => id) });
  expect(await places()).toEqual(before);
});

test('a discount goes back with its payment: the item is open whole; undo gives both again', async () => {
  const { company, one } = await setUp();
  await inCompany(company, (trx) =>
    trx.updateTable('dueItem').set({ level: 2, times: 1 }).where('id', '=', one).execute(),
  );
  const paid = await addBankLine(company, { amount: '98.00', endToEndId: 'E2E-8', bookedOn: '2026-03-20' });
  const parts = [[one, 'payment', '98.00'] as const, [one, 'discount', '2.00'] as const];
  await settleLine(company, chosen(paid, parts));
  expect(await opensOf(company)).toContain('F-2026-001 0 10000 2026-03-31');
  const back = await addBankLine(company, { amount: '-98.00', endToEndId: 'E2E-8', returnReason: 'AC04' });
  await matchLines(company, { lineIds: [back] });
  const before = await stateOf(company);
  const returned = await acceptMatch(company, { line: back, rank: 1, learnIban: true });
  expect(await opensOf(company)).toContain('F-2026-001 10000 0 -');
  expect(await lineOf(company, back)).toBe('settled 0.00');
  const told = await inCompany(company, (trx) =>
    trx.selectFrom('timelineEntry').select('facts').where('kind', '=', 'payment_returned').execute(),
  );
  expect(told.map(({ facts }) => facts)).toMatchObject([{ document: 'F-2026-001', amount: '100.00 EUR' }]);
  await undoSettlements(company, { settlements: [returned] });
  expect(await stateOf(company)).toBe(before);
});

test('not a customer’s payment, and later: they leave the desk, and come back', async () => {
  const { company } = await setUp();
  const [fee, odd] = [
    await addBankLine(company, { amount: '-7.50' }),
    await addBankLine(company, { amount: '33.00' }),
  ];
  const before = await stateOf(company);
  const made = [
    await ignoreLine(company, { line: fee, note: 'bank fee' }),
    await putLineOff(company, { line: odd, until: '2026-04-07', note: 'ask Karel' }),
  ];
  const counts = async () => (await showDesk(company, { view: 'to_match', page: 1, perPage: 50 })).counts;
  expect(await counts()).toMatchObject({ to_match: 0, ignored: 1, later: 1, all: 2 });
  await expect(putLineOff(company, { line: odd, until: '2026-03-31', note: null })).rejects.toMatchObject({
    code: 'later_not_after_today',
  });
  await expect(ignoreLine(company, { line: fee, note: null })).rejects.toMatchObject({
    code: 'bank_line_decided',
  });
  await undoSettlements(company, { settlements: made });
  expect(await counts()).toMatchObject({ to_match: 2, ignored: 0, later: 0 });
  expect(await stateOf(company)).toBe(before);
});

test('a line of another company is nobody’s', async () => {
  const { company, one } = await setUp();
  const other = await addCompany(tools);
  const line = await addBankLine(other, { amount: '100.00' });
  await expect(settleLine(company, chosen(line, [[one, 'payment', '100.00']]))).rejects.toMatchObject({
    code: 'bank_line_unknown',
  });
});

test('the account is learnt once, for the one who paid, and not for those it pays for', async () => {
  const { company, one, two, debtor } = await setUp();
  const iban = 'BE71096123456769';
  const other = await addDebtor(company, { number: 'D2', name: 'Bar Nord' });
  const theirs = await addDocument(company, other, {
    number: 'F-9',
    items: [{ dueOn: '2026-02-01', open: '70.00' }],
  });
  const lines = [
    await addBankLine(company, { amount: '100.00', iban, counterparty: 'CAFE CENTRAL' }),
    await addBankLine(company, { amount: '50.00', iban, counterparty: 'CAFE CENTRAL SA' }),
    await addBankLine(company, { amount: '70.00', iban, counterparty: 'CAFE CENTRAL' }),
  ];
  const made = [
    await settleLine(company, chosen(lines[0] ?? '', [[one, 'payment', '100.00']])),
    await settleLine(company, chosen(lines[1] ?? '', [[two, 'payment', '50.00']])),
  ];
  await settleLine(company, chosen(lines[2] ?? '', [[theirs.items[0]?.id ?? '', 'payment', '70.00']]));
  const known = async (id: string) => (await showDebtorSettlements(company, { debtor: id })).ibans.length;
  expect([await known(debtor.id), await known(other.id)]).toEqual([1, 0]);
  // The second settlement still says whose account it is; without it nothing does.
  await undoSettlements(company, { settlements: [made[0] ?? ''] });
  expect(await known(debtor.id)).toBe(1);
  await undoSettlements(company, { settlements: [made[1] ?? ''] });
  expect(await known(debtor.id)).toBe(0);
});

test('what fails while it is written leaves nothing half-done', async () => {
  const { company, one } = await setUp();
  const line = await addBankLine(company, {
    amount: '100.00',
    iban: 'BE71096123456769',
    counterparty: 'CAFE',
  });
  const before = await stateOf(company);
  // The dossier comes last: by then items, line and account are written.
  await fresh.pool.query(`create function fail() returns trigger language plpgsql as $$ begin raise 'full'; end $$;
    create trigger fails before insert on timeline_entry for each row when (new.kind = 'settlement_made') execute function fail()`);
  await expect(settleLine(company, chosen(line, [[one, 'payment', '100.00']]))).rejects.toThrow('full');
  await fresh.pool.query('drop trigger fails on timeline_entry; drop function fail()');
  expect(await stateOf(company)).toBe(before);
  const made = await settleLine(company, chosen(line, [[one, 'payment', '100.00']]));
  await fresh.pool.query(`create function fail() returns trigger language plpgsql as $$ begin raise 'full'; end $$;
    create trigger fails before insert on timeline_entry for each row when (new.kind = 'settlement_undone') execute function fail()`);
  const settled = await stateOf(company);
  await expect(undoSettlements(company, { settlements: [made] })).rejects.toThrow('full');
  await fresh.pool.query('drop trigger fails on timeline_entry; drop function fail()');
  expect(await stateOf(company)).toBe(settled);
});

test('parts that do not add up are refused by the database itself', async () => {
  const { company, one } = await setUp();
  const line = await addBankLine(company, { amount: '100.00' });
  const id = await settleLine(company, chosen(line, [[one, 'payment', '100.00']]));
  const change = inCompany(company, (trx) =>
    trx.updateTable('settlementPart').set({ moneyMinor: 9999n }).where('settlementId', '=', id).execute(),
  );
  await expect(change).rejects.toThrow(/takes 10000 of its line, its parts take 9999/);
});

test('money in another currency: what it takes of the line is said, and both sides are kept', async () => {
  const { company, one } = await setUp();
  const line = await addBankLine(company, { amount: '110.00', currency: 'USD' });
  const before = await stateOf(company);
  const part = { item: one, kind: 'payment' as const, amount: '99.20', money: '110.00' };
  const difference = { item: one, kind: 'exchange_difference' as const, amount: '0.80', money: null };
  const input = { ...chosen(line, []), parts: [part, difference] };
  const settlement = await settleLine(company, input);
  expect((await opensOf(company))[1]).toBe('F-2026-001 0 10000 2026-03-31');
  expect(await lineOf(company, line)).toBe('settled 0.00');
  await undoSettlements(company, { settlements: [settlement] });
  expect(await stateOf(company)).toBe(before);
  const unsaid = { ...chosen(line, []), parts: [{ ...part, money: null }] };
  await expect(settleLine(company, unsaid)).rejects.toMatchObject({ code: 'settlement_currencies_mixed' });
});

test('a card batch less its fee: the fee is of no item, and the parts still add up', async () => {
  const { company, one, two } = await setUp();
  const line = await addBankLine(company, { amount: '148.50' });
  const before = await stateOf(company);
  const parts = [
    [one, 'payment', '100.00'],
    [two, 'payment', '50.00'],
    [null, 'bank_costs', '-1.50'],
  ] as const;
  const settlement = await settleLine(company, chosen(line, parts));
  expect(await lineOf(company, line)).toBe('settled 0.00');
  expect((await opensOf(company)).slice(1)).toEqual([
    'F-2026-001 0 10000 2026-03-31',
    'F-2026-002 0 5000 2026-03-31',
  ]);
  await undoSettlements(company, { settlements: [settlement] });
  expect(await stateOf(company)).toBe(before);
});
