import { sql } from 'kysely';
import { whyNot } from '#core/dunning/run-states.ts';
import { refuse } from '#core/refusal.ts';
import { undoNotices } from '#server/notices/undo-notices.ts';
import { inCompany, type Trx } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { addTimelineEntries } from '#server/timeline/queries.ts';
import { lockRun, markRun } from './queries.ts';

/**
 * Takes back every notice of a sent run, latest first, or none of them: levels go back, what has not left is recalled.
 * Undoing twice changes nothing.
 */
export function undoRun(tools: CompanyTools, runId: string): Promise<void> {
  const { companyId, actor, clock } = tools;
  return inCompany(tools, async (trx) => {
    const run = (await lockRun(trx, companyId, runId)) ?? refuse('run_unknown', { run: runId });
    const closed = whyNot('undo', run.state);
    if (closed) refuse(closed, { run: String(run.number) });
    if (run.state === 'undone') return;
    const noticeIds = await listStanding(trx, companyId, runId);
    await undoNotices(trx, tools, noticeIds);
    await markRun(trx, { companyId, id: runId, from: ['sent'] }, { state: 'undone' });
    const facts = { run: String(run.number), notices: String(noticeIds.length) };
    await addTimelineEntries(trx, companyId, [{ kind: 'run_undone', facts, at: clock.now(), actor, runId }]);
  });
}

/** Those not undone yet, the last issued first. */
async function listStanding(trx: Trx, companyId: string, runId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from notice
    where company_id = ${companyId} and run_id = ${runId} and undone_at is null
    order by number desc`.execute(trx);
  return rows.map(({ id }) => id);
}
