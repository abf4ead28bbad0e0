import { expect, test } from 'vitest';
import { RunOptions } from '#contract/dunning-run-views.ts';
import { approveRun } from '#server/dunning-runs/approve-run.ts';
import { planRun } from '#server/dunning-runs/plan-run.ts';
import { sendRun } from '#server/dunning-runs/send-run.ts';
import { showProposals } from '#server/dunning-runs/show-proposals.ts';
import { undoRun } from '#server/dunning-runs/undo-run.ts';
import { inCompany } from '#server/platform/db.ts';
import { addDefaultPolicy } from '#server/policies/add-policy.ts';
import { freshDb } from '#test/support/fresh-db.ts';
import { addCompany, addDebtor, addDocument } from '#test/support/people.ts';
import { scriptedSmtp } from '#test/support/scripted-smtp.ts';
import { toolsFor } from '#test/support/tools.ts';
import { dispatchMails } from './dispatch-mails.ts';
import { addLease } from './dispatch-queries.ts';
import { showDispatches } from './show-notices.ts';

const fresh = await freshDb();
const tools = toolsFor(fresh, { today: '2026-03-31' });
const smtp = await scriptedSmtp();
const lease = await addLease(fresh.db, 'here', process.pid);
const day = Temporal.PlainDate.from('2026-03-31');

/** Four debtors with one item each, in a run that a person approved. */
async function approvedRun(given: Parameters<typeof addCompany>[1] = {}) {
  const company = await addCompany(tools, given);
  const terms = { id: company.companyId, country: 'BE', currency: 'EUR' as const, language: 'fr' as const };
  await inCompany(company, (trx) => addDefaultPolicy(trx, terms));
  const debtors: { debtor: string; item: string }[] = [];
  for (let nth = 0; nth < 4; nth += 1) {
    const debtor = await addDebtor(company);
    const { items } = await addDocument(company, debtor, {
      items: [{ dueOn: '2026-03-01', open: '120.00' }],
    });
    debtors.push({ debtor: debtor.id, item: items[0]?.id ?? '' });
  }
  const run = await planRun(company, { plannedFor: day, options: RunOptions.parse({}) });
  await approveRun(company, { run, send: false });
  return { company, run, debtors };
}

const none = {
  sent: 0,
  refused: 0,
  withdrawn: 0,
  waiting: 0,
  unknown: 0,
  done: 0,
  secondsToLeave: null,
  dayFull: null,
  putOff: null,
};

test('paid meanwhile, no address any more, refused, sent: each notice approved is counted once, all the way', async () => {
  const { company, run, debtors } = await approvedRun();
  const [paid, lost] = debtors;
  await inCompany(company, async (trx) => {
    const settled = { openMinor: 0n, settledOn: day };
    await trx
      .updateTable('dueItem')
      .set(settled)
      .where('id', '=', paid?.item ?? '')
      .execute();
    await trx
      .updateTable('debtor')
      .set({ email: null })
      .where('id', '=', lost?.debtor ?? '')
      .execute();
  });
  expect(await showDispatches(company, run)).toEqual({ ...none, approved: 4, waiting: 4 });
  await sendRun(company, { runId: run });
  expect(await showDispatches(company, run)).toEqual({ ...none, approved: 4, withdrawn: 2, waiting: 2 });

  smtp.script = ['550 on rcpt'];
  await dispatchMails(company, lease, {
    url: smtp.url,
    from: 'a@lambert.example',
    copyTo: null,
    secondsMax: 1,
  });
  const ended = { ...none, approved: 4, withdrawn: 2, refused: 1, sent: 1 };
  expect(await showDispatches(company, run)).toEqual(ended);

  const page = { page: 1, perPage: 10, sort: 'position', direction: 'asc' } as const;
  const { rows } = await showProposals(company, { run, show: 'withdrawn', ...page });
  expect(rows.flatMap(({ warnings }) => warnings.map(({ code }) => code)).sort()).toEqual([
    'withdrawn_no_address',
    'withdrawn_paid',
  ]);
});

test('why a notice was let go is kept as a code, for each screen in its own language', async () => {
  const { company, run, debtors } = await approvedRun();
  const ids = debtors.map(({ debtor }) => debtor);
  await inCompany(company, (trx) =>
    trx.updateTable('debtor').set({ email: null }).where('id', 'in', ids).execute(),
  );
  await sendRun(company, { runId: run });
  const { entries, tasks } = await inCompany(company, async (trx) => ({
    entries: await trx
      .selectFrom('timelineEntry')
      .select('facts')
      .where('kind', '=', 'notice_not_issued')
      .execute(),
    tasks: await trx.selectFrom('task').select(['kind', 'facts']).execute(),
  }));
  expect(entries).toEqual(Array(4).fill({ facts: { run: '1', because: 'no_address' } }));
  const facts = { code: 'no_address', channel: 'mail', run: '1' };
  expect(tasks).toEqual(Array(4).fill({ kind: 'no_address', facts }));
});

test('recalled by undoing before it left, a notice counts as withdrawn', async () => {
  const { company, run } = await approvedRun();
  await sendRun(company, { runId: run });
  await undoRun(company, run);
  expect(await showDispatches(company, run)).toEqual({ ...none, approved: 4, withdrawn: 4 });
});

test('with a delay the mails wait, say how long, and undoing stops them all', async () => {
  const { company, run } = await approvedRun({ releaseDelaySeconds: 60 });
  await sendRun(company, { runId: run });
  const before = await showDispatches(company, run);
  expect(before).toMatchObject({ approved: 4, waiting: 4 });
  expect(before.secondsToLeave).toBeGreaterThan(0);
  expect(before.secondsToLeave).toBeLessThanOrEqual(60);
  smtp.accepted.length = 0;
  await dispatchMails(company, lease, { url: smtp.url, from: 'a@lambert.example', copyTo: null });
  await undoRun(company, run);
  expect(smtp.accepted).toHaveLength(0);
  expect(await showDispatches(company, run)).toEqual({ ...none, approved: 4, withdrawn: 4 });
});

test('mails that the server puts off are told with its last answer, until they leave', async () => {
  const { company, run } = await approvedRun();
  await sendRun(company, { runId: run });
  smtp.script = Array(4).fill('451 after the dot');
  await dispatchMails(company, lease, { url: smtp.url, from: 'a@lambert.example', copyTo: null });
  const told = await showDispatches(company, run);
  expect(told).toMatchObject({ waiting: 4, putOff: { count: 4, answer: expect.stringContaining('451') } });
});
