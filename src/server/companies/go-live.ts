import { refuse } from '#core/refusal.ts';
import { undoRun } from '#server/dunning-runs/undo-run.ts';
import { inCompany } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { addTimelineEntries, type NewTimelineEntry } from '#server/timeline/queries.ts';
import { listApprovedRuns, lockCompany, markCompany } from './queries.ts';
import { viewCompany } from './show-company.ts';

/** From the first live run on there is a moment to take it back; the settings make it shorter or longer. */
const LIVE_DELAY_SECONDS = 60;

/**
 * Leaves test mode: from now on reminders reach debtors. What was sent in test mode reached nobody, so its runs are
 * undone, newest first, and every level counts from the start.
 * @param sure the command line's --yes stands for the test mail and the reviewed run
 */
export async function goLive(tools: CompanyTools, { sure = false } = {}) {
  const view = await inCompany(tools, (trx) => viewCompany(trx, tools));
  if (view.isDemo) refuse('demo_stays_in_test_mode', {});
  if (!sure && view.liveNeeds.includes('test_mail')) refuse('test_mail_missing', {});
  if (!sure && view.liveNeeds.includes('reviewed_run')) refuse('reviewed_run_missing', {});
  const runs =
    view.mode === 'live' ? [] : await inCompany(tools, (trx) => listApprovedRuns(trx, tools.companyId));
  const open = runs.find(({ state }) => state !== 'sent');
  if (open) refuse('test_run_open', { run: String(open.number) });
  for (const { id } of runs) await undoRun(tools, id);
  const company = await inCompany(tools, async (trx) => {
    const { mode, releaseDelaySeconds } = await lockCompany(trx, tools.companyId);
    if (mode === 'test') {
      const delay = releaseDelaySeconds === 0 ? { releaseDelaySeconds: LIVE_DELAY_SECONDS } : {};
      await markCompany(trx, tools.companyId, { mode: 'live', ...delay });
      await addTimelineEntries(trx, tools.companyId, [modeChanged(tools)]);
    }
    return viewCompany(trx, tools);
  });
  return { company, runsUndone: runs.length };
}

function modeChanged({ actor, clock }: CompanyTools): NewTimelineEntry {
  return { kind: 'mode_changed', facts: { mode: 'live' }, at: clock.now(), actor };
}
