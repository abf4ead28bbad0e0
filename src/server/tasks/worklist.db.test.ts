import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { RunOptions } from '#contract/dunning-run-views.ts';
import { readyPolicyFor } from '#core/dunning/ready-policies.ts';
import type { Currency } from '#core/money/currencies.ts';
import { placeHolds } from '#server/debtors/place-holds.ts';
import { changeBounds } from '#server/overview/change-bounds.ts';
import { showOverview } from '#server/overview/show-overview.ts';
import { inCompany } from '#server/platform/db.ts';
import { newId } from '#server/platform/ids.ts';
import { addDefaultPolicy, addOwnPolicy } from '#server/policies/add-policy.ts';
import { putLineOff } from '#server/settlements/set-line-aside.ts';
import { addBankLine } from '#test/support/bank.ts';
import { freshDb } from '#test/support/fresh-db.ts';
import { addCompany, addDebtor, addDocument } from '#test/support/people.ts';
import { toolsFor } from '#test/support/tools.ts';
import { addTask } from './add-task.ts';
import { completeTask, postponeTask } from './complete-task.ts';
import { addTasks, listTasks } from './queries.ts';
import { showWorklist } from './show-worklist.ts';

const tools = toolsFor(await freshDb(), { today: '2026-03-31' });
const page = { page: 1, perPage: 50 };
const code = (word: string) => expect.objectContaining({ code: word });

test('debtors to contact stand by amount times lateness, without those that were contacted, held or not late', async () => {
  const company = await addCompany(tools);
  const owing = async (name: string, dueOn: string, open: string, given = {}) => {
    const debtor = await addDebtor(company, { name, ...given });
    await addDocument(company, debtor, { items: [{ dueOn, open }] });
    return debtor;
  };
  await owing('small and old', '2025-12-31', '100.00'); // 90 days: 9,000
  await owing('big and new', '2026-03-30', '9500.00'); // one day: 9,500
  await owing('due today', '2026-03-31', '9999.00');
  await owing('contacted 4 days ago', '2026-01-01', '9999.00', {
    contactedOn: Temporal.PlainDate.from('2026-03-27'),
  });
  await owing('contacted 5 days ago', '2026-01-01', '1.00', {
    contactedOn: Temporal.PlainDate.from('2026-03-26'),
  });
  const held = await owing('held', '2026-01-01', '9999.00');
  await placeHolds(company, { debtors: [held.id], items: [], reason: 'x', until: '2026-03-31' });
  await owing('in credit', '2026-01-01', '-5.00');

  const { entries, total, counts } = await showWorklist(company, page);
  expect(entries.map(({ debtor }) => debtor?.name)).toEqual([
    'big and new',
    'small and old',
    'contacted 5 days ago',
  ]);
  expect([total, counts.contact]).toEqual([3, 3]);
  expect(entries[0]).toMatchObject({
    because: { code: 'never_reminded', facts: { days: '1' } },
    daysLate: 1,
  });
});

test('what is overdue stands per currency, the company’s own first; who owes only another comes last', async () => {
  const company = await addCompany(tools);
  const owing = async (name: string, ...items: readonly (readonly [currency: Currency, open: string])[]) => {
    const debtor = await addDebtor(company, { name });
    for (const [currency, open] of items)
      await addDocument(company, debtor, { currency, items: [{ dueOn: '2026-01-01', open }] });
  };
  await owing('only dollars', ['USD', '900.00'], ['USD', '100.00']);
  await owing('both', ['USD', '30.00'], ['EUR', '20.00'], ['GBP', '10.00']);
  const { entries } = await showWorklist(company, page);
  expect(entries.map(({ debtor, overdue }) => [debtor?.name, overdue])).toEqual([
    [
      'both',
      [
        { amount: '20.00', currency: 'EUR' },
        { amount: '10.00', currency: 'GBP' },
        { amount: '30.00', currency: 'USD' },
      ],
    ],
    ['only dollars', [{ amount: '1000.00', currency: 'USD' }]],
  ]);
});

test('a policy says when its next step has come, and when a person must decide', async () => {
  const company = await addCompany(tools);
  await inCompany(company, (trx) =>
    addDefaultPolicy(trx, { id: company.companyId, country: 'BE', currency: 'EUR', language: 'fr' }),
  );
  const day = (iso: string) => Temporal.PlainDate.from(iso);
  const owing = async (
    name: string,
    item: { dueOn: string; level?: number; deadlineOn?: Temporal.PlainDate },
  ) => addDocument(company, await addDebtor(company, { name }), { items: [{ open: '100.00', ...item }] });
  await owing('nine days late', { dueOn: '2026-03-22' });
  await owing('ten days late', { dueOn: '2026-03-21' });
  await owing('deadline four days ago', { dueOn: '2026-02-01', level: 1, deadlineOn: day('2026-03-27') });
  await owing('deadline five days ago', { dueOn: '2026-02-01', level: 1, deadlineOn: day('2026-03-26') });
  await owing('all done', { dueOn: '2026-01-01', level: 3, deadlineOn: day('2026-03-30') });
  const { entries } = await showWorklist(company, page);
  expect(entries.map(({ debtor, because }) => [debtor?.name, because.code])).toEqual([
    ['all done', 'level_exhausted'],
    ['deadline five days ago', 'deadline_passed'],
    ['ten days late', 'never_reminded'],
  ]);
});

test('a policy without notices leaves everything that is late to a person', async () => {
  const company = await addCompany(tools);
  await inCompany(company, async (trx) => {
    await addDefaultPolicy(trx, { id: company.companyId, country: 'BE', currency: 'EUR', language: 'fr' });
    await sql`update dunning_policy_version set body = jsonb_set(body, '{steps}', '[]')`.execute(trx);
  });
  await addDocument(company, await addDebtor(company, { name: 'late' }), {
    items: [{ dueOn: '2026-03-30', open: '1.00' }],
  });
  const { entries } = await showWorklist(company, page);
  expect(entries.map(({ debtor }) => debtor?.name)).toEqual(['late']);
});

test('whom a policy leaves alone is not to be contacted: its own interval, the document’s policy, working days, holds', async () => {
  const company = await addCompany(tools);
  await inCompany(company, (trx) =>
    addDefaultPolicy(trx, { id: company.companyId, country: 'BE', currency: 'EUR', language: 'fr' }),
  );
  const standard = readyPolicyFor('be_standard', { country: 'BE', currency: 'EUR' });
  const steps = standard.steps.map((step) =>
    step.level === 1
      ? { ...step, when: { basis: 'due_date' as const, days: 10, count: 'working' as const } }
      : step,
  );
  const calendar = { holidays: 'BE', quietWeekdays: [6, 7] };
  const slow = await addOwnPolicy(company, {
    name: 'Slow',
    body: { ...standard, steps, calendar, contactIntervalDays: 30 },
  });
  const owing = async (name: string, dueOn: string, policyId: string | null, contactedOn?: string) => {
    const debtor = await addDebtor(company, {
      name,
      ...(contactedOn ? { contactedOn: Temporal.PlainDate.from(contactedOn) } : {}),
    });
    const document = await addDocument(company, debtor, { items: [{ dueOn, open: '100.00' }] });
    await inCompany(company, (trx) =>
      trx.updateTable('document').set({ policyId }).where('id', '=', document.id).execute(),
    );
    return document;
  };
  await owing('ten working days late', '2026-03-17', slow);
  await owing('nine working days late', '2026-03-18', slow);
  await owing('by the company’s policy', '2026-03-17', null);
  await owing('contacted 30 days ago', '2026-01-01', slow, '2026-03-01');
  await owing('contacted 29 days ago', '2026-01-01', slow, '2026-03-02');
  await owing('contacted six days ago, by the company’s policy', '2026-01-01', null, '2026-03-25');
  const collected = await owing('collected by direct debit', '2026-01-01', null);
  await inCompany(company, (trx) =>
    trx.updateTable('document').set({ directDebit: true }).where('id', '=', collected.id).execute(),
  );
  const held = await owing('its only item on hold', '2026-01-01', null);
  await placeHolds(company, {
    debtors: [],
    items: [held.items[0]?.id ?? ''],
    reason: 'x',
    until: '2026-03-31',
  });
  const { entries, total } = await showWorklist(company, page);
  expect(entries.map(({ debtor }) => debtor?.name).sort()).toEqual([
    'by the company’s policy',
    'contacted 30 days ago',
    'contacted six days ago, by the company’s policy',
    'ten working days late',
  ]);
  expect(total).toBe(4);
  const beyond = await showWorklist(company, { page: 9, perPage: 50 });
  expect([beyond.entries, beyond.total]).toEqual([[], 4]);
});

test('tasks of today come before contacts, later ones not at all; done and put off they leave the list', async () => {
  const company = await addCompany(tools);
  const debtor = await addDebtor(company);
  await addDocument(company, debtor, { items: [{ dueOn: '2026-01-01', open: '10.00' }] });
  const add = (text: string, dueOn: string) =>
    addTask(company, { kind: 'other', debtor: debtor.id, dueOn, text });
  await add('today', '2026-03-31');
  await add('yesterday', '2026-03-30');
  await add('tomorrow', '2026-04-01');
  const shown = async () => (await showWorklist(company, page)).entries;
  const entries = await shown();
  expect(entries.map(({ task, because }) => [task?.facts.text, because.code])).toEqual([
    ['yesterday', 'task_late'],
    ['today', 'task_today'],
  ]);
  const [late, now] = entries.map(({ task }) => task?.id ?? '');
  await completeTask(company, { task: late ?? '', outcome: 'Will pay on Friday' });
  await completeTask(company, { task: late ?? '', outcome: 'again' });
  await postponeTask(company, { task: now ?? '', dueOn: '2026-04-02' });
  expect((await shown()).map(({ kind }) => kind)).toEqual(['contact']);
  const foreign = await addCompany(tools);
  await expect(completeTask(foreign, { task: now ?? '', outcome: '' })).rejects.toThrow(code('task_unknown'));
  await expect(
    addTask(foreign, { kind: 'other', debtor: debtor.id, dueOn: '2026-04-01', text: 'x' }),
  ).rejects.toThrow(code('debtor_unknown'));
});

test('what a run asks for again and again is asked once while it is open', async () => {
  const company = await addCompany(tools);
  const debtor = await addDebtor(company);
  const task = {
    kind: 'no_address' as const,
    debtorId: debtor.id,
    dueOn: tools.clock.today('UTC'),
    createdAt: tools.clock.now(),
  };
  const add = () => inCompany(company, (trx) => addTasks(trx, company.companyId, [task, task]));
  await add();
  await add();
  const open = await inCompany(company, (trx) => listTasks(trx, { debtorId: debtor.id }));
  expect(open).toHaveLength(1);
  await completeTask(company, { task: open[0]?.id ?? '', outcome: 'address found' });
  await add();
  expect(await inCompany(company, (trx) => listTasks(trx, { debtorId: debtor.id }))).toHaveLength(1);
});

test('a run to review stands before tasks; one page and one kind can be asked for', async () => {
  const company = await addCompany(tools);
  await addTask(company, { kind: 'other', debtor: null, dueOn: '2026-03-31', text: 'Order envelopes' });
  const run = {
    companyId: company.companyId,
    id: newId(),
    number: 1,
    state: 'planned' as const,
    options: RunOptions.parse({}),
  };
  await inCompany(company, (trx) =>
    trx
      .insertInto('run')
      .values({ ...run, plannedFor: tools.clock.today('UTC'), plannedAt: tools.clock.now() })
      .execute(),
  );
  const { entries } = await showWorklist(company, page);
  expect(entries.map(({ kind }) => kind)).toEqual(['run_to_review', 'task']);
  expect(entries[0]).toMatchObject({ run: { number: 1, notices: 0 }, debtor: null });
  const only = await showWorklist(company, { ...page, kind: 'task' });
  expect([only.total, only.counts.run_to_review]).toEqual([1, 1]);
});

test('the overview divides by the company’s own bounds, adds up, and names the biggest', async () => {
  const company = await addCompany(tools);
  const debtor = await addDebtor(company, { name: 'The biggest' });
  await addDocument(company, debtor, { items: [{ dueOn: '2026-03-01', open: '10.00' }] });
  await addDocument(company, debtor, { items: [{ dueOn: '2026-03-30', open: '5.00' }] });
  await changeBounds(company, { bounds: [15] });
  const { ageing, biggest, newToday } = await showOverview(company);
  expect(ageing.currencies).toMatchObject([{ currency: 'EUR', open: '15.00', overdue: '15.00', items: 2 }]);
  expect(ageing.currencies[0]?.tiles.map(({ amount }) => amount)).toEqual(['0.00', '5.00', '10.00']);
  expect(biggest).toMatchObject([{ name: 'The biggest', daysLate: 30, overdue: { amount: '15.00' } }]);
  expect(newToday).toMatchObject({ fellDue: 1, settled: 0 });
  expect(() => changeBounds(company, { bounds: [30, 10] })).toThrow(code('ageing_bounds_unusable'));
});

test('bank lines that wait are one entry, before runs and contacts; what is asked later waits for its day', async () => {
  const company = await addCompany(tools);
  const debtor = await addDebtor(company);
  await addDocument(company, debtor, { items: [{ dueOn: '2026-01-01', open: '10.00' }] });
  const line = await addBankLine(company, { amount: '120.00' });
  await addBankLine(company, { amount: '-5.00' });
  await addBankLine(company, { amount: '7.00', state: 'settled' });
  const { entries, counts } = await showWorklist(company, page);
  expect(entries.map(({ kind, payments }) => [kind, payments])).toEqual([
    ['payments', 2],
    ['contact', null],
  ]);
  expect(counts.payments).toBe(1);
  await putLineOff(company, { line, until: '2026-04-02', note: null });
  expect((await showWorklist(company, page)).entries[0]?.payments).toBe(1);
});
