import { sql } from 'kysely';
import { whyNot } from '#core/dunning/run-states.ts';
import { refuse } from '#core/refusal.ts';
import type { TimelineEvent } from '#core/timeline/events.ts';
import { inCompany, type Trx } from '#server/platform/db.ts';
import { fault } from '#server/platform/fault.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { refuseRelease } from '#server/security/check-release.ts';
import { addTimelineEntries } from '#server/timeline/queries.ts';
import { sendRunJob } from './jobs.ts';
import { lockRun, markRun } from './queries.ts';
import { findStaleBankOf } from './show-approval.ts';

type Approval = {
  readonly run: string;
  readonly send?: boolean | undefined;
  /** Why it leaves although the bank data are old. */
  readonly bankDataReason?: string | undefined;
};
type BankOverride = Extract<TimelineEvent, { kind: 'bank_data_overridden' }>;

/**
 * Approves a planned run and, with `send`, queues its sending in the same transaction. Approving twice, or by a hundred
 * people at once, changes nothing after the first. Over old bank data only with a reason, which is kept.
 */
export function approveRun(
  tools: CompanyTools,
  { run: runId, send = true, bankDataReason }: Approval,
): Promise<void> {
  const { companyId, actor, clock, queue } = tools;
  return inCompany(tools, async (trx) => {
    const run = (await lockRun(trx, companyId, runId)) ?? refuse('run_unknown', { run: runId });
    const closed = whyNot('approve', run.state);
    if (closed) refuse(closed, { run: String(run.number) });
    if (run.state !== 'planned') return;
    const notices = await countKept(trx, companyId, runId);
    if (notices === 0) refuse('run_empty', { run: String(run.number) });
    await refuseRelease(trx, tools, run);
    const overridden = await overrideBank(trx, tools, run, bankDataReason);
    const at = clock.now();
    const approved = { state: 'approved' as const, approvedBy: actor, approvedAt: at };
    await markRun(trx, { companyId, id: runId, from: ['planned'] }, approved);
    const facts = { run: String(run.number), notices: String(notices) };
    await addTimelineEntries(trx, companyId, [
      { kind: 'run_approved', facts, at, actor, runId },
      ...overridden.map((event) => ({ ...event, at, actor, runId })),
    ]);
    if (send) await queue.add(trx, sendRunJob, { companyId, actor, runId });
    fault('run-approved');
  });
}

/** What is told of bank data that are too old: nothing where they are not, whatever was said. */
async function overrideBank(
  trx: Trx,
  tools: CompanyTools,
  { id, number }: { readonly id: string; readonly number: number },
  reason: string | undefined,
): Promise<BankOverride[]> {
  const stale = await findStaleBankOf(trx, tools, id);
  if (!stale) return [];
  const { account, days, most } = stale;
  const facts = { run: String(number), account, days: String(days), most: String(most) };
  const said = reason?.trim() || refuse('run_bank_data_stale', facts);
  return [{ kind: 'bank_data_overridden', facts: { ...facts, reason: said } }];
}

async function countKept(trx: Trx, companyId: string, runId: string): Promise<number> {
  const { kept } = await trx
    .selectFrom('proposal')
    .where('companyId', '=', companyId)
    .where('runId', '=', runId)
    .where('state', '=', 'proposed')
    .select(sql<number>`count(*)::int`.as('kept'))
    .executeTakeFirstOrThrow();
  return kept;
}
