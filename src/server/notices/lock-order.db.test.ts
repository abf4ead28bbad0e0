import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { RunOptions } from '#contract/dunning-run-views.ts';
import type { Withdrawal } from '#core/dunning/withdrawal.ts';
import { approveRun } from '#server/dunning-runs/approve-run.ts';
import { planRun } from '#server/dunning-runs/plan-run.ts';
import { sendRun } from '#server/dunning-runs/send-run.ts';
import { inCompany } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { addDefaultPolicy } from '#server/policies/add-policy.ts';
import { freshDb } from '#test/support/fresh-db.ts';
import { addCompany, addDebtor, addDocument } from '#test/support/people.ts';
import { toolsFor } from '#test/support/tools.ts';
import { countWaiting } from '#test/support/waiting.ts';
import { addLease, lockNextMails } from './dispatch-queries.ts';
import { markReached } from './mark-sent.ts';
import { lockRunToIssue } from './queries.ts';
import { undoNotice } from './undo-notices.ts';
import { recheckDispatches, withdrawDispatches } from './withdraw-notices.ts';

/** Two connections that want the same notice: one waits for the other, and neither for ever. */
const fresh = await freshDb();
const tools = toolsFor(fresh, { today: '2026-03-31' });
const lease = await addLease(fresh.db, 'here', process.pid);

async function issued({ debtors = 1 } = {}): Promise<CompanyTools> {
  const company = await addCompany(tools);
  const terms = { id: company.companyId, country: 'BE', currency: 'EUR' as const, language: 'fr' as const };
  await inCompany(company, (trx) => addDefaultPolicy(trx, terms));
  for (let nth = 0; nth < debtors; nth += 1)
    await addDocument(company, await addDebtor(company), {
      items: [{ dueOn: '2026-03-01', open: '120.00' }],
    });
  const plannedFor = Temporal.PlainDate.from('2026-03-31');
  const run = await planRun(company, { plannedFor, options: RunOptions.parse({}) });
  await approveRun(company, { run, send: false });
  await sendRun(company, { runId: run });
  await inCompany(company, (trx) => trx.updateTable('dispatch').set({ state: 'queued' }).execute());
  return company;
}

const claim = { lease, now: Temporal.Instant.from('2026-03-31T10:00:00Z'), max: 10, room: 10 };

test('undoing waits for a claim that withdraws the same notice, and finds it withdrawn', async () => {
  const company = await issued();
  const { companyId } = company;
  let undone: Promise<string> = Promise.resolve('');
  await inCompany(company, async (trx) => {
    const [row] = await lockNextMails(trx, companyId, claim);
    if (!row) throw new Error('nothing to claim');
    undone = undoNotice(company, { notice: row.noticeId }).then(
      () => 'undone',
      (error: Error) => error.message,
    );
    await expect.poll(() => countWaiting(fresh.pool), { timeout: 20_000 }).toBeGreaterThan(0);
    await recheckDispatches(trx, company, [row]);
    await withdrawDispatches(trx, company, [row], new Map<string, Withdrawal>([[row.id, 'paid']]));
  });
  expect(await undone).toMatch(/^notice_already_undone/);
});

test('what is recorded as sent while somebody undoes it is undone as sent', async () => {
  const company = await issued();
  const { companyId } = company;
  const [row] = await inCompany(company, (trx) => lockNextMails(trx, companyId, claim));
  const notice = row?.noticeId ?? '';
  let undone: Promise<void> = Promise.resolve();
  await inCompany(company, async (trx) => {
    await sql`update dispatch set state = 'sent' where notice_id = ${notice}`.execute(trx);
    undone = undoNotice(company, { notice });
    await expect.poll(() => countWaiting(fresh.pool), { timeout: 20_000 }).toBeGreaterThan(0);
    await markReached(trx, companyId, [notice]);
  });
  await undone;
  const after = await inCompany(company, (trx) => trx.selectFrom('dueItem').select('level').execute());
  expect(after).toEqual([{ level: 0 }]);
});

// Counting two at once asks for the key of their run at the very end, where the head of the timeline is held: whoever issues the
// next portion would wait for that head, and each for the other.
test('several mails of a run are given up while its next portion is issued', async () => {
  const company = await issued({ debtors: 2 });
  const { companyId } = company;
  const run = await inCompany(company, (trx) => trx.selectFrom('run').select('id').executeTakeFirstOrThrow());
  await inCompany(company, (trx) => trx.updateTable('run').set({ state: 'sending' }).execute());
  await inCompany(company, async (trx) => {
    expect(await lockRunToIssue(trx, companyId, run.id)).toMatchObject({ state: 'sending' });
    await inCompany(company, async (other) => {
      await sql`set local lock_timeout = '5s'`.execute(other);
      await sql`update dispatch set state = 'withdrawn'`.execute(other);
    });
  });
  const after = await inCompany(company, (trx) => trx.selectFrom('runOutcome').select('withdrawn').execute());
  expect(after).toEqual([{ withdrawn: 2 }]);
});
