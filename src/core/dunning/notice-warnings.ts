import type { Party, Planning, Wanted } from '#core/dunning/balances.ts';
import type { ChosenChannels } from '#core/dunning/choose-channel.ts';
import type { ItemFacts } from '#core/dunning/facts.ts';
import { moneyFact } from '#core/dunning/item-gates.ts';
import { type Credit, sumOf } from '#core/dunning/netting.ts';
import type { LineCosts } from '#core/dunning/notice-costs.ts';
import type { StepKind } from '#core/dunning/policy.ts';
import { asksForMoneyLate, isBankStale } from '#core/dunning/stale-bank.ts';
import type { Currency } from '#core/money/currencies.ts';

/** A reason to look twice (i18n: `proposal.warning.<code>`). */
export type Warning = { readonly code: string; readonly facts: Readonly<Record<string, string>> };

type WarningFacts = ChosenChannels & {
  readonly party: Party;
  readonly kind: StepKind;
  readonly currency: Currency;
  readonly plan: Planning;
  readonly items: readonly Wanted[];
  readonly credits: readonly Credit[];
  readonly costs: readonly LineCosts[];
  /** The item whose step the letter speaks for. */
  readonly lead: Wanted;
};

/** What somebody should look at before the notice leaves. */
export function noticeWarnings(facts: WarningFacts): Warning[] {
  const { items, credits, lead, currency, plan } = facts;
  const warnings = channelWarnings(facts);
  const credit = sumOf(credits);
  if (credit > 0n) {
    warnings.push({ code: 'unallocated_credit', facts: { credit: moneyFact(credit, currency) } });
  }
  const contested = items.reduce((sum, { item }) => sum + contestedOf(item), 0n);
  if (contested > 0n) {
    warnings.push({ code: 'partly_disputed', facts: { amount: moneyFact(contested, currency) } });
  }
  const { forcedLevel, bankData } = plan.terms;
  if (forcedLevel !== null && items.some(({ item, next }) => next.level > item.level + 1)) {
    warnings.push({ code: 'level_forced', facts: { level: String(forcedLevel) } });
  }
  const rule = lead.policy.body.bankData;
  if (asksForMoneyLate(facts.kind) && rule.stale === 'warn' && bankData && isBankStale(rule, bankData)) {
    warnings.push({ code: 'bank_data_stale', facts: { days: String(bankData.days) } });
  }
  return [...warnings, ...gapsOf(facts.costs)];
}

/** The part of an item that its debtor contests: the letter asks for the rest. */
function contestedOf({ gates = [] }: ItemFacts): bigint {
  return gates.reduce((sum, { because, amount = 0n }) => (because === 'disputed' ? sum + amount : sum), 0n);
}

/** It leaves by another way than the debtor prefers, or not by all the ways its step names. */
function channelWarnings({ lead, party, channels, missing }: WarningFacts): Warning[] {
  const [channel] = channels;
  if (!channel) return [];
  if (missing.length > 0) {
    return [{ code: 'channel_without_address', facts: { channels: missing.join(', ') } }];
  }
  const { preferredChannel } = party;
  const { step } = lead.next;
  if (step.channels.length > 0 || channel === preferredChannel || preferredChannel === 'portal') return [];
  return [{ code: 'other_channel', facts: { preferred: preferredChannel, channel } }];
}

/** Each rate that is not known, once: interest is asked up to the day before it. */
function gapsOf(costs: readonly LineCosts[]): Warning[] {
  const gaps = new Map<string, Warning>();
  for (const { interest } of costs) {
    if (interest.gap)
      gaps.set(interest.gap.facts.series, { code: 'rate_missing', facts: interest.gap.facts });
  }
  return [...gaps.values()];
}
