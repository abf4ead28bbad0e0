import { beforeEach, expect, test } from 'vitest';
import { RunOptions } from '#contract/dunning-run-views.ts';
import { placeHolds } from '#server/debtors/place-holds.ts';
import { releaseHold } from '#server/debtors/release-hold.ts';
import { approveRun } from '#server/dunning-runs/approve-run.ts';
import { planRun } from '#server/dunning-runs/plan-run.ts';
import { sendRun } from '#server/dunning-runs/send-run.ts';
import { inCompany } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { addDefaultPolicy } from '#server/policies/add-policy.ts';
import { freshDb } from '#test/support/fresh-db.ts';
import { addCompany, addDebtor, addDocument } from '#test/support/people.ts';
import { toolsFor } from '#test/support/tools.ts';
import { explainDebtor, explainItem } from './explain-items.ts';
import { showOutlook } from './show-outlook.ts';

const tools = toolsFor(await freshDb());
beforeEach(() => tools.clock.set('2026-03-31'));

/** A Belgian company with the usual policy: level 1 on the tenth day, then five days after each deadline of fourteen. */
async function setUp(items: Record<string, [dueOn: string, open: string]>) {
  const company = await addCompany(tools);
  const terms = { id: company.companyId, country: 'BE', currency: 'EUR' as const, language: 'fr' as const };
  await inCompany(company, (trx) => addDefaultPolicy(trx, terms));
  // Reached by post: what is printed has left at once.
  const debtor = await addDebtor(company, { preferredChannel: 'post' });
  const found: Record<string, string> = {};
  for (const [number, [dueOn, open]] of Object.entries(items)) {
    const added = await addDocument(company, debtor, {
      number,
      issuedOn: '2026-01-15',
      items: [{ dueOn, open }],
    });
    found[number] = added.items[0]?.id ?? '';
  }
  return { company, debtor: debtor.id, items: found };
}

async function runOn(company: CompanyTools, day: string) {
  tools.clock.set(day);
  const run = await planRun(company, {
    plannedFor: Temporal.PlainDate.from(day),
    options: RunOptions.parse({}),
  });
  await approveRun(company, { run, send: false });
  await sendRun(company, { runId: run });
}

const page = { page: 1, perPage: 50 };

test('a debtor is explained item by item, the oldest first, with every gate that is closed', async () => {
  const { company, debtor, items } = await setUp({
    F1: ['2026-03-01', '120.00'],
    F2: ['2026-03-25', '80.00'],
  });
  const hold = { debtors: [], items: [items.F2 ?? ''], reason: 'asked', until: '2026-04-10', review: null };
  await placeHolds(company, hold);
  expect(await explainDebtor(company, { debtor, ...page })).toMatchObject({
    on: '2026-03-31',
    basis: 'now',
    total: 2,
    rows: [
      {
        documentNumber: 'F1',
        policy: { because: 'company', version: 1 },
        next: { level: 1, countsFrom: '2026-03-01', opensOn: '2026-03-11' },
        proposed: { stepKind: 'notice', level: 1, channel: 'post', on: '2026-03-31' },
        gates: [],
        expected: { on: '2026-03-31', level: 1 },
        changes: [{ code: 'pay', facts: { amount: '120.00 EUR' } }],
      },
      {
        documentNumber: 'F2',
        proposed: null,
        gates: [
          { because: 'on_hold', until: '2026-04-11', change: { code: 'lift_hold' } },
          { because: 'within_grace', until: '2026-04-04', change: { code: 'wait' } },
        ],
        // Saturday the 11th; the run of Monday.
        expected: { on: '2026-04-13', level: 1 },
      },
    ],
  });
});

test('another day is explained as the engine will have made it, and one that has passed as it was known', async () => {
  const { company, items } = await setUp({ F1: ['2026-03-01', '120.00'] });
  const item = items.F1 ?? '';
  await runOn(company, '2026-03-31');
  // The letter of 31 March gives until 14 April; level 2 opens five days later, on a Sunday.
  expect(await explainItem(company, { item, on: '2026-04-20' })).toMatchObject({
    basis: 'replayed',
    level: 1,
    proposed: { level: 2, on: '2026-04-20' },
  });
  expect(await explainItem(company, { item, on: '2026-05-04' })).toMatchObject({
    basis: 'replayed',
    level: 2,
  });
  expect(await explainItem(company, { item, on: '2026-03-10' })).toMatchObject({
    basis: 'history',
    level: 0,
    proposed: null,
    gates: [{ because: 'within_grace', until: '2026-03-11' }],
  });
  expect(await explainItem(company, { item, on: '2026-03-31' })).toMatchObject({
    basis: 'now',
    level: 1,
    gates: [{ because: 'within_grace' }, { because: 'contacted_recently' }],
  });
  await expect(explainItem(company, { item, on: '2030-01-01' })).rejects.toMatchObject({
    code: 'explanation_day_out_of_reach',
    facts: { on: '2030-01-01', from: '2025-03-30', until: '2027-04-01' },
  });
});

test('a hold that was lifted since still explains the day it stood', async () => {
  const { company, items } = await setUp({ F1: ['2026-03-01', '120.00'] });
  const item = items.F1 ?? '';
  tools.clock.set('2026-03-16');
  const hold = { debtors: [], items: [item], reason: 'asked', until: '2026-04-10', review: null };
  const [placed] = await placeHolds(company, hold);
  tools.clock.set('2026-03-20');
  await releaseHold(company, { hold: placed ?? '' });
  tools.clock.set('2026-03-31');
  const because = async (on: string) =>
    (await explainItem(company, { item, on })).gates.map((gate) => gate.because);
  expect(await because('2026-03-13')).toEqual([]);
  expect(await because('2026-03-18')).toEqual(['on_hold']);
  expect(await because('2026-03-23')).toEqual([]);
});

test('what the runs did with an item is told from what they stored', async () => {
  const { company, items } = await setUp({ F1: ['2026-03-01', '120.00'], F2: ['2026-03-25', '80.00'] });
  await runOn(company, '2026-03-31');
  await runOn(company, '2026-04-20');
  expect((await explainItem(company, { item: items.F2 ?? '' })).runs).toMatchObject([
    { run: { number: 2 }, plannedFor: '2026-04-20', state: 'sent', notice: { level: 1 }, gate: null },
    {
      run: { number: 1 },
      notice: null,
      gate: { because: 'within_grace', facts: { from: '2026-03-25', level: '1' }, until: '2026-04-04' },
    },
  ]);
});

test('the days to come: each step with its day, its items and what it asks, and nothing is stored', async () => {
  const { company, debtor } = await setUp({ F1: ['2026-03-01', '120.00'], F2: ['2026-03-25', '80.00'] });
  const outlook = await showOutlook(company, { debtor, days: 60 });
  expect(outlook).toMatchObject({ from: '2026-03-31', until: '2026-05-29' });
  expect(outlook.runDays.length).toBe(60 - 16 - 4);
  expect(outlook.steps.map(({ on, level, total, items }) => [on, level, total.amount, items.length])).toEqual(
    [
      ['2026-03-31', 1, '120.00', 1],
      ['2026-04-07', 1, '80.00', 1],
      ['2026-04-20', 2, '120.00', 1],
      ['2026-04-27', 2, '80.00', 1],
      ['2026-05-11', 3, '120.00', 1],
      ['2026-05-18', 3, '80.00', 1],
    ],
  );
  expect(outlook.items.map(({ documentNumber, level }) => [documentNumber, level])).toEqual([
    ['F1', 0],
    ['F2', 0],
  ]);
  const notices = await inCompany(company, (trx) => trx.selectFrom('notice').select('id').execute());
  expect(notices).toEqual([]);
});

test('another company explains nothing of it', async () => {
  const { debtor, items } = await setUp({ F1: ['2026-03-01', '120.00'] });
  const other = await addCompany(tools);
  await expect(explainDebtor(other, { debtor, ...page })).rejects.toMatchObject({ code: 'debtor_unknown' });
  await expect(explainItem(other, { item: items.F1 ?? '' })).rejects.toMatchObject({
    code: 'open_item_unknown',
  });
  await expect(showOutlook(other, { debtor, days: 60 })).rejects.toMatchObject({ code: 'debtor_unknown' });
});
