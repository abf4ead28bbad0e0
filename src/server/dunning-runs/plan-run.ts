import type { RunOptions } from '#contract/dunning-run-views.ts';
import { refuse } from '#core/refusal.ts';
import { findCompany } from '#server/companies/queries.ts';
import { inCompanyBulk } from '#server/platform/bulk.ts';
import { inCompany, type Trx } from '#server/platform/db.ts';
import { newId } from '#server/platform/ids.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { computeRun, writeProposals } from './compute-run.ts';
import { describePlan, type PlanDescription } from './describe-plan.ts';
import { computeRunJob } from './jobs.ts';
import { addRun, findOpenRun, listUserNames } from './queries.ts';

export type PlanInput = { readonly plannedFor: Temporal.PlainDate; readonly options: RunOptions };

/**
 * Opens a run and queues its computing. One run at a time per company: a second one is refused, and told who holds the
 * first. @returns the new run's id
 */
export function startRun(tools: CompanyTools, input: PlanInput): Promise<string> {
  return inCompany(tools, async (trx) => {
    const runId = await openRun(trx, tools, input);
    await tools.queue.add(trx, computeRunJob, { companyId: tools.companyId, actor: tools.actor, runId });
    return runId;
  });
}

/** The same for whoever waits for the result: computed here and now, without the queue. @returns the new run's id */
export async function planRun(tools: CompanyTools, input: PlanInput): Promise<string> {
  const runId = await inCompany(tools, (trx) => openRun(trx, tools, input));
  await computeRun(tools, { runId });
  return runId;
}

/** What a run would propose, with nothing of it kept: computed in a transaction that is rolled back. */
export async function tryRun(tools: CompanyTools, input: PlanInput): Promise<PlanDescription> {
  let described: PlanDescription | null = null;
  class Enough extends Error {}
  try {
    await inCompanyBulk(tools, async (trx, bulk) => {
      const run = { id: await openRun(trx, tools, input), ...input };
      await writeProposals(trx, bulk, { tools, run });
      described = await describePlan(trx, tools.companyId, run);
      throw new Enough();
    });
  } catch (error) {
    if (!(error instanceof Enough)) throw error;
  }
  if (!described) throw new Error('a run was tried and not described');
  return described;
}

/** Opens a run in the caller's transaction; computing it comes next. @throws Refusal run_in_progress, policy_missing */
export async function openRun(
  trx: Trx,
  tools: CompanyTools,
  { plannedFor, options }: PlanInput,
): Promise<string> {
  const { companyId, actor, clock } = tools;
  const company = await findCompany(trx, companyId);
  if (!company.defaultPolicyId) refuse('policy_missing', { company: company.name });
  await refuseUnusable(trx, companyId, options);
  const run = { companyId, id: newId(), plannedFor, options, plannedBy: actor, plannedAt: clock.now() };
  if (await addRun(trx, run)) return run.id;
  return refuseSecond(trx, tools, company.timeZone);
}

/** @throws Refusal run_in_progress */
export async function refuseSecond(
  trx: Trx,
  { companyId, db }: CompanyTools,
  timeZone: string,
): Promise<never> {
  const open = await findOpenRun(trx, companyId);
  if (!open) throw new Error('a run was refused by the index, and no run is open');
  const names = await listUserNames(db, [open.plannedBy]);
  const since = open.plannedAt
    .toZonedDateTimeISO(timeZone)
    .toPlainDateTime()
    .toString({ smallestUnit: 'minute' });
  return refuse('run_in_progress', {
    run: String(open.number),
    who: (open.plannedBy && names.get(open.plannedBy)) || 'Rappel',
    since: since.replace('T', ' '),
  });
}

async function refuseUnusable(trx: Trx, companyId: string, options: RunOptions): Promise<void> {
  const { debtor, debtorFrom, debtorTo, group } = options;
  if (debtorFrom && debtorTo && isReversed(debtorFrom, debtorTo)) {
    refuse('debtor_range_reversed', { from: debtorFrom, to: debtorTo });
  }
  if (debtor && !(await isKnown(trx, 'debtor', { companyId, column: 'number', value: debtor }))) {
    refuse('debtor_not_found', { debtor });
  }
  if (group && !(await isKnown(trx, 'debtorGroup', { companyId, column: 'name', value: group }))) {
    refuse('debtor_group_not_found', { group });
  }
}

function isReversed(from: string, to: string): boolean {
  const digits = /^\d+$/;
  if (digits.test(from) && digits.test(to)) return BigInt(from) > BigInt(to);
  return from > to;
}

async function isKnown(
  trx: Trx,
  table: 'debtor' | 'debtorGroup',
  { companyId, column, value }: { companyId: string; column: 'number' | 'name'; value: string },
): Promise<boolean> {
  const found = await trx
    .selectFrom(table)
    .select('id')
    .where('companyId', '=', companyId)
    .where(column as 'name', '=', value)
    .executeTakeFirst();
  return found !== undefined;
}
