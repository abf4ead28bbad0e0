import { expect, test } from 'vitest';
import { RunOptions } from '#contract/dunning-run-views.ts';
import { inCompany } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { addDefaultPolicy } from '#server/policies/add-policy.ts';
import { saveText } from '#server/texts/save-text.ts';
import { freshDb } from '#test/support/fresh-db.ts';
import { addCompany, addDebtor, addDocument } from '#test/support/people.ts';
import { runJobs, toolsFor } from '#test/support/tools.ts';
import { approveRun } from './approve-run.ts';
import { editProposal } from './edit-proposals.ts';
import { planRun } from './plan-run.ts';
import { recomputeRun } from './recompute-run.ts';
import { showProposals } from './show-proposals.ts';
import { showRun, showRunChanges } from './show-run.ts';
import { dunningRunWorkers } from './workers.ts';

const tools = toolsFor(await freshDb(), { today: '2026-03-31' });
const day = Temporal.PlainDate.from('2026-03-31');
const page = { page: 1, perPage: 50, sort: 'position', direction: 'asc', show: 'all' } as const;

/** Three debtors who owe an invoice each, in a planned run. */
async function planned() {
  const lambert = await addCompany(tools);
  const terms = { id: lambert.companyId, country: 'BE', currency: 'EUR' as const, language: 'fr' as const };
  await inCompany(lambert, (trx) => addDefaultPolicy(trx, terms));
  const debtors: { id: string; item: string }[] = [];
  for (let nth = 1; nth <= 3; nth += 1) {
    const debtor = await addDebtor(lambert, { number: `D${nth}`, preferredChannel: 'post' });
    const { items } = await addDocument(lambert, debtor, {
      number: `F${nth}`,
      items: [{ dueOn: '2026-03-01', open: '120.00' }],
    });
    debtors.push({ id: debtor.id, item: items[0]?.id ?? '' });
  }
  const run = await planRun(lambert, { plannedFor: day, options: RunOptions.parse({}) });
  return { lambert, run, debtors };
}

async function recompute(lambert: CompanyTools, run: string): Promise<void> {
  tools.clock.set('2026-04-01');
  await recomputeRun(lambert, { run });
  await runJobs(tools, dunningRunWorkers);
  tools.clock.set('2026-03-31');
}

function pay(lambert: CompanyTools, item: string | undefined, open: bigint) {
  const settledOn = open === 0n ? day : null;
  return inCompany(lambert, (trx) =>
    trx
      .updateTable('dueItem')
      .set({ openMinor: open, settledOn })
      .where('id', '=', item ?? '')
      .execute(),
  );
}

test('computed once, a run differs from nothing; computed again from the same facts, neither', async () => {
  const { lambert, run } = await planned();
  expect(await showRunChanges(lambert, { run })).toBeNull();
  expect((await showRun(lambert, { run })).recomputed).toBeNull();
  await recompute(lambert, run);
  expect(await showRunChanges(lambert, { run })).toMatchObject({
    added: 0,
    gone: 0,
    changed: 0,
    same: 3,
    proposals: [],
  });
});

test('paid, partly paid, new, and other words: each stands line by line, and counts', async () => {
  const { lambert, run, debtors } = await planned();
  const [one, two] = debtors;
  await pay(lambert, one?.item, 0n);
  await pay(lambert, two?.item, 5000n);
  const fourth = await addDebtor(lambert, { number: 'D4', preferredChannel: 'post' });
  await addDocument(lambert, fourth, { number: 'F4', items: [{ dueOn: '2026-03-01', open: '80.00' }] });
  tools.clock.set('2026-04-01');
  await saveText(lambert, {
    step: 'level_1',
    language: 'fr',
    subject: 'Rappel',
    body: 'Bonjour {{ items }}',
  });
  await recompute(lambert, run);

  const changes = await showRunChanges(lambert, { run });
  expect(changes).toMatchObject({ added: 1, gone: 1, changed: 2, same: 0 });
  expect(
    changes?.proposals.map(({ debtor, kind, total, changes: lines }) => [
      debtor.number,
      kind,
      total,
      lines.map(({ code }) => code),
    ]),
  ).toEqual([
    ['D1', 'gone', null, ['item_paid']],
    ['D2', 'changed', '50.00', ['words', 'item_less']],
    ['D3', 'changed', '120.00', ['words']],
    ['D4', 'new', '80.00', []],
  ]);
  expect((await showRun(lambert, { run })).recomputed).toMatchObject({ added: 1, gone: 1, changed: 2 });
});

test('what a person changed stands as before, or is told as lost with the proposal it was on', async () => {
  const { lambert, run, debtors } = await planned();
  const { rows } = await showProposals(lambert, { run, ...page });
  const [first, second] = rows;
  await editProposal(lambert, { run, proposal: first?.id ?? '', change: { kind: 'drop' } });
  await editProposal(lambert, {
    run,
    proposal: second?.id ?? '',
    change: { kind: 'channels', channels: ['mail', 'post'] },
  });
  await pay(lambert, debtors[0]?.item, 0n);
  await recompute(lambert, run);

  expect(await showRunChanges(lambert, { run })).toMatchObject({
    keptEdits: 1,
    gone: 1,
    changed: 0,
    same: 2,
  });
  const after = await showProposals(lambert, { run, ...page });
  expect(after.rows.map(({ leavesBy, edited }) => [leavesBy, edited])).toEqual([
    [['mail', 'post'], true],
    [['post'], false],
  ]);
  expect((await showRun(lambert, { run })).summary?.lostEdits).toMatchObject([
    { debtor: { number: 'D1' }, change: 'drop', because: 'gone', proposal: null },
  ]);
});

test('a run that was approved is not computed again', async () => {
  const { lambert, run } = await planned();
  await approveRun(lambert, { run, send: false });
  await expect(recomputeRun(lambert, { run })).rejects.toMatchObject({ code: 'run_already_approved' });
  expect(await showRunChanges(lambert, { run })).toBeNull();
});
