import { sql } from 'kysely';
import { whyNot } from '#core/dunning/run-states.ts';
import { refuse } from '#core/refusal.ts';
import { findCompany } from '#server/companies/queries.ts';
import { correctNotices, prepareCorrections } from '#server/notices/correct-notices.ts';
import type { ReachedNotice } from '#server/notices/correction-queries.ts';
import { undoNotices } from '#server/notices/undo-notices.ts';
import { inCompany, type Trx } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { takeBackSteps } from '#server/steps/step-queries.ts';
import { addTimelineEntries } from '#server/timeline/queries.ts';
import { lockRun, markRun } from './queries.ts';

/**
 * Takes back every notice of a run that is sent, or of which the letters are still being made, latest first, or none of them: levels go back, what has not left is recalled;
 * tasks it asked for are closed, and what it handed over is taken back. Undoing twice changes nothing.
 */
export async function undoRun(tools: CompanyTools, runId: string): Promise<void> {
  await inCompany(tools, (trx) => takeBackRun(trx, tools, runId));
}

/**
 * The same, and those its notices reached are told, by the same channels and once. @returns how many corrections leave
 * @throws Refusal letter_glyph_missing
 */
export async function undoRunAndCorrect(tools: CompanyTools, runId: string): Promise<number> {
  const corrections = await prepareCorrections(tools);
  return inCompany(tools, async (trx) => {
    const reached = await takeBackRun(trx, tools, runId);
    return correctNotices(trx, tools, corrections, reached);
  });
}

/** @returns the notices that had reached somebody */
async function takeBackRun(trx: Trx, tools: CompanyTools, runId: string): Promise<readonly ReachedNotice[]> {
  const { companyId, actor, clock } = tools;
  const run = (await lockRun(trx, companyId, runId)) ?? refuse('run_unknown', { run: runId });
  const closed = whyNot('undo', run.state);
  if (closed) refuse(closed, { run: String(run.number) });
  if (run.state === 'undone') return [];
  const noticeIds = await listStanding(trx, companyId, runId);
  const { reached } = await undoNotices(trx, tools, noticeIds);
  const at = clock.now();
  const on = clock.today((await findCompany(trx, companyId)).timeZone);
  const { steps } = await takeBackSteps(trx, companyId, runId, { at, on, actor });
  const undone = { state: 'undone' as const, progress: null, endedAt: run.endedAt ?? at };
  await markRun(trx, { companyId, id: runId, from: ['sent', 'sending'] }, undone);
  const number = String(run.number);
  const about = { at, actor, runId };
  await addTimelineEntries(trx, companyId, [
    { ...about, kind: 'run_undone', facts: { run: number, notices: String(noticeIds.length) } },
    ...(steps > 0
      ? [{ ...about, kind: 'step_undone' as const, facts: { run: number, steps: String(steps) } }]
      : []),
  ]);
  return reached;
}

/** Those not undone yet, the last issued first. */
async function listStanding(trx: Trx, companyId: string, runId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from notice
    where company_id = ${companyId} and run_id = ${runId} and undone_at is null
    order by number desc`.execute(trx);
  return rows.map(({ id }) => id);
}
