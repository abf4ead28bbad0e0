import { type EpochDay, isoDay } from '#core/calendar/epoch-days.ts';
import type { CompiledPolicy } from '#core/dunning/compiled-policy.ts';
import type { DebtorFacts, GivenGate, ItemFacts } from '#core/dunning/facts.ts';
import { type NextStep, nextStep, type StepTerms, sideSteps } from '#core/dunning/next-step.ts';
import { isBankStale } from '#core/dunning/stale-bank.ts';
import type { CompanyLaw } from '#core/interest/late-interest.ts';
import { waitingByLaw } from '#core/lawfulness/waiting-by-law.ts';
import { type Currency, decimalsOf } from '#core/money/currencies.ts';
import { toDecimal } from '#core/money/money.ts';

/** What holds for the whole run. */
export type RunTerms = StepTerms & {
  readonly companyCurrency: Currency;
  /** The law interest and costs are asked by; null where none is known. */
  readonly law: CompanyLaw | null;
  readonly policies: ReadonlyMap<string, CompiledPolicy>;
  readonly defaultPolicyId: string | null;
  /** In minor units of the company's currency. */
  readonly minimumBalance: bigint | null;
  /** Days since the last bank statement, where it is older than none; null while no bank is followed. */
  readonly bankData: { readonly account: string; readonly days: number } | null;
};

/** An item with the notice it may get, or with the gate that holds it back from one; and what else may be done for it. */
export type Weighed =
  | {
      readonly item: ItemFacts;
      readonly open: bigint;
      readonly policy: CompiledPolicy;
      readonly next: NextStep;
      readonly gate: null;
      readonly sides: readonly NextStep[];
    }
  | {
      readonly item: ItemFacts;
      readonly open: bigint;
      readonly policy: CompiledPolicy | null;
      readonly next: null;
      readonly gate: GivenGate;
      /** Steps that raise no level may be open where the next notice is not: then the policy is known. */
      readonly sides: readonly NextStep[];
    };

const NO_SIDES: readonly NextStep[] = [];

/** What a gate asks of the debtor. */
export type DebtorOfItem = Pick<
  DebtorFacts,
  'kind' | 'lawCountry' | 'policyId' | 'groupPolicyId' | 'holds' | 'waitingRun'
>;

/** The policy of an item: the document's own, the debtor's, its group's, the company's. */
export function policyOf(item: ItemFacts, debtor: DebtorOfItem, terms: RunTerms): CompiledPolicy | null {
  const id = item.policyId ?? debtor.policyId ?? debtor.groupPolicyId ?? terms.defaultPolicyId;
  return id === null ? null : (terms.policies.get(id) ?? null);
}

/** Weighs one claim: every gate that concerns the item alone, in the order a person would ask. */
export function weighItem(item: ItemFacts, open: bigint, debtor: DebtorOfItem, terms: RunTerms): Weighed {
  const policy = policyOf(item, debtor, terms);
  if (!policy) return held({ item, open, policy }, { because: 'no_policy', facts: {}, until: null });
  if (!policy.body.documents.includes(item.documentKind)) {
    const facts = { kind: item.documentKind };
    return held({ item, open, policy }, { because: 'document_kind', facts, until: null });
  }
  if (item.directDebit) return held({ item, open, policy }, collected(item));
  let asked = open;
  for (const gate of item.gates ?? []) {
    if (!isClosed(gate, terms.on)) continue;
    if (gate.amount === undefined || gate.amount >= asked) return held({ item, open, policy }, gate);
    asked -= gate.amount;
  }
  const candidate = { item, open: asked, policy };
  const gate = closedGate(candidate, debtor, terms);
  if (gate) return held(candidate, gate);
  const next = nextStep(item, policy, terms);
  const early = next ? whyWait(item, next, debtor, terms) : noStepLeft(item, terms);
  if (policy.sides.length > 0) return weighSides(candidate, { next, early }, debtor, terms);
  const closed = early ?? bankGate(policy, terms) ?? tooSmall(candidate, terms);
  return closed || !next
    ? held(candidate, closed ?? noStepLeft(item, terms))
    : { ...candidate, next, gate: null, sides: NO_SIDES };
}

/** A policy with more than notices: what else is open for the item today, or what opens first. */
function weighSides(
  candidate: Candidate & { policy: CompiledPolicy },
  { next, early }: { next: NextStep | null; early: GivenGate | null },
  debtor: DebtorOfItem,
  terms: RunTerms,
): Weighed {
  const { item, policy } = candidate;
  const sides: NextStep[] = [];
  let first = early;
  for (const side of sideSteps(item, policy, terms)) {
    const wait = whyWait(item, side, debtor, terms);
    if (!wait) sides.push(side);
    else if (opensSooner(wait, first)) first = wait;
  }
  const isOpen = sides.length > 0 || early === null;
  const closed = (isOpen ? null : first) ?? bankGate(policy, terms) ?? tooSmall(candidate, terms);
  if (closed) return held(candidate, closed);
  if (next && !early) return { ...candidate, next, gate: null, sides };
  return { ...held(candidate, early ?? noStepLeft(item, terms)), sides };
}

/** The step that opens first is the one an item waits for; where no level is left, any other step. */
function opensSooner(wait: GivenGate, than: GivenGate | null): boolean {
  if (than === null) return false;
  return than.until === null || (wait.until !== null && wait.until < than.until);
}

/** Too early for a step, or held by the waiting period of a law. */
function whyWait(
  item: ItemFacts,
  next: NextStep,
  { kind, lawCountry }: DebtorOfItem,
  { on, law }: RunTerms,
): GivenGate | null {
  const early = tooEarly(item, next, on);
  if (early || !item.firstNotice) return early;
  return waitingByLaw(item, next.step, { country: lawCountry ?? law?.country ?? null, kind, on });
}

type Candidate = { item: ItemFacts; open: bigint; policy: CompiledPolicy | null };

function held(candidate: Candidate, gate: GivenGate): Weighed & { gate: GivenGate } {
  return { ...candidate, next: null, gate, sides: NO_SIDES };
}

/** Nobody is reminded of what the creditor takes by itself; a collection that is sent back opens the gate. */
function collected({ dueOn }: ItemFacts): GivenGate {
  return { because: 'collected_by_direct_debit', facts: { on: isoDay(dueOn) }, until: null };
}

/** A gate with a last day opens on `until`; one without stays closed until the facts change. */
function isClosed(gate: GivenGate, on: EpochDay): boolean {
  return gate.until === null || on < gate.until;
}

function closedGate({ item, open }: Candidate, debtor: DebtorOfItem, { on }: RunTerms): GivenGate | null {
  if (open <= 0n) {
    const facts = { balance: moneyFact(0n, item.currency) };
    return { because: 'credit_balance', facts, until: null };
  }
  for (const { dueItemId, untilOn, reason, by, restricted } of debtor.holds) {
    if ((untilOn !== null && on > untilOn) || (dueItemId !== null && dueItemId !== item.id)) continue;
    const of = restricted ? 'restricted' : dueItemId === null ? 'debtor' : 'item';
    return { because: 'on_hold', facts: { reason, by, of }, until: untilOn === null ? null : untilOn + 1 };
  }
  if (debtor.waitingRun === null) return null;
  return { because: 'in_another_run', facts: { run: String(debtor.waitingRun) }, until: null };
}

function noStepLeft(item: ItemFacts, { forcedLevel }: RunTerms): GivenGate {
  return forcedLevel === null
    ? { because: 'level_exhausted', facts: { level: String(item.level) }, until: null }
    : { because: 'outside_run', facts: { option: 'level' }, until: null };
}

function tooEarly(item: ItemFacts, next: NextStep, on: EpochDay): GivenGate | null {
  if (on >= next.opensOn) return null;
  if (on <= item.dueOn) {
    return { because: 'not_yet_due', facts: { dueOn: isoDay(item.dueOn) }, until: next.opensOn };
  }
  const facts = { from: isoDay(next.from), level: String(next.level) };
  return { because: 'within_grace', facts, until: next.opensOn };
}

function bankGate({ body }: CompiledPolicy, { bankData }: RunTerms): GivenGate | null {
  if (body.bankData.stale !== 'gate' || !bankData || !isBankStale(body.bankData, bankData)) return null;
  const facts = { account: bankData.account, days: String(bankData.days) };
  return { because: 'bank_data_stale', facts, until: null };
}

/** Minimums are in the company's currency: without an exchange rate they say nothing about another. */
function tooSmall({ item, open, policy }: Candidate, { companyCurrency }: RunTerms): GivenGate | null {
  if (!policy || item.currency !== companyCurrency || open >= policy.minimumItem) return null;
  return belowMinimum(open, policy.minimumItem, item.currency, 'item');
}

export function belowMinimum(
  open: bigint,
  minimum: bigint,
  currency: Currency,
  of: 'item' | 'total' | 'run',
): GivenGate {
  const facts = { open: moneyFact(open, currency), minimum: moneyFact(minimum, currency), of };
  return { because: 'below_minimum', facts, until: null };
}

/** '12.50 EUR', as facts carry money. */
export function moneyFact(minor: bigint, currency: Currency): string {
  return decimalsOf(currency) === 0
    ? `${minor} ${currency}`
    : `${toDecimal({ minor, currency })} ${currency}`;
}
