import { expect, test } from 'vitest';
import { RunOptions } from '#contract/dunning-run-views.ts';
import type { Policy, Step } from '#core/dunning/policy.ts';
import { explainDebtor } from '#server/explanations/explain-items.ts';
import { inCompany } from '#server/platform/db.ts';
import { newId } from '#server/platform/ids.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { addOwnPolicy } from '#server/policies/add-policy.ts';
import { markDefaultPolicy } from '#server/policies/queries.ts';
import { noticeStep, policyWith } from '#test/support/dunning-facts.ts';
import { freshDb } from '#test/support/fresh-db.ts';
import { addCompany, addDebtor, addDocument } from '#test/support/people.ts';
import { toolsFor } from '#test/support/tools.ts';
import { planRun, tryRun } from './plan-run.ts';
import { recomputeRun } from './recompute-run.ts';
import { showProposal, showProposals } from './show-proposals.ts';

const fresh = await freshDb();
const tools = toolsFor(fresh, { today: '2026-03-31' });
const PLAN = { plannedFor: Temporal.PlainDate.from('2026-03-31'), options: RunOptions.parse({}) };

const CALL: Step = {
  ...noticeStep(2, 2),
  kind: 'call',
  level: null,
  when: { basis: 'previous_deadline', days: 2, count: 'calendar' },
};
const REMINDED = {
  level: 1,
  times: 1,
  notifiedOn: Temporal.PlainDate.from('2026-03-11'),
  deadlineOn: Temporal.PlainDate.from('2026-03-25'),
};

async function companyWith(policy: Partial<Policy>): Promise<CompanyTools> {
  const company = await addCompany(tools);
  const id = await addOwnPolicy(company, { name: 'Le nôtre', body: policyWith(policy) });
  await inCompany(company, (trx) => markDefaultPolicy(trx, company.companyId, id));
  return company;
}

async function proposals(company: CompanyTools, run: string) {
  const page = { sort: 'position', direction: 'asc', page: 1, perPage: 50, show: 'all' } as const;
  return (await showProposals(company, { run, ...page })).rows;
}

/** As a script reads a run: kind, level, channels and items of each proposal, then what is left out. */
async function tried(company: CompanyTools, given: Partial<RunOptions> = {}) {
  const { notices, leftOut } = await tryRun(company, { ...PLAN, options: RunOptions.parse(given) });
  return [
    ...notices.map(
      ({ debtor, kind, level, total, channels, items }) =>
        `${debtor} ${kind} ${level ?? '–'} ${total} by ${channels.join('+') || 'nobody'}: ${items.map(({ document }) => document).join(' ')}`,
    ),
    ...leftOut.map(({ debtor, document, because }) => `-${debtor} ${document} ${because}`),
  ];
}

test('a call is proposed once between two levels, and what was done for an item is not proposed again', async () => {
  const company = await companyWith({ steps: [noticeStep(1, 10), CALL, noticeStep(2, 20)] });
  const debtor = await addDebtor(company, { number: 'D1' });
  const { items } = await addDocument(company, debtor, {
    number: 'F1',
    items: [{ dueOn: '2026-03-01', open: '120.00', ...REMINDED }],
  });
  expect(await tried(company)).toEqual(['D1 call – 120.00 by nobody: F1']);
  const run = await planRun(company, PLAN);
  const [proposal] = await proposals(company, run);
  expect(proposal).toMatchObject({ stepKind: 'call', level: null, channel: 'call', items: 1 });
  const shown = await showProposal(company, { run, proposal: proposal?.id ?? '' });
  expect(shown.lines).toMatchObject([{ documentNumber: 'F1', section: 'overdue', level: 0, times: 1 }]);
  const done = {
    companyId: company.companyId,
    id: newId(),
    dueItemId: items[0]?.id ?? '',
    cycle: 1,
    stepKind: 'call' as const,
    afterLevel: 1,
    doneOn: Temporal.PlainDate.from('2026-03-28'),
    runId: null,
    noticeId: null,
    undoneAt: null,
  };
  await inCompany(company, (trx) => trx.insertInto('itemStep').values(done).execute());
  await recomputeRun(company, { run });
  expect(await tried({ ...company }).catch(() => ['run_in_progress'])).toEqual(['run_in_progress']);
  await inCompany(company, (trx) =>
    trx.updateTable('run').set({ state: 'cancelled' }).where('id', '=', run).execute(),
  );
  expect(await tried(company)).toEqual(['-D1 F1 within_grace']);
  // Taken back, it is to do again.
  await inCompany(company, (trx) =>
    trx.updateTable('itemStep').set({ undoneAt: tools.clock.now() }).where('id', '=', done.id).execute(),
  );
  expect(await tried(company)).toEqual(['D1 call – 120.00 by nobody: F1']);
});

test('what is with a collector is left out, until it is taken back', async () => {
  const company = await companyWith({});
  const debtor = await addDebtor(company, { number: 'D1' });
  const { items } = await addDocument(company, debtor, {
    number: 'F1',
    items: [{ dueOn: '2026-03-01', open: '120.00' }],
  });
  const handOver = {
    ...{ companyId: company.companyId, id: newId(), debtorId: debtor.id, dueItemId: items[0]?.id ?? '' },
    ...{ givenTo: 'collector', handedOn: PLAN.plannedFor, handedBy: null, runId: null },
  };
  await inCompany(company, (trx) =>
    trx
      .insertInto('handOver')
      .values({ ...handOver, takenBackOn: null, takenBackBy: null })
      .execute(),
  );
  expect(await tried(company)).toEqual(['-D1 F1 handed_over']);
  await inCompany(company, (trx) =>
    trx.updateTable('handOver').set({ takenBackOn: PLAN.plannedFor }).where('id', '=', handOver.id).execute(),
  );
  expect(await tried(company)).toEqual(['D1 notice 1 120.00 by mail: F1']);
});

test('a step by several channels leaves by each that has an address; a missing one is a warning and a task', async () => {
  const company = await companyWith({
    steps: [noticeStep(1, 10, { channels: ['mail', 'registered_post'] })],
  });
  const both = await addDebtor(company, { number: 'D1' });
  const postOnly = await addDebtor(company, { number: 'D2', email: null });
  await addDocument(company, both, { number: 'F1', items: [{ dueOn: '2026-03-01', open: '1.00' }] });
  await addDocument(company, postOnly, { number: 'F2', items: [{ dueOn: '2026-03-01', open: '2.00' }] });
  expect(await tried(company)).toEqual([
    'D1 notice 1 1.00 by mail+registered_post: F1',
    'D2 notice 1 2.00 by registered_post: F2',
  ]);
  const run = await planRun(company, PLAN);
  const [, second] = await proposals(company, run);
  expect(second?.warnings).toEqual([{ code: 'channel_without_address', facts: { channels: 'mail' } }]);
  const tasks = await inCompany(company, (trx) =>
    trx.selectFrom('task').select(['kind', 'debtorId']).where('companyId', '=', company.companyId).execute(),
  );
  expect(tasks).toEqual([{ kind: 'no_address', debtorId: postOnly.id }]);
});

test('what a payer’s debtors owe is on one notice to it, each line saying whose it is', async () => {
  const company = await companyWith({ grouping: 'payer' });
  const payer = await addDebtor(company, { number: 'D9', name: 'Le siège', email: 'siege@example.org' });
  const branch = await addDebtor(company, { number: 'D1', name: 'La succursale', payerId: payer.id });
  const other = await addDebtor(company, { number: 'D2', name: 'Un autre' });
  for (const [debtor, number] of [
    [payer, 'F9'],
    [branch, 'F1'],
    [other, 'F2'],
  ] as const) {
    await addDocument(company, debtor, { number, items: [{ dueOn: '2026-03-01', open: '100.00' }] });
  }
  await addDocument(company, branch, {
    number: 'N1',
    kind: 'credit_note',
    items: [{ dueOn: '2026-03-01', open: '-30.00' }],
  });
  expect(await tried(company)).toEqual([
    'D2 notice 1 100.00 by mail: F2',
    'D9 notice 1 170.00 by mail: F9 F1 N1',
  ]);
  // The pages of each tell its own items, by what is planned for all of them.
  const explained = (debtor: string) => explainDebtor(company, { debtor, page: 1, perPage: 10 });
  expect((await explained(branch.id)).rows).toMatchObject([
    { documentNumber: 'F1', proposed: { stepKind: 'notice', level: 1 } },
  ]);
  expect((await explained(payer.id)).rows).toMatchObject([{ documentNumber: 'F9' }]);
  // Narrowed to one debtor, its payer is still the one who is asked.
  expect(await tried(company, { debtor: 'D1' })).toEqual(['D9 notice 1 70.00 by mail: F1 N1']);
  const run = await planRun(company, PLAN);
  const [, toPayer] = await proposals(company, run);
  const { lines } = await showProposal(company, { run, proposal: toPayer?.id ?? '' });
  expect(lines.map((line) => [line.documentNumber, line.debtor?.number ?? null])).toEqual([
    ['F9', null],
    ['F1', 'D1'],
    ['N1', 'D1'],
  ]);
  await inCompany(company, (trx) =>
    trx
      .updateTable('debtor')
      .set({ contactedOn: PLAN.plannedFor.subtract({ days: 4 }) })
      .where('id', '=', branch.id)
      .execute(),
  );
  await inCompany(company, (trx) =>
    trx.updateTable('run').set({ state: 'cancelled' }).where('id', '=', run).execute(),
  );
  expect(await tried(company)).toEqual([
    'D2 notice 1 100.00 by mail: F2',
    '-D1 F1 contacted_recently',
    '-D9 F9 contacted_recently',
  ]);
});
