import { expect, test } from 'vitest';
import { RunOptions } from '#contract/dunning-run-views.ts';
import { issueNotices } from '#server/notices/issue-notices.ts';
import { inCompany } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { addDefaultPolicy } from '#server/policies/add-policy.ts';
import { freshDb } from '#test/support/fresh-db.ts';
import { addCompany, addDebtor, addDocument } from '#test/support/people.ts';
import { runJobs, toolsFor } from '#test/support/tools.ts';
import { approveRun } from './approve-run.ts';
import { cancelRun } from './cancel-run.ts';
import { editProposals } from './edit-proposals.ts';
import { planRun } from './plan-run.ts';
import { sendRun } from './send-run.ts';
import { showRun } from './show-run.ts';
import { undoRun } from './undo-run.ts';
import { dunningRunWorkers } from './workers.ts';

const tools = toolsFor(await freshDb(), { today: '2026-03-31' });

/** So many debtors who get their reminders by post: they have left once they are issued. */
async function companyWith(debtors: number) {
  const lambert = await addCompany(tools);
  const terms = { id: lambert.companyId, country: 'BE', currency: 'EUR' as const, language: 'fr' as const };
  await inCompany(lambert, (trx) => addDefaultPolicy(trx, terms));
  for (let nth = 1; nth <= debtors; nth += 1) {
    const debtor = await addDebtor(lambert, { number: `D${nth}`, preferredChannel: 'post' });
    await addDocument(lambert, debtor, {
      number: `F${nth}`,
      items: [{ dueOn: '2026-03-01', open: '120.00' }],
    });
  }
  return lambert;
}

function planOn(lambert: CompanyTools, day: string) {
  return planRun(lambert, { plannedFor: Temporal.PlainDate.from(day), options: RunOptions.parse({}) });
}

async function approved(lambert: CompanyTools, day = '2026-03-31') {
  const run = await planOn(lambert, day);
  await approveRun(lambert, { run, send: false });
  return run;
}

function standing(lambert: CompanyTools) {
  return inCompany(lambert, async (trx) => {
    const items = await trx
      .selectFrom('dueItem')
      .select(['level', 'times', 'notifiedOn', 'deadlineOn'])
      .orderBy('id')
      .execute();
    const notices = await trx.selectFrom('notice').select(['number', 'undoneAt']).orderBy('number').execute();
    return {
      levels: items.map(({ level }) => level),
      notifiedOn: items.map(({ notifiedOn }) => notifiedOn?.toString() ?? null),
      notices: notices.map(({ number, undoneAt }) => (undoneAt ? -number : number)),
    };
  });
}

test('a sent run raises each item by one level, once, and the next one proposes nothing of it', async () => {
  const lambert = await companyWith(3);
  const run = await approved(lambert);
  await sendRun(lambert, { runId: run });
  await sendRun(lambert, { runId: run });
  expect(await standing(lambert)).toEqual({
    levels: [1, 1, 1],
    notifiedOn: ['2026-03-31', '2026-03-31', '2026-03-31'],
    notices: [1, 2, 3],
  });
  expect(await showRun(lambert, { run })).toMatchObject({ state: 'sent', progress: null });

  const again = await planOn(lambert, '2026-03-31');
  expect((await showRun(lambert, { run: again })).summary).toMatchObject({
    notices: 0,
    leftOut: [{ because: 'within_grace', items: 3 }],
  });
});

test('sent by the queue, a run ends by itself', async () => {
  const lambert = await companyWith(1);
  const run = await planOn(lambert, '2026-03-31');
  await approveRun(lambert, { run });
  await runJobs(tools, dunningRunWorkers);
  expect((await showRun(lambert, { run })).state).toBe('sent');
});

test('stopped in the middle, it goes on with what is left and sends nothing twice', async () => {
  const lambert = await companyWith(3);
  const run = await approved(lambert);
  await issueNotices(lambert, { runId: run, limit: 1 });
  expect((await standing(lambert)).levels.filter((level) => level === 1).length).toBe(1);
  await sendRun(lambert, { runId: run });
  expect(await standing(lambert)).toMatchObject({ levels: [1, 1, 1], notices: [1, 2, 3] });
});

test('two that send at the same moment send one notice to each', async () => {
  const lambert = await companyWith(3);
  const run = await approved(lambert);
  await Promise.all([sendRun(lambert, { runId: run }), sendRun(lambert, { runId: run })]);
  expect(await standing(lambert)).toMatchObject({ levels: [1, 1, 1], notices: [1, 2, 3] });
});

test('what was paid between planning and sending is withdrawn', async () => {
  const lambert = await companyWith(2);
  const run = await approved(lambert);
  await inCompany(lambert, (trx) =>
    trx
      .updateTable('dueItem')
      .set({ openMinor: 0n, settledOn: Temporal.PlainDate.from('2026-03-31') })
      .where('id', 'in', (query) => query.selectFrom('dueItem').select('id').orderBy('id').limit(1))
      .execute(),
  );
  await sendRun(lambert, { runId: run });
  expect((await standing(lambert)).levels.sort()).toEqual([0, 1]);
});

test('what the reviewer dropped stays where it was', async () => {
  const lambert = await companyWith(2);
  const run = await planOn(lambert, '2026-03-31');
  const matching = { show: 'all' as const, search: 'd1' };
  await editProposals(lambert, { run, proposals: null, matching, change: { kind: 'drop' } });
  await approveRun(lambert, { run, send: false });
  await sendRun(lambert, { runId: run });
  expect((await standing(lambert)).levels).toEqual([0, 1]);
});

test('undone, everything stands as before, and the same step may go out again', async () => {
  const lambert = await companyWith(2);
  const run = await approved(lambert);
  await sendRun(lambert, { runId: run });
  await undoRun(lambert, run);
  await undoRun(lambert, run);
  expect(await standing(lambert)).toEqual({ levels: [0, 0], notifiedOn: [null, null], notices: [-1, -2] });
  expect((await showRun(lambert, { run })).state).toBe('undone');

  await sendRun(lambert, { runId: await approved(lambert) });
  expect(await standing(lambert)).toMatchObject({ levels: [1, 1], notices: [-1, -2, 3, 4] });
});

test('a run that a later one stands on is not undone, and the refusal names the later notice', async () => {
  const lambert = await companyWith(1);
  const first = await approved(lambert);
  await sendRun(lambert, { runId: first });
  const second = await approved(lambert, '2026-04-25');
  await sendRun(lambert, { runId: second });
  expect((await standing(lambert)).levels).toEqual([2]);
  const refused = { code: 'notice_has_later', facts: { notice: '1', later: '2' } };
  await expect(undoRun(lambert, first)).rejects.toMatchObject(refused);
  await undoRun(lambert, second);
  await undoRun(lambert, first);
  expect((await standing(lambert)).levels).toEqual([0]);
});

test('a run is sent only when approved, and undone only when sent', async () => {
  const lambert = await companyWith(1);
  const run = await planOn(lambert, '2026-03-31');
  await expect(sendRun(lambert, { runId: run })).rejects.toMatchObject({ code: 'run_not_approved' });
  await expect(undoRun(lambert, run)).rejects.toMatchObject({ code: 'run_not_sent' });
  await cancelRun(lambert, { run });
  await expect(sendRun(lambert, { runId: run })).rejects.toMatchObject({ code: 'run_cancelled' });
});
