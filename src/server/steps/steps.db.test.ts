import { expect, test } from 'vitest';
import { RunOptions } from '#contract/dunning-run-views.ts';
import type { Step, StepKind } from '#core/dunning/policy.ts';
import { readyPolicyFor } from '#core/dunning/ready-policies.ts';
import { approveRun } from '#server/dunning-runs/approve-run.ts';
import { planRun } from '#server/dunning-runs/plan-run.ts';
import { sendRun } from '#server/dunning-runs/send-run.ts';
import { showProposals } from '#server/dunning-runs/show-proposals.ts';
import { undoRun } from '#server/dunning-runs/undo-run.ts';
import { showDispatches, showNotice, showNotices } from '#server/notices/show-notices.ts';
import { inCompany } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { addOwnPolicy } from '#server/policies/add-policy.ts';
import { completeTask } from '#server/tasks/complete-task.ts';
import { freshDb } from '#test/support/fresh-db.ts';
import { addCompany, addDebtor, addDocument } from '#test/support/people.ts';
import { toolsFor } from '#test/support/tools.ts';
import { handOverItem, takeBackItem } from './hand-over.ts';
import { recordAcceptance } from './record-acceptance.ts';
import { showItemSteps } from './show-item-steps.ts';

const tools = toolsFor(await freshDb(), { today: '2026-03-31' });
const day = Temporal.PlainDate.from('2026-03-31');

/** A policy with one step beside its notices, and a debtor by post with one item of 120.00. */
async function companyWith(kind: Exclude<StepKind, 'notice' | 'courtesy'>, days: number, dueOn: string) {
  const company = await addCompany(tools, { releaseDelaySeconds: 0 });
  const standard = readyPolicyFor('be_standard', { country: 'BE', currency: 'EUR' });
  const [first] = standard.steps.filter((step) => step.kind === 'notice');
  const step: Step = {
    ...(first as Step),
    kind,
    level: null,
    when: { basis: 'due_date', days, count: 'calendar' },
    interest: { kind: 'none' },
    fee: { kind: 'none' },
    repeat: null,
    ...(kind === 'hand_over' ? { handTo: 'lawyer' as const } : {}),
  };
  const steps = kind === 'hand_over' ? [...standard.steps, step] : [step, ...standard.steps];
  const policyId = await addOwnPolicy(company, { name: kind, body: { ...standard, steps } });
  await inCompany(company, (trx) =>
    trx
      .updateTable('company')
      .set({ defaultPolicyId: policyId })
      .where('id', '=', company.companyId)
      .execute(),
  );
  const given = { preferredChannel: 'post' as const, phone: '+32 81 61 00 00', contactedOn: null };
  const debtor = await addDebtor(company, { number: 'D1', name: 'Café du Midi', ...given });
  const { items } = await addDocument(company, debtor, {
    number: 'F1',
    issuedOn: '2026-02-01',
    items: [{ dueOn, open: '120.00' }],
  });
  return { company, debtor: debtor.id, item: items[0]?.id ?? '' };
}

async function sent(company: CompanyTools): Promise<string> {
  const run = await planRun(company, { plannedFor: day, options: RunOptions.parse({}) });
  await approveRun(company, { run, send: false });
  await sendRun(company, { runId: run });
  return run;
}

async function proposed(company: CompanyTools) {
  const run = await planRun(company, { plannedFor: day, options: RunOptions.parse({}) });
  const page = { page: 1, perPage: 50, sort: 'position', direction: 'asc', show: 'all' } as const;
  const { rows } = await showProposals(company, { run, ...page });
  await inCompany(company, (trx) => trx.deleteFrom('run').where('id', '=', run).execute());
  return rows.map(({ stepKind }) => stepKind);
}

/** Why a run of today leaves out what it leaves out. */
async function leftOutOf(company: CompanyTools) {
  const run = await planRun(company, { plannedFor: day, options: RunOptions.parse({}) });
  return inCompany(company, async (trx) => {
    const rows = await trx.selectFrom('runLeftOut').select('because').where('runId', '=', run).execute();
    await trx.deleteFrom('run').where('id', '=', run).execute();
    return rows.map(({ because }) => because);
  });
}

function tasksOf(company: CompanyTools) {
  return inCompany(company, (trx) =>
    trx.selectFrom('task').select(['id', 'kind', 'facts', 'outcome', 'doneAt', 'runId']).execute(),
  );
}

async function contactedOn(company: CompanyTools, debtor: string) {
  const row = await inCompany(company, (trx) =>
    trx.selectFrom('debtor').select('contactedOn').where('id', '=', debtor).executeTakeFirstOrThrow(),
  );
  return row.contactedOn?.toString() ?? null;
}

test('a call becomes a task with whom to ring and what to say; once done, whoever was reached was contacted', async () => {
  const { company, debtor, item } = await companyWith('call', 5, '2026-03-25');
  expect(await proposed(company)).toEqual(['call']);
  const run = await sent(company);
  const [task, ...others] = await tasksOf(company);
  expect(others).toEqual([]);
  expect(task).toMatchObject({
    kind: 'call',
    runId: run,
    facts: {
      code: 'step_call',
      contact: 'Café du Midi',
      phone: '+32 81 61 00 00',
      documents: 'F1',
      total: '120.00 EUR',
      script: expect.stringContaining('la facture F1'),
    },
  });
  expect(await showDispatches(company, run)).toMatchObject({ approved: 1, done: 1, sent: 0, waiting: 0 });
  expect((await showItemSteps(company, { item })).steps).toMatchObject([{ stepKind: 'call', undone: false }]);
  // Not twice: it is done.
  expect(await proposed(company)).toEqual([]);

  expect(await contactedOn(company, debtor)).toBeNull();
  await completeTask(company, { task: task?.id ?? '', outcome: 'Repos', result: 'not_reached' });
  expect(await contactedOn(company, debtor)).toBeNull();
});

test('a call that reached the debtor counts as a contact, and a second answer changes nothing', async () => {
  const { company, debtor } = await companyWith('call', 5, '2026-03-25');
  await sent(company);
  const [task] = await tasksOf(company);
  await completeTask(company, { task: task?.id ?? '', outcome: 'Paie vendredi', result: 'promised' });
  await completeTask(company, { task: task?.id ?? '', outcome: 'again', result: 'not_reached' });
  expect(await contactedOn(company, debtor)).toBe('2026-03-31');
  const [done] = await tasksOf(company);
  expect(done).toMatchObject({ outcome: 'Paie vendredi' });
});

test('undone, an open call is asked for no more, and may be proposed again', async () => {
  const { company, item } = await companyWith('call', 5, '2026-03-25');
  const run = await sent(company);
  await undoRun(company, run);
  await undoRun(company, run);
  expect(await tasksOf(company)).toMatchObject([{ outcome: 'undone' }]);
  expect((await showItemSteps(company, { item })).steps).toMatchObject([{ undone: true }]);
  expect(await proposed(company)).toEqual(['call']);
});

test('a statement is a letter of everything that is open, that raises no level', async () => {
  const { company, debtor, item } = await companyWith('statement', 5, '2026-03-25');
  await addDocument(
    company,
    { id: debtor },
    {
      number: 'F2',
      items: [{ dueOn: '2026-05-31', open: '50.00' }],
    },
  );
  await addDocument(
    company,
    { id: debtor },
    {
      number: 'NC1',
      kind: 'credit_note',
      items: [{ dueOn: '2026-03-01', open: '-20.00' }],
    },
  );
  const run = await sent(company);
  const { rows } = await showNotices(company, { run, page: 1, perPage: 10 });
  expect(rows).toMatchObject([{ stepKind: 'statement', level: null, state: 'sent' }]);
  const notice = await showNotice(company, rows[0]?.id ?? '');
  expect(notice.lines.map(({ documentNumber }) => documentNumber).sort()).toEqual(['F1', 'F2', 'NC1']);
  expect(notice.subject).toContain('Relevé de votre compte');
  const snapshot = await inCompany(company, (trx) =>
    trx.selectFrom('notice').select('snapshot').executeTakeFirstOrThrow(),
  );
  expect(snapshot.snapshot).toMatchObject({
    totals: { due: '12000', upcoming: '5000', credit: '-2000', interest: '0', fee: '0', total: '15000' },
  });
  const level = await inCompany(company, (trx) =>
    trx.selectFrom('dueItem').select('level').where('id', '=', item).executeTakeFirstOrThrow(),
  );
  expect(level).toEqual({ level: 0 });
  expect(await contactedOn(company, debtor)).toBe('2026-03-31');
});

test('a request of acceptance goes out once before the due date; the answer is kept, and contested is disputed', async () => {
  const { company, item } = await companyWith('acceptance', -10, '2026-04-08');
  expect(await proposed(company)).toEqual(['acceptance']);
  const run = await sent(company);
  const { rows } = await showNotices(company, { run, page: 1, perPage: 10 });
  expect(rows).toMatchObject([{ stepKind: 'acceptance', level: null, state: 'sent' }]);
  expect(await proposed(company)).toEqual([]);

  await recordAcceptance(company, { item, answer: 'accepted', note: 'Par téléphone', reason: 'other' });
  expect((await showItemSteps(company, { item })).acceptance).toEqual({
    answer: 'accepted',
    note: 'Par téléphone',
    answeredOn: '2026-03-31',
  });
  await expect(
    recordAcceptance(company, { item, answer: 'disputed', note: '', reason: 'other' }),
  ).rejects.toMatchObject({ code: 'dispute_note_missing' });
  expect((await showItemSteps(company, { item })).acceptance).toMatchObject({ answer: 'accepted' });
  const disputed = { item, answer: 'disputed' as const, note: 'Mauvais prix', reason: 'other' as const };
  await recordAcceptance(company, disputed);
  await recordAcceptance(company, disputed);
  expect((await showItemSteps(company, { item })).acceptance).toMatchObject({ answer: 'disputed' });
  const disputes = await inCompany(company, (trx) => trx.selectFrom('dispute').select('note').execute());
  expect(disputes).toEqual([{ note: 'Mauvais prix' }]);

  await undoRun(company, run);
  expect((await showItemSteps(company, { item })).steps).toMatchObject([{ undone: true }]);
});

test('nothing is accepted or contested of an item that is settled', async () => {
  const { company, debtor } = await companyWith('acceptance', -10, '2026-04-08');
  const paid = await addDocument(
    company,
    { id: debtor },
    { number: 'F9', items: [{ dueOn: '2026-04-08', open: '0.00', amount: '10.00' }] },
  );
  const item = paid.items[0]?.id ?? '';
  for (const answer of ['accepted', 'disputed'] as const) {
    await expect(
      recordAcceptance(company, { item, answer, note: '', reason: 'price' }),
    ).rejects.toMatchObject({ code: 'open_item_settled' });
  }
  expect((await showItemSteps(company, { item })).acceptance).toBeNull();
});

test('handed over, nothing of an item is reminded until it is taken back or the run is undone', async () => {
  const { company, item } = await companyWith('hand_over', 60, '2026-01-15');
  await inCompany(company, (trx) =>
    trx
      .updateTable('dueItem')
      .set({
        level: 3,
        times: 1,
        notifiedOn: day.subtract({ days: 40 }),
        deadlineOn: day.subtract({ days: 30 }),
      })
      .where('id', '=', item)
      .execute(),
  );
  expect(await proposed(company)).toEqual(['hand_over']);
  const run = await sent(company);
  expect(await tasksOf(company)).toMatchObject([
    { kind: 'hand_over', facts: { to: 'lawyer', documents: 'F1' } },
  ]);
  expect((await showItemSteps(company, { item })).handOvers).toEqual([
    { to: 'lawyer', handedOn: '2026-03-31', takenBackOn: null },
  ]);
  expect(await leftOutOf(company)).toEqual(['handed_over']);

  await undoRun(company, run);
  expect((await showItemSteps(company, { item })).handOvers).toMatchObject([{ takenBackOn: '2026-03-31' }]);
  expect(await proposed(company)).toEqual(['hand_over']);
});

test('while one hand-over is still to be done, that of another item is work of its own', async () => {
  const { company, debtor } = await companyWith('hand_over', 60, '2026-01-15');
  const warned = { level: 3, times: 1, notifiedOn: day.subtract({ days: 40 }) };
  const warn = () =>
    inCompany(company, (trx) =>
      trx
        .updateTable('dueItem')
        .set({ ...warned, deadlineOn: day.subtract({ days: 30 }) })
        .execute(),
    );
  await warn();
  await sent(company);
  await addDocument(
    company,
    { id: debtor },
    { number: 'F2', issuedOn: '2026-01-01', items: [{ dueOn: '2026-01-20', open: '80.00' }] },
  );
  await warn();
  await sent(company);
  expect((await tasksOf(company)).map(({ kind, facts }) => [kind, facts.documents])).toEqual([
    ['hand_over', 'F1'],
    ['hand_over', 'F2'],
  ]);
});

test('by hand: handed over once, taken back once, each refused where it does not stand', async () => {
  const { company, item } = await companyWith('call', 5, '2026-03-01');
  await expect(takeBackItem(company, { item })).rejects.toMatchObject({ code: 'item_not_handed_over' });
  await handOverItem(company, { item, to: 'bailiff' });
  await expect(handOverItem(company, { item, to: 'lawyer' })).rejects.toMatchObject({
    code: 'item_handed_over',
  });
  expect(await proposed(company)).toEqual([]);
  await takeBackItem(company, { item });
  await handOverItem(company, { item, to: 'lawyer' });
  expect((await showItemSteps(company, { item })).handOvers).toMatchObject([
    { to: 'lawyer', takenBackOn: null },
    { to: 'bailiff', takenBackOn: '2026-03-31' },
  ]);
  const unknown = crypto.randomUUID();
  await expect(handOverItem(company, { item: unknown, to: 'lawyer' })).rejects.toMatchObject({
    code: 'open_item_unknown',
  });
});

test('handed over between approval and sending, an item is withdrawn from its notice', async () => {
  const { company, item } = await companyWith('call', 5, '2026-03-01');
  const run = await planRun(company, { plannedFor: day, options: RunOptions.parse({}) });
  await approveRun(company, { run, send: false });
  await handOverItem(company, { item, to: 'collector' });
  await sendRun(company, { runId: run });
  const outcome = await showDispatches(company, run);
  expect(outcome.withdrawn).toBe(outcome.approved);
});
