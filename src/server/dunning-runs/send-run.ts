import { sql } from 'kysely';
import { whyNot } from '#core/dunning/run-states.ts';
import { Refusal, refuse } from '#core/refusal.ts';
import { issueNotices } from '#server/notices/issue-notices.ts';
import { inCompany, type Trx } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { addTimelineEntries } from '#server/timeline/queries.ts';
import { sendRunJob } from './jobs.ts';
import { lockRun, markRun } from './queries.ts';

/** Queues the sending of an approved run. Asking twice changes nothing. */
export function startSending(tools: CompanyTools, { run: runId }: { run: string }): Promise<void> {
  const { companyId, actor, queue } = tools;
  return inCompany(tools, async (trx) => {
    const state = await lockSendable(trx, companyId, runId);
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
  try {
    for (;;) {
      const { issued, withdrawn, left } = await issueNotices(tools, { runId });
      await inCompany(tools, (trx) => tellProgress(trx, companyId, runId, issued + withdrawn));
      if (left === 0) break;
    }
  } catch (error) {
    if (error instanceof Refusal) await giveBack(tools, runId, error);
    throw error;
  }
  await endSending(tools, runId);
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
    update run set progress = jsonb_set(progress, '{done}', to_jsonb((progress ->> 'done')::int + ${more}::int))
    where company_id = ${companyId} and id = ${runId} and state = 'sending' and progress is not null`.execute(
    trx,
  );
}

function endSending({ clock, actor, companyId, ...tools }: CompanyTools, runId: string): Promise<void> {
  return inCompany({ ...tools, companyId }, async (trx) => {
    const run = (await lockRun(trx, companyId, runId)) ?? refuse('run_unknown', { run: runId });
    const at = clock.now();
    const changes = { state: 'sent' as const, progress: null, endedAt: at };
    if (!(await markRun(trx, { companyId, id: runId, from: ['sending'] }, changes))) return;
    const { rows } = await sql<{ notices: number }>`
      select count(*)::int as notices from notice where company_id = ${companyId} and run_id = ${runId}`.execute(
      trx,
    );
    const facts = { run: String(run.number), notices: String(rows[0]?.notices ?? 0) };
    await addTimelineEntries(trx, companyId, [{ kind: 'run_sent', facts, at, actor, runId }]);
  });
}

/** What the user can mend (no sender address) stops the run where it is: approved again, and told why. */
async function giveBack(tools: CompanyTools, runId: string, refusal: Refusal): Promise<void> {
  const { companyId } = tools;
  const changes = { state: 'approved' as const, progress: null, answer: refusal.code };
  await inCompany(tools, (trx) => markRun(trx, { companyId, id: runId, from: ['sending'] }, changes));
}
