import type { EpochDay } from '#core/calendar/epoch-days.ts';
import { chooseChannel } from '#core/dunning/choose-channel.ts';
import type { CompiledPolicy } from '#core/dunning/compiled-policy.ts';
import type { DebtorFacts, GivenGate, ItemFacts } from '#core/dunning/facts.ts';
import { moneyFact, type RunTerms, type Weighed } from '#core/dunning/item-gates.ts';
import { byAge, type Credit, sumOf, takeCredits } from '#core/dunning/netting.ts';
import { asksCosts, type LineCosts, noticeCosts } from '#core/dunning/notice-costs.ts';
import type { Step, StepKind } from '#core/dunning/policy.ts';
import type { Currency } from '#core/money/currencies.ts';
import type { Channel, Language } from '#core/receivables/kinds.ts';

/** A notice as a run proposes it. Amounts in minor units. */
export type PlannedNotice = {
  /** The same for the same notice of the same debtor in a recomputed run. */
  readonly key: string;
  readonly policy: CompiledPolicy;
  readonly stepKind: StepKind;
  readonly level: number | null;
  readonly currency: Currency;
  /** Where its step stands in the policy; null on a notice and on a courtesy. */
  readonly stepIndex: number | null;
  readonly channel: Channel;
  /** All it leaves through, the leading one first; none where it is work for a person. */
  readonly channels: readonly Channel[];
  readonly language: Language;
  readonly mode: Step['mode'];
  readonly deadlineOn: EpochDay;
  readonly oldestDueOn: EpochDay;
  readonly lines: readonly PlannedLine[];
  readonly open: bigint;
  readonly interest: bigint;
  readonly fee: bigint;
  readonly total: bigint;
  readonly warnings: readonly Warning[];
};

export type PlannedLine = {
  readonly item: ItemFacts;
  /** 0 for a courtesy, null where it is only listed. */
  readonly level: number | null;
  readonly times: number;
  readonly open: bigint;
};
export type Warning = { readonly code: string; readonly facts: Readonly<Record<string, string>> };

type Eligible = Extract<Weighed, { gate: null }>;

type Grouping = {
  readonly debtor: DebtorFacts;
  readonly currency: Currency;
  readonly credits: readonly Credit[];
  readonly terms: RunTerms;
  /** Not yet due: listed where the policy shows the full situation. */
  readonly upcoming: readonly Weighed[];
  readonly leaveOut: (item: ItemFacts, gate: GivenGate) => void;
};

type Group = { readonly key: string; readonly items: Eligible[]; readonly total: bigint };

/** One notice per group of the policy; each credit is used once, on as few notices as can carry it. */
export function groupIntoNotices(eligible: readonly Eligible[], grouping: Grouping): PlannedNotice[] {
  const { currency, leaveOut } = grouping;
  const notices: PlannedNotice[] = [];
  let { credits } = grouping;
  let upcoming = grouping.upcoming;
  const groups = inOrder(groupsOf(eligible), sumOf(credits));
  for (const group of groups) {
    const channel = channelOf(group, grouping);
    if (channel.gate) {
      for (const { item } of group.items) leaveOut(item, channel.gate);
      continue;
    }
    const { used, left } = takeCredits(credits, group.total);
    const balance = group.total - sumOf(used);
    credits = left;
    if (balance <= 0n) {
      const gate: GivenGate = {
        because: 'credit_balance',
        facts: { balance: moneyFact(balance, currency) },
        until: null,
      };
      for (const { item } of group.items) leaveOut(item, gate);
      continue;
    }
    notices.push(noticeOf(group, { ...grouping, credits: used, upcoming, channel: channel.channel }));
    upcoming = [];
  }
  return notices;
}

/** Where one group can carry all the credits and still ask for something, it comes first; else the oldest. */
function inOrder(groups: Group[], credit: bigint): Group[] {
  if (credit === 0n || groups.length < 2) return groups;
  const carrier = groups.find(({ total }) => total > credit);
  return carrier ? [carrier, ...groups.filter((group) => group !== carrier)] : groups;
}

function groupsOf(eligible: readonly Eligible[]): Group[] {
  const groups = new Map<string, Eligible[]>();
  for (const found of eligible) {
    const key = groupKey(found);
    const list = groups.get(key);
    if (list) list.push(found);
    else groups.set(key, [found]);
  }
  return [...groups]
    .map(([key, items]) => ({ key, items, total: items.reduce((sum, { open }) => sum + open, 0n) }))
    .sort(byLevelThenAge);
}

/** Per payer is per debtor for now: what several debtors owe is not yet put together for the one who pays. */
function groupKey({ item, policy, next }: Eligible): string {
  const kind = next.level === 0 ? 'courtesy' : 'notice';
  const base = `${policy.id}:${kind}:${item.currency}`;
  switch (policy.body.grouping) {
    case 'due_item':
      return `${base}:${item.id}`;
    case 'level':
      return `${base}:${next.level}`;
    case 'debtor':
    case 'payer':
      return base;
  }
}

function byLevelThenAge(a: Group, b: Group): number {
  const [one, other] = [leading(a.items), leading(b.items)];
  return other.next.level - one.next.level || byAge(one.item, other.item);
}

/** The item whose step the letter speaks for: the highest level, the oldest of it. */
function leading(items: readonly Eligible[]): Eligible {
  let found = items[0];
  for (const one of items) if (!found || one.next.level > found.next.level) found = one;
  if (!found) throw new Error('a notice without items');
  return found;
}

function channelOf(
  { items }: Group,
  { debtor }: Grouping,
): { channel: Channel; gate: null } | { channel: null; gate: GivenGate } {
  const { step } = leading(items).next;
  const channel = chooseChannel(step, debtor.preferredChannel, debtor.addresses);
  if (channel) return { channel, gate: null };
  const channels = (step.channels.length > 0 ? step.channels : [debtor.preferredChannel]).join(', ');
  return { channel: null, gate: { because: 'no_address', facts: { channels }, until: null } };
}

type NoticeFacts = Grouping & { readonly channel: Channel };

function noticeOf({ key, items, total }: Group, facts: NoticeFacts): PlannedNotice {
  const { debtor, currency, credits, terms, channel } = facts;
  const lead = leading(items);
  const { policy, next } = lead;
  const lines: PlannedLine[] = items.map(({ item, open, next: { level, times } }) => ({
    item,
    level,
    times,
    open,
  }));
  const open = total - sumOf(credits);
  const costs = costsOf(items, facts, next.level);
  const interest = costs.reduce((sum, one) => sum + one.interest.amount, 0n);
  const fee = costs.reduce((sum, one) => sum + one.fee, 0n);
  return {
    key,
    policy,
    stepKind: next.level === 0 ? 'courtesy' : 'notice',
    level: next.level === 0 ? null : next.level,
    currency,
    stepIndex: null,
    channel,
    channels: [channel],
    language: debtor.language,
    mode: next.step.mode,
    deadlineOn: terms.on + next.step.deadlineDays,
    oldestDueOn: items.reduce((oldest, { item }) => Math.min(oldest, item.dueOn), lead.item.dueOn),
    lines: [...lines, ...listedLines(policy, facts)],
    open,
    interest,
    fee,
    total: open + interest + fee,
    warnings: [...warningsOf(items, facts), ...gapsOf(costs)],
  };
}

const NO_COSTS: readonly LineCosts[] = [];

function costsOf(items: readonly Eligible[], { terms, debtor, currency }: NoticeFacts, leading: number) {
  if (leading === 0 || !items.some(({ next }) => asksCosts(next.step))) return NO_COSTS;
  const lines = items
    .filter(({ next }) => next.level > 0)
    .map(({ item, open, policy, next: { level, times, step } }) => ({
      level,
      times,
      step,
      late: {
        open,
        currency,
        dueOn: item.dueOn,
        on: terms.on,
        kind: debtor.kind,
        firstNotice: item.firstNotice ?? null,
        hasClause: policy.body.lateClause ?? false,
      },
    }));
  const { companyCurrency, law } = terms;
  return noticeCosts(lines, { leading, currency, companyCurrency, law });
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

/** What is listed for information: not yet due where the policy shows it, and the credits used. */
function listedLines(policy: CompiledPolicy, { upcoming, credits }: NoticeFacts): PlannedLine[] {
  const lines: PlannedLine[] = [];
  if (policy.body.situation === 'full') {
    for (const { item, open } of upcoming) lines.push({ item, level: null, times: 0, open });
  }
  for (const { item, amount } of credits) lines.push({ item, level: null, times: 0, open: -amount });
  return lines;
}

function warningsOf(items: readonly Eligible[], { credits, currency, channel, debtor, terms }: NoticeFacts) {
  const warnings: Warning[] = [];
  const credit = sumOf(credits);
  if (credit > 0n) {
    warnings.push({ code: 'unallocated_credit', facts: { credit: moneyFact(credit, currency) } });
  }
  if (terms.forcedLevel !== null && items.some(({ item, next }) => next.level > item.level + 1)) {
    warnings.push({ code: 'level_forced', facts: { level: String(terms.forcedLevel) } });
  }
  const { preferredChannel } = debtor;
  const { step, level } = leading(items).next;
  if (step.channels.length === 0 && channel !== preferredChannel && preferredChannel !== 'portal') {
    warnings.push({ code: 'other_channel', facts: { preferred: preferredChannel, channel } });
  }
  const { bankData } = terms;
  const { stale, daysMax } = leading(items).policy.body.bankData;
  if (level > 0 && stale === 'warn' && bankData && bankData.days > daysMax) {
    warnings.push({ code: 'bank_data_stale', facts: { days: String(bankData.days) } });
  }
  return warnings;
}
