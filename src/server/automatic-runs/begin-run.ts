import { RunOptions } from '#contract/dunning-run-views.ts';
import { writeAnswer } from '#core/dunning/run-answer.ts';
import { Refusal } from '#core/refusal.ts';
import { findBankData } from '#server/bank-statements/bank-freshness.ts';
import { mailSenderOf } from '#server/companies/mail-sender.ts';
import { hasMailServer } from '#server/companies/mail-server.ts';
import { findCompany } from '#server/companies/queries.ts';
import { countDue } from '#server/dunning-runs/count-due.ts';
import { computeRunJob } from '#server/dunning-runs/jobs.ts';
import { openRun, refuseSecond } from '#server/dunning-runs/plan-run.ts';
import { findOpenRun } from '#server/dunning-runs/queries.ts';
import { inCompany, type Trx } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { listPoliciesInForce } from '#server/policies/policies-in-force.ts';
import { isUntouchedReview, markAutomaticRun } from './queries.ts';
import type { ExpectedRun } from './tables.ts';

type Which = {
  readonly companyId: string;
  readonly runOn: Temporal.PlainDate;
  readonly from: readonly ['announced'];
};

/**
 * Begins a day that was announced: opens the run of what goes out by itself, in the transaction that says so. What holds
 * it up is kept with its reason, and asked again at the next look.
 * @returns the run of an earlier day that nobody has touched and that stands in the way
 */
export async function beginRun(tools: CompanyTools, runOn: Temporal.PlainDate): Promise<string | null> {
  const { companyId, clock } = tools;
  const which: Which = { companyId, runOn, from: ['announced'] };
  const held = await inCompany(tools, async (trx) => {
    const inTheWay = await findOpenRun(trx, companyId);
    if (inTheWay && (await isUntouchedReview(trx, companyId, inTheWay.id))) return inTheWay.id;
    const because = await whyHeld(trx, tools, { on: runOn, isOpen: inTheWay !== undefined });
    if (because) await markAutomaticRun(trx, which, { answer: writeAnswer(because) });
    return because;
  });
  if (held) return typeof held === 'string' ? held : null;
  const expected = await countDue(tools, runOn);
  try {
    await inCompany(tools, (trx) => begin(trx, tools, { which, expected, at: clock.now() }));
  } catch (error) {
    if (!(error instanceof BegunElsewhere)) throw error;
  }
  return null;
}

type Beginning = { readonly which: Which; readonly expected: ExpectedRun; readonly at: Temporal.Instant };

async function begin(trx: Trx, tools: CompanyTools, { which, expected, at }: Beginning): Promise<void> {
  const { companyId, actor, queue } = tools;
  const nothing = expected.automatic + expected.toConfirm === 0;
  const ended = nothing ? { state: 'done' as const, endedAt: at } : { state: 'running' as const };
  // Of two at once, or of one and a veto, the first to write this has it.
  if (expected.automatic === 0) {
    await markAutomaticRun(trx, which, { ...ended, beganAt: at, expected, answer: null });
    return;
  }
  try {
    const options = RunOptions.parse({ part: 'automatic' });
    const runId = await openRun(trx, tools, { plannedFor: which.runOn, options });
    const begun = await markAutomaticRun(trx, which, {
      ...ended,
      beganAt: at,
      expected,
      runId,
      answer: null,
    });
    if (!begun) throw new BegunElsewhere();
    await queue.add(trx, computeRunJob, { companyId, actor, runId });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    await markAutomaticRun(trx, which, { answer: writeAnswer(error) });
  }
}

/** Vetoed, or begun by another process, while we looked: nothing of ours is kept. */
class BegunElsewhere extends Error {}

/** Why nothing may leave now without a person. */
async function whyHeld(
  trx: Trx,
  tools: CompanyTools,
  { on, isOpen }: { on: Temporal.PlainDate; isOpen: boolean },
): Promise<Refusal | null> {
  const company = await findCompany(trx, tools.companyId);
  if (isOpen) return openRunRefusal(trx, tools, company.timeZone);
  if (!hasMailServer(tools, company) || mailSenderOf(company, null).isGuessed) {
    return new Refusal('mail_not_set_up', {});
  }
  const policies = await listPoliciesInForce(trx, company.id);
  const { bankData } = policies.get(company.defaultPolicyId ?? '')?.body ?? {};
  const known = bankData && bankData.stale !== 'ignore' ? await findBankData(trx, company.id, on) : null;
  if (!known || !bankData || known.days <= bankData.daysMax) return null;
  const { account, days } = known;
  const facts = { account, days: String(days), most: String(bankData.daysMax) };
  return new Refusal('automatic_bank_data_stale', facts);
}

/** Who holds the run that is open, as a second run is told. */
async function openRunRefusal(trx: Trx, tools: CompanyTools, timeZone: string): Promise<Refusal> {
  try {
    return await refuseSecond(trx, tools, timeZone);
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}
