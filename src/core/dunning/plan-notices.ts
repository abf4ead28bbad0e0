import type { EpochDay } from '#core/calendar/epoch-days.ts';
import type { Party, Planning, Wanted } from '#core/dunning/balances.ts';
import { type ChosenChannels, chooseChannels } from '#core/dunning/choose-channel.ts';
import type { CompiledPolicy } from '#core/dunning/compiled-policy.ts';
import { byBalance } from '#core/dunning/demands.ts';
import type { GivenGate, ItemFacts } from '#core/dunning/facts.ts';
import { byAge, type Credit, sumOf, takeCredits } from '#core/dunning/netting.ts';
import type { NextStep } from '#core/dunning/next-step.ts';
import { asksCosts, type LineCosts, noticeCosts, paymentsOf } from '#core/dunning/notice-costs.ts';
import { noticeDeadline } from '#core/dunning/notice-deadline.ts';
import { noticeWarnings, type Warning } from '#core/dunning/notice-warnings.ts';
import { isLetter, type Step, type StepKind } from '#core/dunning/policy.ts';
import { creditGate } from '#core/dunning/total-gates.ts';
import type { Currency } from '#core/money/currencies.ts';
import type { Channel, Language } from '#core/receivables/kinds.ts';

/** A notice as a run proposes it. Amounts in minor units. */
export type PlannedNotice = {
  /** The same for the same notice of the same debtor in a recomputed run. */
  readonly key: string;
  /** Who is asked: the debtor, or the one who pays for it. */
  readonly debtorId: string;
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
  /** 0 where the step raises none, null where it is only listed. */
  readonly level: number | null;
  readonly times: number;
  readonly open: bigint;
};

type Grouping = {
  /** Who is asked. */
  readonly party: Party;
  readonly kind: StepKind;
  readonly currency: Currency;
  readonly plan: Planning;
};

type Group = { readonly key: string; readonly items: readonly Wanted[]; readonly total: bigint };
/** A group as far as something is left of it to ask, with the credits used up by it. */
type Netted = { readonly items: readonly Wanted[]; readonly credits: readonly Credit[] };

/** One notice per group of the policy; each credit is used once, on as few notices as can carry it. */
export function groupIntoNotices(wanted: readonly Wanted[], grouping: Grouping): PlannedNotice[] {
  const { party, kind, plan } = grouping;
  const notices: PlannedNotice[] = [];
  const groups = inOrder(groupsOf(wanted), creditsOf(wanted));
  for (const group of groups) {
    const { step } = leading(group.items).next;
    const chosen = isLetter(kind)
      ? chooseChannels(step, party.preferredChannel, party.addresses)
      : { channels: [], missing: [] };
    if (isLetter(kind) && chosen.channels.length === 0) {
      const gate = noAddress(step, party);
      for (const { item } of group.items) plan.held.push({ item, gate });
      continue;
    }
    const netted = setCreditsAgainst(group, grouping);
    if (netted.items.length === 0) continue;
    notices.push(noticeOf(group.key, netted, { ...grouping, ...chosen, isFirst: notices.length === 0 }));
  }
  return notices;
}

function creditsOf(wanted: readonly Wanted[]): bigint {
  let sum = 0n;
  for (const [{ creditsLeft }] of byBalance(wanted)) sum += sumOf(creditsLeft);
  return sum;
}

/** Where one group can carry all the credits and still ask for something, it comes first; else the oldest. */
function inOrder(groups: Group[], credit: bigint): Group[] {
  if (credit === 0n || groups.length < 2) return groups;
  const carrier = groups.find(({ total }) => total > credit);
  return carrier ? [carrier, ...groups.filter((group) => group !== carrier)] : groups;
}

/** A debtor's credits lower what it owes itself, and no other's part of a payer's notice. */
function setCreditsAgainst({ items }: Group, { currency, plan }: Grouping): Netted {
  const asked: Wanted[] = [];
  const credits: Credit[] = [];
  for (const [balance, part] of byBalance(items)) {
    const total = part.reduce((sum, { open }) => sum + open, 0n);
    if (balance.creditsLeft.length === 0) {
      asked.push(...part);
      continue;
    }
    const { used, left } = takeCredits(balance.creditsLeft, total);
    balance.creditsLeft = left;
    const closed = creditGate(total - sumOf(used), currency);
    if (closed) for (const { item } of part) plan.held.push({ item, gate: closed });
    else {
      asked.push(...part);
      credits.push(...used);
    }
  }
  return { items: asked, credits };
}

function groupsOf(wanted: readonly Wanted[]): Group[] {
  const groups = new Map<string, Wanted[]>();
  for (const found of wanted) {
    const key = groupKey(found);
    const list = groups.get(key);
    if (list) list.push(found);
    else groups.set(key, [found]);
  }
  return [...groups]
    .map(([key, items]) => ({ key, items, total: items.reduce((sum, { open }) => sum + open, 0n) }))
    .sort(byLevelThenAge);
}

/** Only letters that ask are one per item or level: a debtor is called once, and its account stated once. */
function groupKey({ item, policy, next, balance }: Wanted): string {
  const { kind } = next.step;
  const base = `${policy.id}:${next.stepIndex === null ? kind : sideKey(policy, next)}:${balance.currency}`;
  if (next.stepIndex !== null && kind !== 'acceptance') return base;
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

/** 'call:1:2' is the second call after the first notice: the same step in a later version of the policy. */
function sideKey({ sides }: CompiledPolicy, { step, stepIndex }: NextStep): string {
  const side = sides.find(({ index }) => index === stepIndex);
  return `${step.kind}:${side?.afterLevel ?? 0}:${side?.nth ?? 1}`;
}

function byLevelThenAge(a: Group, b: Group): number {
  const [one, other] = [leading(a.items), leading(b.items)];
  return other.next.level - one.next.level || byAge(one.item, other.item);
}

/** The item whose step the letter speaks for: the highest level, the oldest of it. */
function leading(items: readonly Wanted[]): Wanted {
  let found = items[0];
  for (const one of items) if (!found || one.next.level > found.next.level) found = one;
  if (!found) throw new Error('a notice without items');
  return found;
}

function noAddress(step: Step, { preferredChannel }: Party): GivenGate {
  const channels = (step.channels.length > 0 ? step.channels : [preferredChannel]).join(', ');
  return { because: 'no_address', facts: { channels }, until: null };
}

type NoticeFacts = Grouping & ChosenChannels & { readonly isFirst: boolean };

function noticeOf(key: string, { items, credits }: Netted, facts: NoticeFacts): PlannedNotice {
  const { party, kind, currency, channels, plan } = facts;
  const lead = leading(items);
  const { policy, next } = lead;
  const lines: PlannedLine[] = items.map(({ item, open, next: { level, times } }) => ({
    item,
    level,
    times,
    open,
  }));
  const listed = listedLines(items, facts);
  const open = openOf(items, credits) + (kind === 'statement' ? lateOf(listed, plan.terms.on) : 0n);
  const costs = costsOf(items, facts, next.level);
  const interest = costs.reduce((sum, one) => sum + one.interest.amount, 0n);
  const fee = costs.reduce((sum, one) => sum + one.fee, 0n);
  const taken = credits.map(({ item, amount }) => ({ item, level: null, times: 0, open: -amount }));
  return {
    key,
    debtorId: party.id,
    policy,
    stepKind: kind,
    level: kind === 'notice' ? next.level : null,
    currency,
    stepIndex: next.stepIndex,
    channel: channels[0] ?? (kind === 'call' ? 'call' : party.preferredChannel),
    channels,
    language: party.language,
    mode: next.step.mode,
    deadlineOn: noticeDeadline(next.step, announcing(lead, lines, facts), plan.terms.law),
    oldestDueOn: items.reduce((oldest, { item }) => Math.min(oldest, item.dueOn), lead.item.dueOn),
    lines: [...lines, ...listed, ...taken],
    open,
    interest,
    fee,
    total: open + interest + fee,
    warnings: noticeWarnings({ ...facts, lead, items, credits, costs }),
  };
}

function announcing({ policy, next, balance }: Wanted, lines: readonly PlannedLine[], facts: NoticeFacts) {
  const reached = lines.map(({ level, item }) => ({ level, firstNotice: item.firstNotice }));
  const { kind } = balance.debtor;
  const { channels, plan } = facts;
  return { level: next.level, on: plan.terms.on, channels, lines: reached, policy: policy.body, kind };
}

function openOf(items: readonly Wanted[], credits: readonly Credit[]): bigint {
  let open = -sumOf(credits);
  for (const one of items) open += one.open;
  return open;
}

function lateOf(listed: readonly PlannedLine[], on: number): bigint {
  let sum = 0n;
  for (const { item, open } of listed) if (item.dueOn < on) sum += open;
  return sum;
}

const NO_COSTS: readonly LineCosts[] = [];

function costsOf(items: readonly Wanted[], { plan, currency }: NoticeFacts, leadingLevel: number) {
  if (leadingLevel === 0 || !items.some(({ next }) => asksCosts(next.step))) return NO_COSTS;
  const { companyCurrency, law, on } = plan.terms;
  const lines = items.map(({ item, open, policy, next: { level, times, step }, balance }) => ({
    level,
    times,
    step,
    settled: item.settledCosts ?? null,
    late: {
      open,
      currency,
      dueOn: item.dueOn,
      issuedOn: item.issuedOn,
      on,
      kind: balance.debtor.kind,
      firstNotice: item.firstNotice ?? null,
      hasClause: policy.body.lateClause ?? false,
      paid: item.paid && paymentsOf(item.paid),
    },
  }));
  return noticeCosts(lines, { leading: leadingLevel, currency, companyCurrency, law });
}

/**
 * What is listed for information: not yet due where the policy shows it, on the first letter of its kind; on a statement,
 * all that is open.
 */
function listedLines(items: readonly Wanted[], { kind, isFirst }: NoticeFacts): PlannedLine[] {
  const [first] = items;
  const isFull = first?.policy.body.situation === 'full' && isFirst && isLetter(kind);
  if (kind !== 'statement' && !isFull) return [];
  const lines: PlannedLine[] = [];
  for (const [{ weighed }, part] of byBalance(items)) {
    const asked = new Set(part.map(({ item }) => item.id));
    for (const { item, open, gate } of weighed) {
      if (asked.has(item.id) || open <= 0n) continue;
      if (kind === 'statement' || gate?.because === 'not_yet_due')
        lines.push({ item, level: null, times: 0, open });
    }
  }
  return lines;
}
