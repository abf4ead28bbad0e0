import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { RunOptions } from '#contract/dunning-run-views.ts';
import { cancelRun } from '#server/dunning-runs/cancel-run.ts';
import { planRun } from '#server/dunning-runs/plan-run.ts';
import { sendRun } from '#server/dunning-runs/send-run.ts';
import { showProposals } from '#server/dunning-runs/show-proposals.ts';
import { undoRun } from '#server/dunning-runs/undo-run.ts';
import { issueNotices } from '#server/notices/issue-notices.ts';
import { inCompany } from '#server/platform/db.ts';
import { findSendStops } from '#server/send-stops/find-send-stops.ts';
import { addApprovedRun } from '#test/support/approved-run.ts';
import { freshDb } from '#test/support/fresh-db.ts';
import { toolsFor } from '#test/support/tools.ts';
import { checkCounters, findCounterBreaches } from './check-counters.ts';
import { findCounters, listBreaches } from './queries.ts';
import { watchCompany } from './watch-counters.ts';

const fresh = await freshDb();
const tools = toolsFor(fresh, { today: '2026-03-31' });
const day = Temporal.PlainDate.from('2026-03-31');
const none = { sent: 0, refused: 0, withdrawn: 0, waiting: 0, unknown: 0, done: 0 };
type Approved = Awaited<ReturnType<typeof addApprovedRun>>;

const countersOf = ({ company, run }: Approved) =>
  inCompany(company, (trx) => findCounters(trx, company.companyId, run));

test('a transaction after which the counters would not add up cannot end', async () => {
  const approved = await addApprovedRun(tools, { debtors: 3 });
  const { company, run } = approved;
  const broken: [string, () => Promise<unknown>][] = [
    [
      'a proposal issued without a notice',
      () =>
        inCompany(company, (trx) =>
          sql`update proposal set state = 'issued' where run_id = ${run}`.execute(trx),
        ),
    ],
    [
      'one of them counted twice',
      () =>
        inCompany(company, (trx) =>
          sql`update run_outcome set sent = sent + 1 where run_id = ${run}`.execute(trx),
        ),
    ],
    [
      'a proposal gone',
      () => inCompany(company, (trx) => sql`delete from proposal where run_id = ${run}`.execute(trx)),
    ],
  ];
  for (const [, attempt] of broken)
    await expect(attempt()).rejects.toThrow(/do not add up|cannot be deleted/);
  expect(await countersOf(approved)).toEqual({ ...none, approved: 3, waiting: 3 });
  await sendRun(company, { runId: run });
  expect(await countersOf(approved)).toEqual({ ...none, approved: 3, waiting: 3 });
});

test('what differs from what is counted anew is found at the next look, kept, and forgotten once mended', async () => {
  const { company, run } = await addApprovedRun(tools, { debtors: 2, releaseDelaySeconds: 60 });
  await sendRun(company, { runId: run });
  expect(await checkCounters(company)).toEqual([]);
  const behindTheBack = async (state: string) => {
    const client = await fresh.pool.connect();
    await client.query('begin');
    await client.query(`set local session_replication_role = 'replica'`);
    await client.query(`update dispatch set state = $1 where company_id = $2`, [state, company.companyId]);
    await client.query('commit');
    client.release();
  };
  await behindTheBack('sent');
  const [found] = await checkCounters(company);
  expect(found).toMatchObject({
    runId: run,
    kept: { waiting: 2, sent: 0 },
    counted: { waiting: 0, sent: 2 },
  });
  const { kept, nightly } = await inCompany(company, async (trx) => ({
    kept: await listBreaches(trx, company.companyId),
    nightly: await findCounterBreaches(trx, company.companyId),
  }));
  expect(kept.map(({ runId }) => runId)).toEqual([run]);
  expect(nightly.map(({ runId }) => runId)).toEqual([run]);
  await behindTheBack('held');
  expect(await checkCounters(company)).toEqual([]);
  expect(await inCompany(company, (trx) => listBreaches(trx, company.companyId))).toEqual([]);
});

test('undone while its letters are still made, the rest is not made, and all of it is proposed again', async () => {
  const approved = await addApprovedRun(tools, { debtors: 5, releaseDelaySeconds: 60 });
  const { company, run } = approved;
  await inCompany(company, (trx) =>
    trx
      .updateTable('run')
      .set({ state: 'sending', progress: sql`'{"done": 0, "total": 5}'::jsonb` })
      .where('id', '=', run)
      .execute(),
  );
  expect(await issueNotices(company, { runId: run, limit: 2 })).toMatchObject({ issued: 2 });
  await undoRun(company, run);
  expect(await countersOf(approved)).toEqual({ ...none, approved: 5, withdrawn: 5 });
  await sendRun(company, { runId: run }).catch(() => {});
  expect(await countersOf(approved)).toEqual({ ...none, approved: 5, withdrawn: 5 });
  expect(await checkCounters(company)).toEqual([]);

  const again = await planRun(company, { plannedFor: day, options: RunOptions.parse({}) });
  const page = { show: 'all', page: 1, perPage: 10, sort: 'position', direction: 'asc' } as const;
  expect((await showProposals(company, { run: again, ...page })).total).toBe(5);
});

test('a run given up after its approval counts as withdrawn', async () => {
  const approved = await addApprovedRun(tools, { debtors: 2 });
  await cancelRun(approved.company, { run: approved.run });
  expect(await countersOf(approved)).toEqual({ ...none, approved: 2, withdrawn: 2 });
  expect(await checkCounters(approved.company)).toEqual([]);
});

test('a difference that comes up holds back what would leave within the minute, and lets go once it is mended', async () => {
  const { company, run } = await addApprovedRun(tools, { debtors: 1, releaseDelaySeconds: 60 });
  await sendRun(company, { runId: run });
  const stops = () => inCompany(company, (trx) => findSendStops(trx, company.companyId));
  await watchCompany(company);
  expect(await stops()).toEqual([]);
  const count = (waiting: number) =>
    fresh.pool.query(`begin; set local session_replication_role = 'replica';
      update run_outcome set waiting = ${waiting} where run_id = '${run}'; commit`);
  await count(2);
  await watchCompany(company);
  expect((await stops()).map(({ kind }) => kind)).toEqual(['audit_failed']);
  await count(1);
  await watchCompany(company);
  expect(await stops()).toEqual([]);
});
