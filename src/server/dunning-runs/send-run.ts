import { sql } from 'kysely';
import { writeAnswer } from '#core/dunning/run-answer.ts';
import { whyNot } from '#core/dunning/run-states.ts';
import { Refusal, refuse } from '#core/refusal.ts';
import { issueNotices } from '#server/notices/issue-notices.ts';
import { inCompany, type Trx } from '#server/platform/db.ts';
import { fault } from '#server/platform/fault.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { refuseStaleFactor } from '#server/security/check-release.ts';
import { addTimelineEntries } from '#server/timeline/queries.ts';
import { sendRunJob } from './jobs.ts';
import { lockRun, markRun } from './queries.ts';

/** Queues the sending of an approved run. Asking twice changes nothing. */
export function startSending(tools: CompanyTools, { run: runId }: { run: string }): Promise<void> {
  const { companyId, actor, queue } = tools;
  return inCompany(tools, async (trx) => {
    const state = await lockSendable(trx, companyId, runId);
    await refuseStaleFactor(trx, tools);
    if (state !== 'sent') await queue.add(trx, sendRunJob, { companyId, actor, runId });
  });
}

/**
 * Issues the notices of an approved run, portion by portion, each portion one transaction: a process killed in between
 * goes on with what is left, and the unique key of due item, level and time lets nothing be issued twice.
 */
export async function sendRun(tools: CompanyTools, { runId }: { runId: string }): Promise<void> {
  const { companyId } = tools;
  if (!(await beginSending(tools, runId))) return;
  fault('sending-begun');
  try {
    for (;;) {
      const { issued, withdrawn, left } = await issueNotices(tools, { runId });
      fault('portion-issued');
      await inCompany(tools, (trx) => tellProgress(trx, companyId, runId, issued + withdrawn));
      if (left === 0) break;
    }
  } catch (error) {
    await tellTry(tools, runId, error);
    throw error;
  }
  fault('all-issued');
  await endSending(tools, runId);
  fault('sending-ended');
}

/** @returns false where the run was sent already */
function beginSending(tools: CompanyTools, runId: string): Promise<boolean> {
  const { companyId } = tools;
  return inCompany(tools, async (trx) => {
    const state = await lockSendable(trx, companyId, runId);
    if (state !== 'approved') return state === 'sending';
    const total = await countProposed(trx, companyId, runId);
    const changes = { state: 'sending' as const, progress: { done: 0, total }, answer: null };
    return markRun(trx, { companyId, id: runId, from: ['approved'] }, changes);
  });
}

async function lockSendable(trx: Trx, companyId: string, runId: string) {
  const run = (await lockRun(trx, companyId, runId)) ?? refuse('run_unknown', { run: runId });
  const closed = whyNot('send', run.state);
  if (closed) refuse(closed, { run: String(run.number) });
  return run.state;
}

async function countProposed(trx: Trx, companyId: string, runId: string): Promise<number> {
  const { rows } = await sql<{ total: number }>`
    select count(*)::int as total from proposal
    where company_id = ${companyId} and run_id = ${runId} and state = 'proposed'`.execute(trx);
  return rows[0]?.total ?? 0;
}

async function tellProgress(trx: Trx, companyId: string, runId: string, more: number): Promise<void> {
  await sql`
    update run set progress = jsonb_set(progress, '{done}', to_jsonb((progress ->> 'done')::int + ${more}::int)),
      answer = null
    where company_id = ${companyId} and id = ${runId} and state = 'sending' and progress is not null`.execute(
    trx,
  );
}

function endSending({ clock, actor, companyId, ...tools }: CompanyTools, runId: string): Promise<void> {
  return inCompany({ ...tools, companyId }, async (trx) => {
    const run = (await lockRun(trx, companyId, runId)) ?? refuse('run_unknown', { run: runId });
    const at = clock.now();
    const changes = { state: 'sent' as const, progress: null, answer: null, endedAt: at };
    if (!(await markRun(trx, { companyId, id: runId, from: ['sending'] }, changes))) return;
    const { rows } = await sql<{ notices: number }>`
      select count(*)::int as notices from notice where company_id = ${companyId} and run_id = ${runId}`.execute(
      trx,
    );
    const facts = { run: String(run.number), notices: String(rows[0]?.notices ?? 0) };
    await addTimelineEntries(trx, companyId, [{ kind: 'run_sent', facts, at, actor, runId }]);
  });
}

/** What the user can mend stops the run at once; what the outside failed at is told while it is tried again. */
function tellTry(tools: CompanyTools, runId: string, error: unknown): Promise<unknown> {
  if (error instanceof Refusal) return stopSending(tools, { runId }, error);
  const which = { companyId: tools.companyId, id: runId, from: ['sending'] as const };
  return inCompany(tools, (trx) => markRun(trx, which, { answer: writeAnswer(error) }));
}

/**
 * Stops a run where it is: approved again, told why, and on the worklist until somebody sends the rest. What has left
 * stays sent.
 */
export async function stopSending(
  tools: CompanyTools,
  { runId }: { runId: string },
  error: unknown,
): Promise<void> {
  const { companyId, actor, clock } = tools;
  const answer = writeAnswer(error);
  await inCompany(tools, async (trx) => {
    const run = await lockRun(trx, companyId, runId);
    const which = { companyId, id: runId, from: ['sending'] as const };
    const changes = { state: 'approved' as const, progress: null, answer };
    if (!run || !(await markRun(trx, which, changes))) return;
    const facts = { run: String(run.number), answer };
    const entry = { kind: 'run_stopped' as const, facts, at: clock.now(), actor, runId };
    await addTimelineEntries(trx, companyId, [entry]);
  });
}
