import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { RunOptions } from '#contract/dunning-run-views.ts';
import { inCompany } from '#server/platform/db.ts';
import { outcomeOf } from '#server/platform/queue.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { addDefaultPolicy } from '#server/policies/add-policy.ts';
import { showWorklist } from '#server/tasks/show-worklist.ts';
import { freshDb } from '#test/support/fresh-db.ts';
import { addCompany, addDebtor, addDocument } from '#test/support/people.ts';
import { toolsFor } from '#test/support/tools.ts';
import { approveRun } from './approve-run.ts';
import { cancelRun } from './cancel-run.ts';
import { computeRunJob, sendRunJob } from './jobs.ts';
import { planRun, startRun } from './plan-run.ts';
import { sendRun } from './send-run.ts';
import { showRun } from './show-run.ts';
import { dunningRunWorkers } from './workers.ts';

const fresh = await freshDb();
const tools = toolsFor(fresh, { today: '2026-03-31' });
const sending = dunningRunWorkers.find(({ name }) => name === sendRunJob.name);

/** A full disk, as far as anybody here can tell: every notice after the first so many is refused by the database. */
async function diskFullAfter(notices: number | null): Promise<void> {
  await fresh.pool.query('drop trigger if exists disk_full on notice');
  if (notices === null) return;
  await fresh.pool.query(`create or replace function disk_full() returns trigger language plpgsql as
    $$ begin if new.number > ${notices} then raise exception 'disk full'; end if; return new; end $$`);
  await fresh.pool.query(
    'create trigger disk_full before insert on notice for each row execute function disk_full()',
  );
}

const PLAN = { plannedFor: Temporal.PlainDate.from('2026-03-31'), options: RunOptions.parse({}) };

async function lateCompany(debtors: number): Promise<CompanyTools> {
  const lambert = await addCompany(tools);
  const terms = { id: lambert.companyId, country: 'BE', currency: 'EUR' as const, language: 'fr' as const };
  await inCompany(lambert, (trx) => addDefaultPolicy(trx, terms));
  for (let nth = 1; nth <= debtors; nth += 1) {
    const debtor = await addDebtor(lambert, { preferredChannel: 'post' });
    await addDocument(lambert, debtor, { items: [{ dueOn: '2026-03-01', open: '120.00' }] });
  }
  return lambert;
}

async function approvedRun(debtors: number) {
  const lambert = await lateCompany(debtors);
  const run = await planRun(lambert, PLAN);
  await approveRun(lambert, { run, send: false });
  return { lambert, run };
}

const told = (lambert: CompanyTools, run: string) =>
  inCompany(lambert, async (trx) => {
    const { rows } = await sql<{ kind: string; facts: Record<string, string> }>`
      select kind, facts from timeline_entry where run_id = ${run} and kind in ('run_stopped', 'run_sent')
      order by id`.execute(trx);
    return rows.map(({ kind, facts }) => `${kind} ${facts.answer ?? ''}`.trim());
  });

test('a try that fails is told while it is tried again; after the last one a person is asked to send the rest', async () => {
  const { lambert, run } = await approvedRun(2);
  const job = { companyId: lambert.companyId, actor: null, runId: run };
  const trying = (isLastTry: boolean) => (sending ? outcomeOf(sending, tools, job, isLastTry) : null);
  await diskFullAfter(0);
  expect(await trying(false)).toMatchObject({ status: 'failed' });
  const words = { kind: 'words', words: expect.stringContaining('disk full') };
  expect(await showRun(lambert, { run })).toMatchObject({ state: 'sending', answer: words });
  expect(await told(lambert, run)).toEqual([]);

  expect(await trying(true)).toMatchObject({ status: 'failed' });
  expect(await showRun(lambert, { run })).toMatchObject({ state: 'approved', answer: words });
  expect(await told(lambert, run)).toEqual([expect.stringContaining('run_stopped disk full')]);
  const { entries } = await showWorklist(lambert, { kind: 'run_to_send', page: 1, perPage: 10 });
  expect(entries).toMatchObject([{ run: { id: run }, because: { code: 'run_stopped' } }]);

  await diskFullAfter(null);
  await sendRun(lambert, { runId: run });
  expect(await showRun(lambert, { run })).toMatchObject({ state: 'sent', answer: null });
  expect((await told(lambert, run)).at(-1)).toBe('run_sent');
});

test('a run of which something has left is not cancelled: the rest is sent, or all of it undone', async () => {
  const { lambert, run } = await approvedRun(42);
  await diskFullAfter(40);
  const job = { companyId: lambert.companyId, actor: null, runId: run };
  if (sending) await outcomeOf(sending, tools, job, true);
  await diskFullAfter(null);
  expect(await showRun(lambert, { run })).toMatchObject({ state: 'approved' });
  await expect(cancelRun(lambert, { run })).rejects.toMatchObject({ code: 'run_partly_sent' });
});

test('a run that nobody computes any more is told as failed, and stands in the way of no other', async () => {
  const lambert = await lateCompany(1);
  const run = await startRun(lambert, PLAN);
  const computing = dunningRunWorkers.find(({ name }) => name === computeRunJob.name);
  const job = { companyId: lambert.companyId, actor: null, runId: run };
  const died = new Error('The processes that did it died again and again.');
  await computing?.givenUp?.(tools, job, died);
  const words = { kind: 'words', words: expect.stringContaining('died again') };
  expect(await showRun(lambert, { run })).toMatchObject({ state: 'failed', answer: words });

  const next = await planRun(lambert, PLAN);
  expect(await showRun(lambert, { run: next })).toMatchObject({ state: 'planned' });
  await computing?.givenUp?.(tools, { ...job, runId: next }, died);
  expect(await showRun(lambert, { run: next })).toMatchObject({ state: 'planned' });
});
