import { expect, test } from 'vitest';
import { RunOptions } from '#contract/dunning-run-views.ts';
import { Refusal } from '#core/refusal.ts';
import { inCompany } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { addDefaultPolicy } from '#server/policies/add-policy.ts';
import { freshDb } from '#test/support/fresh-db.ts';
import { addCompany, addDebtor, addDocument } from '#test/support/people.ts';
import { runJobs, toolsFor } from '#test/support/tools.ts';
import { approveRun } from './approve-run.ts';
import { cancelRun } from './cancel-run.ts';
import { describePlan } from './describe-plan.ts';
import { editProposal, editProposals, undoEdit } from './edit-proposals.ts';
import { planRun, startRun, tryRun } from './plan-run.ts';
import { findRun } from './queries.ts';
import { recomputeRun } from './recompute-run.ts';
import { showLeftOut, showProposal, showProposals } from './show-proposals.ts';
import { showRun } from './show-run.ts';
import { dunningRunWorkers } from './workers.ts';

const fresh = await freshDb();
const tools = toolsFor(fresh, { today: '2026-03-31' });

function plan(given: Partial<RunOptions> = {}, day = '2026-03-31') {
  return { plannedFor: Temporal.PlainDate.from(day), options: RunOptions.parse(given) };
}

/** A Belgian company with the usual policy: level 1 on the tenth day, then five days after each deadline. */
async function company() {
  const made = await addCompany(tools);
  const terms = { id: made.companyId, country: 'BE', currency: 'EUR' as const, language: 'fr' as const };
  await inCompany(made, (trx) => addDefaultPolicy(trx, terms));
  return made;
}

async function withDebtor(
  number: string,
  items: Record<string, [dueOn: string, open: string]>,
  into?: CompanyTools,
) {
  const lambert = into ?? (await company());
  const debtor = await addDebtor(lambert, { number });
  const found: Record<string, string> = {};
  for (const [name, [dueOn, open]] of Object.entries(items)) {
    const added = await addDocument(lambert, debtor, { number: name, items: [{ dueOn, open }] });
    found[name] = added.items[0]?.id ?? '';
  }
  return { lambert, debtor, items: found };
}

const described = (lambert: CompanyTools, id: string) =>
  inCompany(lambert, async (trx) => {
    const run = await findRun(trx, lambert.companyId, id);
    if (!run) throw new Error('no run');
    return describePlan(trx, lambert.companyId, run);
  });

const firstProposal = async (lambert: CompanyTools, run: string) => {
  const page = { sort: 'position', direction: 'asc', page: 1, perPage: 50, show: 'all' } as const;
  const { rows } = await showProposals(lambert, { run, ...page });
  return rows[0]?.id ?? '';
};

test('a run proposes one notice per debtor, and keeps what it left out with the day it opens', async () => {
  const { lambert } = await withDebtor('D1', {
    F1: ['2026-03-01', '120.00'],
    F2: ['2026-03-25', '80.00'],
    F3: ['2026-04-20', '50.00'],
  });
  const run = await planRun(lambert, plan());
  expect(await described(lambert, run)).toEqual({
    run,
    on: '2026-03-31',
    notices: [
      {
        debtor: 'D1',
        kind: 'notice',
        level: 1,
        currency: 'EUR',
        total: '120.00',
        channel: 'mail',
        channels: ['mail'],
        items: [{ document: 'F1', dueOn: '2026-03-01', open: '120.00', level: 1 }],
      },
    ],
    leftOut: [
      { debtor: 'D1', document: 'F2', because: 'within_grace', until: '2026-04-04' },
      { debtor: 'D1', document: 'F3', because: 'not_yet_due', until: '2026-04-30' },
    ],
  });
  expect(await showRun(lambert, { run })).toMatchObject({
    state: 'planned',
    number: 1,
    canUndoEdit: false,
    summary: {
      ...{ debtors: 1, notices: 1, items: 1, dropped: 0, total: [{ amount: '120.00', currency: 'EUR' }] },
      byLevel: [{ level: 1, notices: 1 }],
      leftOut: [
        { because: 'not_yet_due', debtors: 1, items: 1 },
        { because: 'within_grace', debtors: 1, items: 1 },
      ],
    },
  });
});

test('what is collected by direct debit is left out, and what is not goes out beside it', async () => {
  const { lambert, debtor } = await withDebtor('D1', { F1: ['2026-03-01', '120.00'] });
  const items = [{ dueOn: '2026-03-02', open: '80.00' }];
  await addDocument(lambert, debtor, { number: 'F2', directDebit: true, items });
  const { notices, leftOut } = await described(lambert, await planRun(lambert, plan()));
  expect(notices.flatMap((notice) => notice.items.map(({ document }) => document))).toEqual(['F1']);
  expect(leftOut).toEqual([
    { debtor: 'D1', document: 'F2', because: 'collected_by_direct_debit', until: null },
  ]);
});

test('what was left out is read by reason, with its facts', async () => {
  const { lambert } = await withDebtor('D1', { F2: ['2026-03-25', '80.00'] });
  const run = await planRun(lambert, plan());
  const page = { page: 1, perPage: 50 };
  const { rows, total } = await showLeftOut(lambert, { run, because: 'within_grace', ...page });
  expect([total, rows[0]?.facts, rows[0]?.items[0]?.documentNumber]).toEqual([
    1,
    { from: '2026-03-25', level: '1' },
    'F2',
  ]);
  expect((await showLeftOut(lambert, { run, because: 'disputed', ...page })).total).toBe(0);
});

test('a second run is refused and told who holds the first; once that is cancelled it may begin', async () => {
  const { lambert } = await withDebtor('D1', { F1: ['2026-03-01', '120.00'] });
  const run = await planRun(lambert, plan());
  const refused = new Refusal('run_in_progress', { run: '1', who: 'Rappel', since: '2026-03-31 11:30' });
  await expect(planRun(lambert, plan())).rejects.toEqual(refused);
  await cancelRun(lambert, { run });
  await cancelRun(lambert, { run });
  const next = await planRun(lambert, plan());
  expect((await showRun(lambert, { run: next })).number).toBe(2);
});

test('of two people who plan at the same moment, one gets the run', async () => {
  const { lambert } = await withDebtor('D1', { F1: ['2026-03-01', '120.00'] });
  const tries = await Promise.allSettled(Array.from({ length: 8 }, () => startRun(lambert, plan())));
  expect(tries.filter(({ status }) => status === 'fulfilled').length).toBe(1);
  await runJobs(tools, dunningRunWorkers);
});

test('a company without a policy is told so, and nothing is kept', async () => {
  const lambert = await addCompany(tools);
  await expect(planRun(lambert, plan())).rejects.toMatchObject({ code: 'policy_missing' });
});

test.each([
  [{ debtor: 'D1' }, ['D1']],
  [{ debtorFrom: 'D2' }, ['D2', 'D3']],
  [{ debtorFrom: 'D2', debtorTo: 'D2' }, ['D2']],
  [{ minimumBalance: '150.00' }, ['D2', 'D3']],
  [{ minimumBalance: '150.01' }, ['D3']],
  [{ documentsBefore: '2026-02-02' }, ['D1']],
  [{ currency: 'USD' as const }, []],
  [{ extraGraceDays: 20 }, ['D1', 'D2', 'D3']],
  [{ extraGraceDays: 21 }, ['D1', 'D2']],
] as [Partial<RunOptions>, string[]][])('planned with %o, a run writes to %o', async (options, expected) => {
  const lambert = await company();
  for (const [number, open, issuedOn, dueOn] of [
    ['D1', '100.00', '2026-02-01', '2026-02-28'],
    ['D2', '150.00', '2026-02-02', '2026-02-28'],
    ['D3', '200.00', '2026-02-03', '2026-03-01'],
  ] as const) {
    const debtor = await addDebtor(lambert, { number });
    await addDocument(lambert, debtor, { issuedOn, items: [{ dueOn, open }] });
  }
  const run = await planRun(lambert, plan(options));
  expect((await described(lambert, run)).notices.map(({ debtor }) => debtor)).toEqual(expected);
});

test.each([
  [{ debtor: 'nobody' }, 'debtor_not_found'],
  [{ group: 'nobody' }, 'debtor_group_not_found'],
  [{ debtorFrom: '100', debtorTo: '99' }, 'debtor_range_reversed'],
])('planned with %o it is refused: %s', async (options, code) => {
  const lambert = await company();
  await expect(planRun(lambert, plan(options))).rejects.toMatchObject({ code });
});

test('a dry run shows the same and keeps nothing', async () => {
  const { lambert } = await withDebtor('D1', { F1: ['2026-03-01', '120.00'] });
  const tried = await tryRun(lambert, plan());
  const run = await planRun(lambert, plan());
  expect((await showRun(lambert, { run })).number).toBe(1);
  expect({ ...tried, run }).toEqual(await described(lambert, run));
});

test('a debtor nobody can write to becomes a task, once', async () => {
  const lambert = await company();
  const debtor = await addDebtor(lambert, { number: 'D1', email: null, street: null });
  await addDocument(lambert, debtor, { items: [{ dueOn: '2026-03-01', open: '10.00' }] });
  await cancelRun(lambert, { run: await planRun(lambert, plan()) });
  const run = await planRun(lambert, plan());
  expect((await described(lambert, run)).leftOut).toMatchObject([{ because: 'no_address', until: null }]);
  const tasks = await inCompany(lambert, (trx) => trx.selectFrom('task').select('kind').execute());
  expect(tasks).toEqual([{ kind: 'no_address' }]);
});

test('edits change figures at once, are taken back one by one, and survive recomputing or are told lost', async () => {
  const { lambert, items } = await withDebtor('D1', {
    F1: ['2026-02-01', '120.00'],
    F2: ['2026-02-01', '80.00'],
  });
  const run = await planRun(lambert, plan());
  const proposal = await firstProposal(lambert, run);
  const drop = { kind: 'drop_item', dueItemId: items.F2 ?? '' } as const;
  await editProposal(lambert, { run, proposal, change: drop });
  await editProposal(lambert, { run, proposal, change: { kind: 'level', level: 2 } });
  expect(await showProposal(lambert, { run, proposal })).toMatchObject({
    ...{ level: 2, levelProposed: 1, levels: [1, 2, 3], total: { amount: '120.00' }, edited: true },
    lines: [
      { documentNumber: 'F1', level: 2, dropped: false },
      { documentNumber: 'F2', dropped: true },
    ],
  });
  expect(await undoEdit(lambert, { run, proposal: null })).toEqual([proposal]);
  expect(await showProposal(lambert, { run, proposal })).toMatchObject({ level: 1, items: 1 });

  await inCompany(lambert, (trx) =>
    trx
      .updateTable('dueItem')
      .set({ openMinor: 0n, settledOn: Temporal.PlainDate.from('2026-03-31') })
      .where('id', '=', items.F2 ?? '')
      .execute(),
  );
  await recomputeRun(lambert, { run });
  await runJobs(tools, dunningRunWorkers);
  const view = await showRun(lambert, { run });
  expect(view).toMatchObject({ state: 'planned', summary: { items: 1, notices: 1 } });
  expect(view.summary?.lostEdits).toMatchObject([{ change: 'drop_item', because: 'item_gone' }]);
});

test('what a person changed is there again after recomputing', async () => {
  const { lambert } = await withDebtor('D1', { F1: ['2026-02-01', '120.00'] });
  const run = await planRun(lambert, plan());
  const words = { kind: 'words', subject: 'As agreed', body: 'Dear Anne,' } as const;
  await editProposal(lambert, { run, proposal: await firstProposal(lambert, run), change: words });
  await recomputeRun(lambert, { run });
  await runJobs(tools, dunningRunWorkers);
  const proposal = await firstProposal(lambert, run);
  expect(await showProposal(lambert, { run, proposal })).toMatchObject({
    subject: 'As agreed',
    body: 'Dear Anne,',
  });
  expect((await showRun(lambert, { run })).summary?.lostEdits).toEqual([]);
});

test('a bulk edit passes over what is impossible, and one undo takes all of it back', async () => {
  const { lambert } = await withDebtor('D1', { F1: ['2026-02-01', '120.00'] });
  await withDebtor('D2', { F2: ['2026-02-01', '50.00'] }, lambert);
  const run = await planRun(lambert, plan());
  const all = { run, proposals: null, matching: { show: 'all' as const } };
  const counts = await editProposals(lambert, { ...all, change: { kind: 'drop' } });
  expect(counts).toEqual({ changed: 2, passedOver: 0 });
  expect(await showRun(lambert, { run })).toMatchObject({
    summary: { notices: 0, dropped: 2 },
    canUndoEdit: true,
  });
  await expect(approveRun(lambert, { run })).rejects.toMatchObject({ code: 'run_empty' });
  expect((await undoEdit(lambert, { run, proposal: null })).length).toBe(2);
  expect(await editProposals(lambert, { ...all, change: { kind: 'level', level: 9 } })).toEqual({
    changed: 0,
    passedOver: 2,
  });
  await expect(undoEdit(lambert, { run, proposal: null })).rejects.toMatchObject({
    code: 'edit_nothing_to_undo',
  });
});

test('impossible edits are refused, with what would be possible', async () => {
  const { lambert } = await withDebtor('D1', { F1: ['2026-02-01', '120.00'] });
  const run = await planRun(lambert, plan());
  const proposal = await firstProposal(lambert, run);
  const edit = (change: Parameters<typeof editProposal>[1]['change']) =>
    editProposal(lambert, { run, proposal, change });
  await expect(edit({ kind: 'level', level: 9 })).rejects.toEqual(
    new Refusal('edit_level_impossible', { level: '9', lowest: '1', highest: '3' }),
  );
  await expect(edit({ kind: 'dated', on: '2026-05-02' })).rejects.toMatchObject({
    code: 'edit_day_unusable',
  });
  await expect(edit({ kind: 'recipient', name: '', address: 'no address' })).rejects.toMatchObject({
    code: 'email_unusable',
  });
  const body = 'Dear Anne,\n{{ debtor.nmae }}';
  await expect(edit({ kind: 'words', subject: null, body })).rejects.toEqual(
    new Refusal('text_placeholder_unknown', { placeholder: 'debtor.nmae', line: '2' }),
  );
  expect((await showProposal(lambert, { run, proposal })).edits).toEqual([]);
});

test('approved by a hundred at once, a run is approved once and its sending queued once', async () => {
  const { lambert } = await withDebtor('D1', { F1: ['2026-02-01', '120.00'] });
  const run = await planRun(lambert, plan());
  await Promise.all(Array.from({ length: 100 }, () => approveRun(lambert, { run })));
  expect((await showRun(lambert, { run })).state).toBe('approved');
  const entries = await inCompany(lambert, (trx) =>
    trx
      .selectFrom('timelineEntry')
      .select('kind')
      .where('runId', '=', run)
      .where('kind', '=', 'run_approved')
      .execute(),
  );
  expect(entries.length).toBe(1);
  const proposal = await firstProposal(lambert, run);
  await expect(editProposal(lambert, { run, proposal, change: { kind: 'drop' } })).rejects.toMatchObject({
    code: 'run_already_approved',
  });
  await cancelRun(lambert, { run });
  await runJobs(tools, dunningRunWorkers);
  expect((await showRun(lambert, { run })).state).toBe('cancelled');
});

test('another company sees nothing of a run', async () => {
  const { lambert } = await withDebtor('D1', { F1: ['2026-02-01', '120.00'] });
  const run = await planRun(lambert, plan());
  const other = await company();
  await expect(showRun(other, { run })).rejects.toMatchObject({ code: 'run_unknown' });
  await expect(approveRun(other, { run })).rejects.toMatchObject({ code: 'run_unknown' });
});
