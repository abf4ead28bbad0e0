import { checkPolicy } from '#core/dunning/check-policy.ts';
import type { Policy } from '#core/dunning/policy.ts';
import type { WhatIfScope } from '#core/dunning/what-if-states.ts';
import { isLawProblem } from '#core/lawfulness/law-problem.ts';
import type { Currency } from '#core/money/currencies.ts';
import { Refusal, refuse } from '#core/refusal.ts';
import { findCompany } from '#server/companies/queries.ts';
import { inCompany, type Trx } from '#server/platform/db.ts';
import { newId } from '#server/platform/ids.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { findPolicy } from '#server/policies/queries.ts';
import { computeWhatIfJob } from './jobs.ts';
import { addWhatIf, findWhatIf, markWhatIf, removeOldWhatIfs } from './queries.ts';

export type WhatIfInput = {
  readonly policy: string;
  /** Left out: the policy as it stands. */
  readonly body?: Policy | undefined;
  readonly scope?: WhatIfScope | undefined;
  readonly months: number;
};

/** A what-if as it is to be computed: the policy tried in the place of another, on whom, and over which days. */
export type WhatIfQuestion = {
  readonly policyId: string;
  readonly policyVersion: number;
  readonly body: Policy;
  readonly scope: WhatIfScope;
  readonly fromOn: Temporal.PlainDate;
  readonly untilOn: Temporal.PlainDate;
};

/** Asks for a replay and queues it. @returns the id of the what-if */
export function startWhatIf(tools: CompanyTools, input: WhatIfInput): Promise<string> {
  const { companyId, actor, clock, queue } = tools;
  return inCompany(tools, async (trx) => {
    const id = newId();
    const question = await questionFrom(trx, tools, input);
    const started = {
      state: 'computing' as const,
      progress: null,
      result: null,
      answer: null,
      endedAt: null,
    };
    const asked = { companyId, id, createdBy: actor, createdAt: clock.now() };
    await addWhatIf(trx, { ...question, ...started, ...asked });
    await removeOldWhatIfs(trx, companyId, question.policyId);
    await queue.add(trx, computeWhatIfJob, { companyId, actor, whatIfId: id });
    return id;
  });
}

/** Stops a replay that is under way. Stopping twice, or what is over, changes nothing. */
export function cancelWhatIf(tools: CompanyTools, { whatIf: id }: { whatIf: string }): Promise<void> {
  const { companyId, clock } = tools;
  return inCompany(tools, async (trx) => {
    if (!(await findWhatIf(trx, companyId, id))) refuse('what_if_unknown', { whatIf: id });
    const cancelled = { state: 'cancelled' as const, progress: null, endedAt: clock.now() };
    await markWhatIf(trx, { companyId, id }, cancelled);
  });
}

/** What is to be tried. A policy that clashes with the law may be: the answer tells the clashes. */
export async function questionFrom(
  trx: Trx,
  tools: CompanyTools,
  input: WhatIfInput,
): Promise<WhatIfQuestion> {
  const { companyId, clock } = tools;
  const company = await findCompany(trx, companyId);
  const policy =
    (await findPolicy(trx, companyId, input.policy)) ?? refuse('policy_unknown', { policy: input.policy });
  const body = input.body ?? policy.body;
  refuseUnusable(body, company);
  const isFollowed =
    policy.isDefault || policy.groups.length > 0 || policy.debtors > 0 || policy.documents > 0;
  const today = clock.today(company.timeZone);
  return {
    policyId: policy.id,
    policyVersion: policy.version,
    body,
    scope: input.scope ?? (isFollowed ? 'followers' : 'company'),
    fromOn: today.subtract({ months: input.months }),
    untilOn: today.subtract({ days: 1 }),
  };
}

function refuseUnusable(body: Policy, { currency, country }: { currency: Currency; country: string }): void {
  const found = checkPolicy(body, currency, country).find((one) => !isLawProblem(one));
  if (found) throw new Refusal(found.code, found.facts);
}
