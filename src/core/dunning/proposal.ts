import { epochDayFrom, isoDay } from '#core/calendar/epoch-days.ts';
import { lineCosts } from '#core/dunning/line-costs.ts';
import { noticeDeadline } from '#core/dunning/notice-deadline.ts';
import { isLetter, type Policy, type Step, type StepKind } from '#core/dunning/policy.ts';
import type { ProposalLine } from '#core/dunning/proposal-line.ts';
import type { LawNote } from '#core/interest/claim-notes.ts';
import type { CompanyLaw } from '#core/interest/late-interest.ts';
import type { Currency } from '#core/money/currencies.ts';
import type { Channel, DebtorKind, Language } from '#core/receivables/kinds.ts';

export type { ProposalLine } from '#core/dunning/proposal-line.ts';

/** One notice as computed from the facts, before a person looked at it. */
export type Proposal = {
  readonly stepKind: StepKind;
  /** The level the letter speaks for: the highest of its lines. Null on a courtesy. */
  readonly level: number | null;
  /** Where its step stands in the policy, from 0; null on a notice, whose step is that of its level, and on a courtesy. */
  readonly stepIndex: number | null;
  readonly currency: Currency;
  /** The leading channel; on work for a person it only says how the debtor is reached. */
  readonly channel: Channel;
  /** All it leaves through, the leading one first; none on a call, a task or a hand-over. */
  readonly channels: readonly Channel[];
  readonly language: Language;
  readonly lines: readonly ProposalLine[];
};

/** What a person changes on a proposal. Kept as a list, in order, so that the last one can be taken back. */
export type EditChange =
  /** Every line that leads (has the notice's level) goes to this level; the others to at most it. */
  | { readonly kind: 'level'; readonly level: number }
  | { readonly kind: 'item_level'; readonly dueItemId: string; readonly level: number }
  | { readonly kind: 'drop' }
  | { readonly kind: 'restore' }
  | { readonly kind: 'drop_item'; readonly dueItemId: string }
  | { readonly kind: 'restore_item'; readonly dueItemId: string }
  /** This channel alone. */
  | { readonly kind: 'channel'; readonly channel: Channel }
  /** Each of these, the leading one first; at least one. */
  | { readonly kind: 'channels'; readonly channels: readonly Channel[] }
  /** Another addressee for this notice: for mail an address, for post a name above the debtor's address. */
  | { readonly kind: 'recipient'; readonly name: string; readonly address: string }
  /** Null: the words of the step again. */
  | { readonly kind: 'words'; readonly subject: string | null; readonly body: string | null }
  /**
   * True: it was printed and handed over already, so it is recorded and nothing is sent. False: it is not issued by
   * this run and no level rises. Null: as computed.
   */
  | { readonly kind: 'printed'; readonly printed: boolean | null }
  /** The date the notice carries; deadline and interest follow. */
  | { readonly kind: 'dated'; readonly on: string };

export type ProposalEdit = {
  /** The same for everything one action changed, so that one undo takes all of it back. */
  readonly batch: string;
  readonly at: string;
  readonly by: string | null;
  readonly change: EditChange;
};

/** What the figures depend on besides the lines. */
export type ProposalTerms = {
  readonly policy: Policy;
  /** The run's day. */
  readonly plannedFor: string;
  readonly companyCurrency: Currency;
  readonly kind: DebtorKind;
  /** The law interest and costs are asked by; null where none is known. */
  readonly law: CompanyLaw | null;
  /** Why a person put the debtor under it; left out or null: it is its own. */
  readonly lawReason?: string | null;
};

/** The notice as it will be issued: what was computed, and what a person made of it. Amounts in minor units. */
export type EffectiveProposal = {
  readonly stepKind: StepKind;
  readonly level: number | null;
  /** The policy's step the words, recipient, attachments and deadline come from. */
  readonly step: Step;
  readonly currency: Currency;
  readonly channel: Channel;
  readonly channels: readonly Channel[];
  readonly language: Language;
  readonly recipient: { readonly name: string; readonly address: string } | null;
  readonly subject: string | null;
  readonly body: string | null;
  readonly printed: boolean | null;
  /** True where nothing is to be issued: dropped, marked as not printed, or no line is left. */
  readonly dropped: boolean;
  /** The day the notice carries: `issued_on`, and `notified_on` and `contacted_on` of what it reaches. */
  readonly datedOn: string;
  readonly deadlineOn: string;
  /** Without the dropped ones. */
  readonly lines: readonly ProposalLine[];
  /** The dropped ones, for the screen. */
  readonly droppedLines: readonly ProposalLine[];
  /** Due now, after credits; not-yet-due lines of a full situation are not in it. */
  readonly open: bigint;
  readonly interest: bigint;
  readonly fee: bigint;
  readonly total: bigint;
  /** Listed for information only. */
  readonly upcoming: bigint;
  /** What a person must know about the interest and costs asked. */
  readonly lawNotes: readonly LawNote[];
};

/** What a reviewer's edits make of a proposal: pure, so that screen, letter and issue agree. */
export function effectiveProposal(
  computed: Proposal,
  edits: readonly ProposalEdit[],
  terms: ProposalTerms,
): EffectiveProposal {
  const wish = foldEdits(edits);
  const kept = computed.lines.filter((line) => !wish.droppedItems.has(line.dueItemId));
  const levelled = kept.map((line) => withLevel(line, computed.level, wish));
  const level = highestLevel(levelled);
  const datedOn = wish.datedOn ?? terms.plannedFor;
  const step = stepOf(computed, terms.policy, level);
  const { lines, lawNotes } = lineCosts(levelled, {
    ...terms,
    datedOn,
    currency: computed.currency,
    level,
    stepOf: (one) => stepFor(terms.policy, 'notice', one),
  });
  const figures = totals(lines, computed.stepKind);
  const through = channelsOf(computed, wish);
  const { policy, kind } = terms;
  const announcing = { level, on: epochDayFrom(datedOn), channels: through.channels, lines, policy, kind };
  return {
    stepKind: computed.stepKind,
    level: computed.stepKind === 'notice' ? (level ?? computed.level) : null,
    step,
    currency: computed.currency,
    ...through,
    language: computed.language,
    recipient: wish.recipient,
    subject: wish.subject,
    body: wish.body,
    printed: wish.printed,
    dropped: wish.dropped || wish.printed === false || level === null || figures.open <= 0n,
    datedOn,
    deadlineOn: isoDay(noticeDeadline(step, announcing, terms.law)),
    lines,
    droppedLines: computed.lines.filter((line) => wish.droppedItems.has(line.dueItemId)),
    ...figures,
    lawNotes,
  };
}

function stepOf(computed: Proposal, policy: Policy, level: number | null): Step {
  const own = computed.stepIndex === null ? undefined : policy.steps[computed.stepIndex];
  return own ?? stepFor(policy, computed.stepKind, level ?? computed.level);
}

/** A person's choice replaces all channels; what is work for a person leaves through none. */
function channelsOf({ stepKind, channel, channels }: Proposal, wish: Wish) {
  const [leading = channel] = wish.channels ?? channels;
  return { channel: leading, channels: isLetter(stepKind) ? (wish.channels ?? channels) : [] };
}

/** The step of a policy that speaks for a level, or its first step of a kind that raises none. */
export function stepFor(policy: Policy, kind: StepKind, level: number | null): Step {
  const found =
    kind === 'notice'
      ? policy.steps.find((step) => step.kind === 'notice' && step.level === level)
      : policy.steps.find((step) => step.kind === kind);
  if (!found) throw new Error(`the policy has no step ${kind} ${level}`);
  return found;
}

/** The levels a policy has notices for, in order. */
export function levelsOf(policy: Policy): number[] {
  return policy.steps.flatMap((step) => (step.kind === 'notice' && step.level ? [step.level] : [])).sort();
}

type Wish = {
  level: number | null;
  itemLevels: Map<string, number>;
  droppedItems: Set<string>;
  dropped: boolean;
  channels: readonly Channel[] | null;
  recipient: { name: string; address: string } | null;
  subject: string | null;
  body: string | null;
  printed: boolean | null;
  datedOn: string | null;
};

/** The later change of a kind wins; a level for the whole notice forgets the single ones before it. */
function foldEdits(edits: readonly ProposalEdit[]): Wish {
  const wish: Wish = {
    level: null,
    itemLevels: new Map(),
    droppedItems: new Set(),
    dropped: false,
    channels: null,
    recipient: null,
    subject: null,
    body: null,
    printed: null,
    datedOn: null,
  };
  for (const { change } of edits) applyChange(wish, change);
  return wish;
}

function applyChange(wish: Wish, change: EditChange): void {
  switch (change.kind) {
    case 'level':
      wish.level = change.level;
      wish.itemLevels.clear();
      break;
    case 'item_level':
      wish.itemLevels.set(change.dueItemId, change.level);
      break;
    case 'drop':
    case 'restore':
      wish.dropped = change.kind === 'drop';
      break;
    case 'drop_item':
      wish.droppedItems.add(change.dueItemId);
      break;
    case 'restore_item':
      wish.droppedItems.delete(change.dueItemId);
      break;
    case 'channel':
    case 'channels':
      chooseChannels(wish, change.kind === 'channel' ? [change.channel] : change.channels);
      break;
    case 'recipient':
      wish.recipient = { name: change.name, address: change.address };
      break;
    case 'words':
      wish.subject = change.subject;
      wish.body = change.body;
      break;
    case 'printed':
      wish.printed = change.printed;
      break;
    case 'dated':
      wish.datedOn = change.on;
      break;
  }
}

/** A recipient is an address of the channel it was given for. */
function chooseChannels(wish: Wish, channels: readonly Channel[]): void {
  if (wish.channels?.[0] !== channels[0]) wish.recipient = null;
  wish.channels = channels;
}

/** The lowest level a line may be given: the one it has reached is repeated, an earlier one never comes back. */
export function lowestLevel(line: ProposalLine): number {
  return Math.max(line.reached, 1);
}

function withLevel(line: ProposalLine, leading: number | null, wish: Wish): ProposalLine {
  if (line.level === null || line.level === 0) return line;
  let level = wish.itemLevels.get(line.dueItemId) ?? line.level;
  if (!wish.itemLevels.has(line.dueItemId) && wish.level !== null) {
    level = line.level === leading ? wish.level : Math.min(line.level, wish.level);
  }
  level = Math.max(level, lowestLevel(line));
  return level === line.level
    ? line
    : { ...line, level, times: level === line.reached ? line.reachedTimes + 1 : 1 };
}

function highestLevel(lines: readonly ProposalLine[]): number | null {
  let highest: number | null = null;
  for (const line of lines) {
    if (line.level !== null && (highest === null || line.level > highest)) highest = line.level;
  }
  return highest;
}

function totals(lines: readonly ProposalLine[], stepKind: StepKind) {
  let open = 0n;
  let interest = 0n;
  let fee = 0n;
  let upcoming = 0n;
  for (const line of lines) {
    const asked = line.section !== 'upcoming' || (stepKind !== 'notice' && line.level !== null);
    if (asked) open += BigInt(line.open);
    else upcoming += BigInt(line.open);
    interest += BigInt(line.interest);
    fee += BigInt(line.fee);
  }
  return { open, interest, fee, total: open + interest + fee, upcoming };
}
