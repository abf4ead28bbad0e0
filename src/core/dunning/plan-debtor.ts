import { type EpochDay, isoDay } from '#core/calendar/epoch-days.ts';
import type { DebtorFacts, GivenGate, ItemFacts } from '#core/dunning/facts.ts';
import type { Because } from '#core/dunning/gates.ts';
import { belowMinimum, moneyFact, type RunTerms, type Weighed, weighItem } from '#core/dunning/item-gates.ts';
import { type Credit, setCreditsAgainstClaims, sumOf } from '#core/dunning/netting.ts';
import { groupIntoNotices, type PlannedNotice } from '#core/dunning/plan-notices.ts';
import type { Currency } from '#core/money/currencies.ts';

/** What a run decides about one debtor: the notices proposed, and what was left out, by reason. */
export type DebtorPlan = { readonly notices: readonly PlannedNotice[]; readonly leftOut: readonly LeftOut[] };

/** Items held back for one reason. `until` is the first day one of them opens; the facts are that item's. */
export type LeftOut = {
  readonly because: Because;
  readonly facts: Readonly<Record<string, string>>;
  readonly until: EpochDay | null;
  readonly items: readonly LeftOutItem[];
};
/** An item with what is true of its own gate: `facts` of the reason are those of the one that opens first. */
export type LeftOutItem = {
  readonly item: ItemFacts;
  readonly until: EpochDay | null;
  readonly facts: Readonly<Record<string, string>>;
};

type Eligible = Extract<Weighed, { gate: null }>;

/** Decides, from one debtor's facts and the run's terms, who is reminded of what, and why the rest is not. */
export function planDebtor(debtor: DebtorFacts, terms: RunTerms): DebtorPlan {
  const notices: PlannedNotice[] = [];
  const held: Held[] = [];
  for (const [currency, items] of byCurrency(debtor.items)) {
    notices.push(...planCurrency(debtor, { currency, items, terms, held }));
  }
  return { notices, leftOut: byReason(held) };
}

type Held = { readonly item: ItemFacts; readonly gate: GivenGate };
type Balance = {
  readonly currency: Currency;
  readonly items: readonly ItemFacts[];
  readonly terms: RunTerms;
  readonly held: Held[];
};

function planCurrency(debtor: DebtorFacts, { currency, items, terms, held }: Balance): PlannedNotice[] {
  const { claims, credits } = setCreditsAgainstClaims(items.filter((item) => takesPart(item, debtor, terms)));
  for (const item of items) if (!takesPart(item, debtor, terms)) held.push(notOfThisKind(item));
  const weighed = claims.map(({ item, open }) => weighItem(item, open, debtor, terms));
  const gate = contactGate(debtor, terms) ?? null;
  const eligible: Eligible[] = [];
  for (const found of weighed) {
    if (found.gate) held.push({ item: found.item, gate: found.gate });
    else if (gate && interval(found) > gate.days) held.push({ item: found.item, gate: gate.closed(found) });
    else eligible.push(found);
  }
  const asked = withoutCourtesiesBesideNotices(eligible, terms.on, held);
  if (asked.length === 0) return [];
  const closed = balanceGate(asked, { weighed, credits, currency, terms });
  if (closed) {
    for (const { item } of asked) held.push({ item, gate: closed });
    return [];
  }
  return groupIntoNotices(asked, {
    debtor,
    currency,
    credits,
    terms,
    upcoming: weighed.filter((found) => found.gate?.because === 'not_yet_due'),
    leaveOut: (item, because) => held.push({ item, gate: because }),
  });
}

/** A credit of a kind its policy leaves aside lowers nothing. Claims are weighed, and told so, one by one. */
function takesPart(item: ItemFacts, debtor: DebtorFacts, terms: RunTerms): boolean {
  if (item.open > 0n) return true;
  const id = item.policyId ?? debtor.policyId ?? debtor.groupPolicyId ?? terms.defaultPolicyId;
  const policy = id === null ? undefined : terms.policies.get(id);
  return policy?.body.documents.includes(item.documentKind) ?? true;
}

function notOfThisKind(item: ItemFacts): Held {
  return { item, gate: { because: 'document_kind', facts: { kind: item.documentKind }, until: null } };
}

function contactGate({ contactedOn }: DebtorFacts, { on }: RunTerms) {
  if (contactedOn === null) return null;
  const closed = (found: Eligible): GivenGate => ({
    because: 'contacted_recently',
    facts: { contactedOn: isoDay(contactedOn), days: String(interval(found)) },
    until: contactedOn + interval(found),
  });
  return { days: on - contactedOn, closed };
}

function interval({ policy }: Eligible): number {
  return policy.body.contactIntervalDays;
}

/** Who is reminded of what is late is not written to the same day about what is not: people are contacted, not items. */
function withoutCourtesiesBesideNotices(eligible: Eligible[], on: EpochDay, held: Held[]): Eligible[] {
  const notices = eligible.filter(({ next }) => next.level > 0);
  if (notices.length === 0 || notices.length === eligible.length) return eligible;
  return eligible.filter((found) => {
    const days = interval(found);
    if (found.next.level > 0 || days === 0) return true;
    const facts = { contactedOn: isoDay(on), days: String(days) };
    held.push({ item: found.item, gate: { because: 'contacted_recently', facts, until: on + days } });
    return false;
  });
}

type BalanceFacts = {
  readonly weighed: readonly Weighed[];
  readonly credits: readonly Credit[];
  readonly currency: Currency;
  readonly terms: RunTerms;
};

/** The gates that look at all the debtor owes in one currency. */
function balanceGate(
  asked: readonly Eligible[],
  { weighed, credits, currency, terms }: BalanceFacts,
): GivenGate | null {
  const credit = sumOf(credits);
  const isCourtesy = asked.every(({ next }) => next.level === 0);
  const counted = isCourtesy ? asked : weighed.filter((found) => countsAsOverdue(found, terms.on));
  let total = -credit;
  for (const { open } of counted) total += open;
  if (total <= 0n) {
    return { because: 'credit_balance', facts: { balance: moneyFact(total, currency) }, until: null };
  }
  if (currency !== terms.companyCurrency) return null;
  const [first] = asked;
  const minimum = first ? first.policy.minimumTotal : 0n;
  if (total < minimum) return belowMinimum(total, minimum, currency, 'total');
  if (terms.minimumBalance !== null && total < terms.minimumBalance) {
    return belowMinimum(total, terms.minimumBalance, currency, 'run');
  }
  return null;
}

/** What may be asked for now or soon: held for another reason than its own size or day, an item counts for nothing. */
function countsAsOverdue({ item, gate }: Weighed, on: EpochDay): boolean {
  if (item.dueOn >= on) return false;
  return gate === null || COUNTED.has(gate.because);
}
const COUNTED: ReadonlySet<Because> = new Set([
  'within_grace',
  'below_minimum',
  'contacted_recently',
  'level_exhausted',
  'outside_run',
]);

function byCurrency(items: readonly ItemFacts[]): Iterable<readonly [Currency, readonly ItemFacts[]]> {
  const [first] = items;
  if (first && items.every(({ currency }) => currency === first.currency)) return [[first.currency, items]];
  const found = new Map<Currency, ItemFacts[]>();
  for (const item of items) {
    const list = found.get(item.currency);
    if (list) list.push(item);
    else found.set(item.currency, [item]);
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1));
}

function byReason(held: readonly Held[]): LeftOut[] {
  const reasons = new Map<Because, Held[]>();
  for (const one of held) {
    const list = reasons.get(one.gate.because);
    if (list) list.push(one);
    else reasons.set(one.gate.because, [one]);
  }
  return [...reasons].map(([because, list]) => {
    let first = list[0];
    for (const one of list) if (opensBefore(one, first)) first = one;
    const { facts = {}, until = null } = first?.gate ?? {};
    const items = list.map(({ item, gate }) => ({ item, until: gate.until, facts: gate.facts }));
    return { because, facts, until, items };
  });
}

function opensBefore(one: Held, other: Held | undefined): boolean {
  if (!other || one.gate.until === null) return false;
  return other.gate.until === null || one.gate.until < other.gate.until;
}
