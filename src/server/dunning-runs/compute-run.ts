import type { RunSummary } from '#contract/dunning-run-views.ts';
import { automaticPart } from '#core/dunning/automatic-part.ts';
import type { RunComparison } from '#core/dunning/compare-proposals.ts';
import { type DebtorPlan, planDebtor } from '#core/dunning/plan-debtor.ts';
import { writeAnswer } from '#core/dunning/run-answer.ts';
import { showBankFreshness } from '#server/bank-statements/bank-freshness.ts';
import { type Bulk, inCompanyBulk } from '#server/platform/bulk.ts';
import { inCompany, type Trx } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { addTasks } from '#server/tasks/queries.ts';
import { addTimelineEntries } from '#server/timeline/queries.ts';
import { keepEarlier } from './compare-run.ts';
import { countOpenDebtors } from './count-open-debtors.ts';
import { type FoundRun, findRun, markRun, removeProposals } from './queries.ts';
import { readDebtors } from './read-facts.ts';
import { keepEdits } from './restore-edits.ts';
import { findRunTerms } from './run-terms.ts';
import { summarizeRun } from './summarize-run.ts';
import { PlanWriter } from './write-plan.ts';

/**
 * Computes the proposals of a run that is `planning`: facts are read by cursor, the core decides, COPY writes. All of
 * it is one transaction; a run cancelled meanwhile keeps nothing. A run no longer `planning` is left as it is.
 */
export async function computeRun(tools: CompanyTools, { runId }: { runId: string }): Promise<void> {
  const run = await inCompany(tools, (trx) => findRun(trx, tools.companyId, runId));
  if (run?.state !== 'planning') return;
  try {
    await inCompanyBulk(tools, async (trx, bulk) => {
      const progress = await progressOf(trx, tools, run);
      const edits = await keepEdits(trx, tools.companyId, runId);
      const compare = await keepEarlier(trx, { companyId: tools.companyId, runId });
      await removeProposals(trx, tools.companyId, runId);
      const { notices, withoutAddress } = await writeProposals(trx, bulk, { tools, run, progress });
      const { lost, kept } = await edits.restore(trx);
      const changes = compare && (await compare(kept));
      await addNoAddressTasks(trx, tools, run, withoutAddress);
      await finish(trx, tools, run, { notices, lost, changes });
    });
  } catch (error) {
    if (error instanceof RunGone) return;
    await markFailed(tools, run, error);
    throw error;
  }
}

/** Tells of a run that is still `planning` why nobody computes it any more. */
export async function giveUpComputing(
  tools: CompanyTools,
  { runId }: { runId: string },
  error: unknown,
): Promise<void> {
  const run = await inCompany(tools, (trx) => findRun(trx, tools.companyId, runId));
  if (run) await markFailed(tools, run, error);
}

type Computing = {
  readonly tools: CompanyTools;
  readonly run: Pick<FoundRun, 'id' | 'plannedFor' | 'options'>;
  readonly progress?: (debtors: number) => Promise<void>;
};

/** The computing itself, for the caller's transaction. @returns how many notices, and whom none can reach */
export async function writeProposals(trx: Trx, bulk: Bulk, { tools, run, progress }: Computing) {
  const { companyId } = tools;
  const terms = await findRunTerms(trx, companyId, run.plannedFor, run.options);
  const writer = await PlanWriter.open(trx, bulk, { companyId, id: run.id });
  const withoutAddress: string[] = [];
  for await (const debtors of readDebtors(trx, bulk, tools, run.options)) {
    for (const debtor of debtors) {
      const whole = planDebtor(debtor, terms);
      const plan = run.options.part === 'automatic' ? automaticPart(whole, debtor.id) : whole;
      withoutAddress.push(...unreached(plan));
      await writer.add(plan);
    }
    await progress?.(debtors.length);
  }
  return { notices: await writer.close(), withoutAddress };
}

/** Whom no letter can reach, or not by every way its step names. */
function unreached({ notices, leftOut }: DebtorPlan): string[] {
  const unsent = leftOut.filter(({ because }) => because === 'no_address');
  const partly = notices.filter(({ warnings }) =>
    warnings.some(({ code }) => code === 'channel_without_address'),
  );
  return [...new Set([...unsent, ...partly].map(({ debtorId }) => debtorId))];
}

/** Cancelled while it was computed: nothing of it is kept. */
class RunGone extends Error {}

type Computed = {
  readonly notices: number;
  readonly lost: RunSummary['lostEdits'];
  readonly changes: RunComparison | null;
};

async function finish(
  trx: Trx,
  { companyId, actor, clock }: CompanyTools,
  run: FoundRun,
  { notices, lost, changes }: Computed,
): Promise<void> {
  const bankFreshness = await showBankFreshness(trx, companyId, run.plannedFor);
  const summary = await summarizeRun(trx, companyId, run.id, { lostEdits: lost, bankFreshness });
  const from = { companyId, id: run.id, from: ['planning'] as const };
  if (!(await markRun(trx, from, { state: 'planned', summary, changes, progress: null })))
    throw new RunGone();
  const facts = {
    run: String(run.number),
    plannedFor: run.plannedFor.toString(),
    notices: String(notices),
  };
  const entry = { kind: 'run_planned' as const, facts, at: clock.now(), actor: actor ?? run.plannedBy };
  await addTimelineEntries(trx, companyId, [{ ...entry, runId: run.id }]);
}

/** Told from a transaction of its own, so that everybody sees it; at most a few times a second. */
async function progressOf(trx: Trx, tools: CompanyTools, run: FoundRun) {
  const { companyId } = tools;
  const total = await countOpenDebtors(trx, companyId, run.options);
  let done = 0;
  let toldAt = performance.now();
  return async (more: number) => {
    done += more;
    if (performance.now() - toldAt < 300) return;
    toldAt = performance.now();
    const from = { companyId, id: run.id, from: ['planning'] as const };
    const isOpen = await inCompany(tools, (other) => markRun(other, from, { progress: { done, total } }));
    if (!isOpen) throw new RunGone();
  };
}

/** A notice nobody can be sent becomes work for a person, never silence. */
function addNoAddressTasks(
  trx: Trx,
  { companyId, clock }: CompanyTools,
  { plannedFor, number }: FoundRun,
  debtorIds: readonly string[],
) {
  const facts = { run: String(number) };
  const task = { kind: 'no_address' as const, dueOn: plannedFor, facts, createdAt: clock.now() };
  return addTasks(
    trx,
    companyId,
    debtorIds.map((debtorId) => ({ ...task, debtorId })),
  );
}

async function markFailed(tools: CompanyTools, run: FoundRun, error: unknown): Promise<void> {
  const { companyId, actor, clock } = tools;
  const answer = writeAnswer(error);
  await inCompany(tools, async (trx) => {
    const from = { companyId, id: run.id, from: ['planning'] as const };
    const changes = { state: 'failed' as const, answer, progress: null, endedAt: clock.now() };
    if (!(await markRun(trx, from, changes))) return;
    const facts = { run: String(run.number), answer };
    await addTimelineEntries(trx, companyId, [
      { kind: 'run_failed', facts, at: clock.now(), actor, runId: run.id },
    ]);
  });
}
