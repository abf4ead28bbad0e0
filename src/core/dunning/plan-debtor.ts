import { type Planning, type Wanted, wantedOf, weighBalance, whyContacted } from '#core/dunning/balances.ts';
import { byBalance, byCurrency, type Demand } from '#core/dunning/demands.ts';
import type { DebtorFacts } from '#core/dunning/facts.ts';
import { planFamily } from '#core/dunning/family.ts';
import type { RunTerms } from '#core/dunning/item-gates.ts';
import { type LeftOut, leftOutOf, onceEach } from '#core/dunning/left-out.ts';
import { groupIntoNotices, type PlannedNotice } from '#core/dunning/plan-notices.ts';
import { isContact, type StepKind } from '#core/dunning/policy.ts';
import { creditGate, minimumGate, totalOf } from '#core/dunning/total-gates.ts';

export type { LeftOut, LeftOutItem } from '#core/dunning/left-out.ts';

/** What a run decides about one debtor: the notices proposed, and what was left out, by reason. */
export type DebtorPlan = { readonly notices: readonly PlannedNotice[]; readonly leftOut: readonly LeftOut[] };

/**
 * Decides, from one debtor's facts and the run's terms, who is reminded of what, and why the rest is not. A payer is
 * planned with the debtors it pays for.
 */
export function planDebtor(debtor: DebtorFacts, terms: RunTerms): DebtorPlan {
  const plan: Planning = { terms: underItsLaw(debtor, terms), held: [], hasSides: false };
  const demands = debtor.paysFor ? planFamily(debtor, debtor.paysFor, plan) : ownDemands(debtor, plan);
  const notices = planDemands(demands, plan);
  const held = plan.hasSides ? onceEach(plan.held, notices) : plan.held;
  return { notices, leftOut: leftOutOf(held, debtor.id) };
}

/** Nearly every debtor is under the law of the company. */
function underItsLaw({ lawCountry }: DebtorFacts, terms: RunTerms): RunTerms {
  if (lawCountry === undefined || !terms.law) return terms;
  return { ...terms, law: { ...terms.law, country: lawCountry } };
}

function ownDemands(debtor: DebtorFacts, plan: Planning): Demand[] {
  const asked = { party: debtor, contactedOn: debtor.contactedOn };
  return byCurrency(debtor.items).map(([currency, items]) => {
    const balance = weighBalance(debtor, { currency, items }, plan, null);
    return { asked, currency, wanted: wantedOf(balance, () => asked, plan) };
  });
}

/** What goes first where several kinds are open on one day: a debtor is contacted once, by what matters most. */
const IN_ORDER: readonly StepKind[] = [
  'notice',
  'hand_over',
  'acceptance',
  'call',
  'statement',
  'courtesy',
  'task',
];

function planDemands(demands: readonly Demand[], plan: Planning): PlannedNotice[] {
  const kinds = new Set<StepKind>();
  for (const { wanted } of demands) for (const { next } of wanted) kinds.add(next.step.kind);
  const notices: PlannedNotice[] = [];
  for (const kind of kinds.size > 1 ? IN_ORDER : kinds) {
    if (!kinds.has(kind)) continue;
    const contacted = new Set(
      notices.flatMap(({ stepKind, debtorId }) => (isContact(stepKind) ? [debtorId] : [])),
    );
    for (const demand of demands) {
      const own =
        kinds.size === 1 ? demand.wanted : demand.wanted.filter(({ next }) => next.step.kind === kind);
      const left = contacted.has(demand.asked.party.id) ? leaveInPeace(own, kind, plan) : own;
      if (left.length > 0) notices.push(...planKind({ ...demand, wanted: left }, kind, plan));
    }
  }
  return notices;
}

/** Who is written to about one thing is not contacted on the same day about another: people are contacted, not items. */
function leaveInPeace(
  wanted: readonly Wanted[],
  kind: StepKind,
  { terms, held }: Planning,
): readonly Wanted[] {
  if (!isContact(kind)) return wanted;
  return wanted.filter(({ item, policy }) => {
    const days = policy.body.contactIntervalDays;
    if (days > 0) held.push({ item, gate: whyContacted(terms.on, days) });
    return days === 0;
  });
}

/** One kind of step for one party in one currency: the gates that look at all that is owed, then the grouping. */
function planKind(demand: Demand, kind: StepKind, plan: Planning): PlannedNotice[] {
  const { terms, held } = plan;
  const { currency } = demand;
  const asked: Wanted[] = [];
  let total = 0n;
  for (const [balance, wanted] of byBalance(demand.wanted)) {
    const own = totalOf(balance, wanted, kind, terms.on);
    const closed = creditGate(own, currency);
    if (closed) for (const { item } of wanted) held.push({ item, gate: closed });
    else {
      total += own;
      asked.push(...wanted);
    }
  }
  const [first] = asked;
  if (!first) return [];
  const closed = minimumGate(total, currency, first.policy.minimumTotal, terms);
  if (!closed) return groupIntoNotices(asked, { party: demand.asked.party, kind, currency, plan });
  for (const { item } of asked) held.push({ item, gate: closed });
  return [];
}
