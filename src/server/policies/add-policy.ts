import { epochDayOf } from '#core/calendar/epoch-days.ts';
import { checkPolicy } from '#core/dunning/check-policy.ts';
import type { Policy } from '#core/dunning/policy.ts';
import { isReadyPolicyKey, readyPolicyFor, standardPolicyOf } from '#core/dunning/ready-policies.ts';
import { isLawProblem } from '#core/lawfulness/law-problem.ts';
import type { LawTerms } from '#core/lawfulness/law-problems.ts';
import type { Currency } from '#core/money/currencies.ts';
import type { Language } from '#core/receivables/kinds.ts';
import { Refusal, refuse } from '#core/refusal.ts';
import { inCompany, type Trx } from '#server/platform/db.ts';
import { newId } from '#server/platform/ids.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { readRateBook } from '#server/rates/queries.ts';
import { findCreditorTerms } from '#server/terms/queries.ts';
import { addTimelineEntries } from '#server/timeline/queries.ts';
import { addPolicy, findCompanyTerms, findPolicy, findPolicyByName, markDefaultPolicy } from './queries.ts';
import { readyPolicyName } from './ready-policy-names.ts';

/**
 * Gives a company that is just being made the ready-made policy of its country as its default. For the caller's
 * transaction, opened for this company. @returns the policy's id
 */
export async function addDefaultPolicy(
  trx: Trx,
  company: { id: string; country: string; currency: Currency; language: Language },
  now: Temporal.Instant = Temporal.Now.instant(),
): Promise<string> {
  const key = standardPolicyOf(company.country);
  const id = await storePolicy(trx, {
    companyId: company.id,
    name: readyPolicyName(key, company.language),
    body: readyPolicyFor(key, company),
    createdBy: null,
    createdAt: now,
  });
  await markDefaultPolicy(trx, company.id, id);
  return id;
}

/** Adds a policy of the company's own making. */
export function addOwnPolicy(tools: CompanyTools, input: { name: string; body: Policy }): Promise<string> {
  return inCompany(tools, async (trx) => {
    refuseFaulty(input.body, await findPolicyTerms(trx, tools));
    return storeAs(trx, tools, input);
  });
}

/** Copies a ready-made policy under its own name or another; a name taken is told, not numbered. */
export function copyReadyPolicy(
  tools: CompanyTools,
  input: { ready: string; name?: string | undefined },
): Promise<string> {
  return inCompany(tools, async (trx) => {
    const company = await findCompanyTerms(trx, tools.companyId);
    const { ready } = input;
    if (!isReadyPolicyKey(ready)) return refuse('policy_ready_unknown', { ready });
    const name = input.name ?? readyPolicyName(ready, company.language);
    return storeAs(trx, tools, { name, body: readyPolicyFor(ready, company) });
  });
}

/** Copies the newest version of a policy under another name. */
export function copyPolicy(tools: CompanyTools, input: { policy: string; name: string }): Promise<string> {
  return inCompany(tools, async (trx) => {
    const policy =
      (await findPolicy(trx, tools.companyId, input.policy)) ??
      refuse('policy_unknown', { policy: input.policy });
    return storeAs(trx, tools, { name: input.name, body: policy.body });
  });
}

/** Everything wrong with a policy that is not stored yet, with what would mend what the law forbids. */
export function checkDraft(tools: CompanyTools, { body }: { body: Policy }) {
  return inCompany(tools, async (trx) => {
    const { currency, country, ...terms } = await findPolicyTerms(trx, tools);
    return checkPolicy(body, currency, country, terms).map((found) => ({
      ...found,
      facts: { ...found.facts },
      remedies: isLawProblem(found) ? [...found.remedies] : [],
    }));
  });
}

/** Stops with the first problem of a policy, in the order a person reads it. */
export function refuseFaulty(body: Policy, { currency, country, ...terms }: PolicyTerms): void {
  const [first] = checkPolicy(body, currency, country, terms);
  if (first) throw new Refusal(first.code, first.facts);
}

export type PolicyTerms = Omit<LawTerms, 'currency'> & {
  readonly currency: Currency;
  readonly country: string;
};

/** What a policy is held against when it is stored: the company, its terms, and the rates of today. */
export async function findPolicyTerms(trx: Trx, { companyId, clock }: CompanyTools): Promise<PolicyTerms> {
  const { currency, country, timeZone } = await findCompanyTerms(trx, companyId);
  const { hasClause } = await findCreditorTerms(trx, companyId);
  const rates = await readRateBook(trx, companyId);
  return { currency, country, hasClause, rates, on: epochDayOf(clock.today(timeZone)) };
}

async function storeAs(
  trx: Trx,
  { companyId, actor, clock }: CompanyTools,
  { name, body }: { name: string; body: Policy },
): Promise<string> {
  if (await findPolicyByName(trx, companyId, name)) refuse('policy_name_taken', { name });
  const at = clock.now();
  const id = await storePolicy(trx, { companyId, name, body, createdBy: actor, createdAt: at });
  await addTimelineEntries(trx, companyId, [{ kind: 'policy_added', facts: { policy: name }, at, actor }]);
  return id;
}

async function storePolicy(
  trx: Trx,
  policy: {
    companyId: string;
    name: string;
    body: Policy;
    createdBy: string | null;
    createdAt: Temporal.Instant;
  },
): Promise<string> {
  const { name, ...first } = policy;
  const policyId = newId();
  const added = await addPolicy(trx, name, { ...first, policyId, version: 1 });
  return added ? policyId : refuse('policy_name_taken', { name });
}
