import { type EpochDay, isoDay } from '#core/calendar/epoch-days.ts';
import type { CompiledPolicy } from '#core/dunning/compiled-policy.ts';
import type { DebtorFacts, GivenGate, ItemFacts } from '#core/dunning/facts.ts';
import {
  type DebtorOfItem,
  policyOf,
  type RunTerms,
  type Weighed,
  weighItem,
} from '#core/dunning/item-gates.ts';
import { type Credit, setCreditsAgainstClaims } from '#core/dunning/netting.ts';
import type { NextStep } from '#core/dunning/next-step.ts';
import { isContact } from '#core/dunning/policy.ts';
import type { Currency } from '#core/money/currencies.ts';

/** A debtor without its items. */
export type Party = Omit<DebtorFacts, 'items' | 'paysFor'>;

/** What one debtor owes in one currency, weighed; its credits are used once, whatever is planned from it. */
export type Balance = {
  readonly debtor: Party;
  readonly currency: Currency;
  readonly weighed: readonly Weighed[];
  /** What no claim is named for. */
  readonly credits: readonly Credit[];
  /** What of them no notice has used yet. */
  creditsLeft: readonly Credit[];
};

/** A step that is open for an item, all gates of its own passed. */
export type Wanted = {
  readonly item: ItemFacts;
  readonly open: bigint;
  readonly policy: CompiledPolicy;
  readonly next: NextStep;
  readonly balance: Balance;
};

export type Held = {
  readonly item: ItemFacts;
  readonly gate: GivenGate;
  /** Only its notice waits: another step of it is open, whose own fate says more. */
  readonly instead?: boolean;
};

/** What is planned for one debtor, as it goes along. */
export type Planning = { readonly terms: RunTerms; readonly held: Held[]; hasSides: boolean };

/** Who is asked for what is wanted: the debtor itself, or the one who pays for it. */
export type Asked = { readonly party: Party; readonly contactedOn: EpochDay | null };

/** Weighs what one debtor owes in one currency: what its policy leaves aside lowers nothing. */
export function weighBalance(
  debtor: Party,
  { currency, items }: { currency: Currency; items: readonly ItemFacts[] },
  { terms, held }: Planning,
  payer: Party | null,
): Balance {
  const part: ItemFacts[] = [];
  for (const item of items) {
    if (takesPart(item, debtor, terms)) part.push(item);
    else
      held.push({
        item,
        gate: { because: 'document_kind', facts: { kind: item.documentKind }, until: null },
      });
  }
  const { claims, credits } = setCreditsAgainstClaims(part);
  const under = payer && underPayer(debtor, payer);
  const weighed = claims.map(({ item, open }) => {
    const asksPayer = under && policyOf(item, debtor, terms)?.body.grouping === 'payer';
    return weighItem(item, open, asksPayer ? under : debtor, terms);
  });
  return { debtor, currency, weighed, credits, creditsLeft: credits };
}

/** What is on hold for the payer, or waits for it to leave, holds all that it is asked to pay. */
function underPayer(debtor: Party, payer: Party): DebtorOfItem {
  if (debtor.id === payer.id) return debtor;
  const holds = payer.holds.filter(({ dueItemId }) => dueItemId === null);
  return {
    ...debtor,
    holds: [...debtor.holds, ...holds],
    waitingRun: debtor.waitingRun ?? payer.waitingRun,
  };
}

/** A credit of a kind its policy leaves aside lowers nothing. Claims are weighed, and told so, one by one. */
function takesPart(item: ItemFacts, debtor: Party, terms: RunTerms): boolean {
  if (item.open > 0n) return true;
  return policyOf(item, debtor, terms)?.body.documents.includes(item.documentKind) ?? true;
}

/**
 * What is wanted of a balance, notices and other steps alike, but for what the contact interval holds. An item whose
 * notice has to wait is told so, unless another step of it is proposed instead.
 */
export function wantedOf(
  balance: Balance,
  asked: (policy: CompiledPolicy) => Asked,
  plan: Planning,
): Wanted[] {
  const wanted: Wanted[] = [];
  for (const found of balance.weighed) {
    const { item, open, policy, next, gate, sides } = found;
    if (gate) plan.held.push({ item, gate, instead: sides.length > 0 });
    if (!policy || (gate && sides.length === 0)) continue;
    for (const step of next ? [next, ...sides] : sides) {
      const recent = contactedRecently(policy, step, asked(policy).contactedOn, plan.terms.on);
      if (recent) plan.held.push({ item, gate: recent });
      else wanted.push({ item, open, policy, next: step, balance });
    }
    if (sides.length > 0) plan.hasSides = true;
  }
  return wanted;
}

function contactedRecently(
  { body }: CompiledPolicy,
  { step }: NextStep,
  contactedOn: EpochDay | null,
  on: EpochDay,
): GivenGate | null {
  const days = body.contactIntervalDays;
  if (contactedOn === null || on - contactedOn >= days || !isContact(step.kind)) return null;
  return whyContacted(contactedOn, days);
}

export function whyContacted(contactedOn: EpochDay, days: number): GivenGate {
  const facts = { contactedOn: isoDay(contactedOn), days: String(days) };
  return { because: 'contacted_recently', facts, until: contactedOn + days };
}
