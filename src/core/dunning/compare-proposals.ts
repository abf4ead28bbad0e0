import type { Because } from '#core/dunning/gates.ts';
import type { StepKind } from '#core/dunning/policy.ts';
import { textStepOf } from '#core/dunning/text-steps.ts';
import type { Currency } from '#core/money/currencies.ts';
import { money, toDecimal } from '#core/money/money.ts';
import type { Channel, Language } from '#core/receivables/kinds.ts';

/** A proposed notice as a reviewer sees it. Amounts are strings of minor units, days ISO strings. */
export type ComparedProposal = {
  readonly id: string;
  /** The same for the same notice of the same debtor in a recomputed run. */
  readonly key: string;
  readonly debtor: { readonly id: string; readonly number: string; readonly name: string };
  readonly stepKind: StepKind;
  readonly level: number | null;
  readonly currency: Currency;
  readonly channels: readonly Channel[];
  readonly language: Language;
  readonly interest: string;
  readonly fee: string;
  readonly total: string;
  readonly deadlineOn: string;
  readonly policyVersion: number;
  readonly items: readonly ComparedItem[];
};

export type ComparedItem = {
  readonly dueItemId: string;
  readonly documentNumber: string;
  readonly open: string;
  /** Null where it is only listed. */
  readonly level: number | null;
};

/** What is known today of an item that was or is on a proposal. */
export type ItemNow = {
  /** All that is open on it, in minor units. */
  readonly open: string;
  /** The gate that keeps it out of the run as it is now. */
  readonly because: Because | null;
};

export type ComparisonFacts = {
  readonly itemsNow: ReadonlyMap<string, ItemNow>;
  /** Words changed since, as 'level_2 fr'. */
  readonly changedWords: ReadonlySet<string>;
};

/** One line of "what changed since". Facts are strings: a day is '2026-03-31', money is '12.50 EUR'. */
export const CHANGE_CODES = {
  /** Nothing of it is open any more. */
  item_paid: { document: 'text', open: 'money' },
  item_less: { document: 'text', before: 'money', open: 'money' },
  /** More is asked of it than before. */
  item_more: { document: 'text', before: 'money', open: 'money' },
  item_new: { document: 'text', open: 'money' },
  /** Held by a gate now: `because` names it. */
  item_held: { document: 'text', because: 'because' },
  /** On no notice any more, or on another one. */
  item_gone: { document: 'text' },
  item_level: { document: 'text', before: 'count', level: 'count' },
  level: { before: 'count', level: 'count' },
  channels: { before: 'channels', channels: 'channels' },
  words: {},
  language: { before: 'language', language: 'language' },
  interest: { before: 'money', interest: 'money' },
  fee: { before: 'money', fee: 'money' },
  deadline: { before: 'day', deadline: 'day' },
  policy: { before: 'count', version: 'count' },
} as const satisfies Record<string, Record<string, ChangeFactKind>>;
export type ChangeFactKind = 'text' | 'day' | 'count' | 'money' | 'channels' | 'language' | 'because';
export type ChangeCode = keyof typeof CHANGE_CODES;
export type Change = { readonly code: ChangeCode; readonly facts: Readonly<Record<string, string>> };

export type ProposalComparison = {
  readonly debtor: ComparedProposal['debtor'];
  readonly kind: 'new' | 'gone' | 'changed';
  /** The proposal as it is now; null where it is gone. */
  readonly proposal: string | null;
  readonly stepKind: StepKind;
  readonly level: number | null;
  readonly currency: Currency;
  /** Decimals; null where there was or is none. */
  readonly totalBefore: string | null;
  readonly total: string | null;
  readonly changes: readonly Change[];
};

/** All that differs from the last time a run was computed. */
export type RunComparison = {
  /** When it was computed the time before. */
  readonly since: string;
  readonly added: number;
  readonly gone: number;
  readonly changed: number;
  readonly same: number;
  /** Edits of a person that stand as before. */
  readonly keptEdits: number;
  /** The first of them, in the order of the debtors' numbers. */
  readonly proposals: readonly ProposalComparison[];
};

type Pair = { readonly before: ComparedProposal | null; readonly after: ComparedProposal | null };

/**
 * What differs between the proposals of a run and those it had before, one entry for each that is new, gone or changed.
 * They are matched by debtor and key; where a debtor's only notice of a currency and kind has another key now (another
 * level, by a policy that groups by it), it is still the same notice to whoever reads it.
 */
export function compareProposals(
  before: readonly ComparedProposal[],
  after: readonly ComparedProposal[],
  facts: ComparisonFacts,
): ProposalComparison[] {
  return pairs(before, after).flatMap((pair) => comparison(pair, facts) ?? []);
}

function pairs(before: readonly ComparedProposal[], after: readonly ComparedProposal[]): Pair[] {
  const left = new Map(before.map((one) => [`${one.debtor.id} ${one.key}`, one]));
  const found: Pair[] = [];
  const added: ComparedProposal[] = [];
  for (const one of after) {
    const key = `${one.debtor.id} ${one.key}`;
    const earlier = left.get(key);
    left.delete(key);
    if (earlier) found.push({ before: earlier, after: one });
    else added.push(one);
  }
  const gone = groupBySubject([...left.values()]);
  const fresh = groupBySubject(added);
  for (const [subject, list] of fresh) {
    const [only, ...others] = gone.get(subject) ?? [];
    const [one] = list;
    if (only && one && others.length === 0 && list.length === 1) {
      found.push({ before: only, after: one });
      gone.delete(subject);
    } else found.push(...list.map((after) => ({ before: null, after })));
  }
  for (const list of gone.values()) found.push(...list.map((one) => ({ before: one, after: null })));
  return found.sort(byDebtor);
}

function groupBySubject(list: readonly ComparedProposal[]): Map<string, ComparedProposal[]> {
  return Map.groupBy(list, ({ debtor, currency, stepKind }) => `${debtor.id} ${currency} ${stepKind}`);
}

function byDebtor(one: Pair, other: Pair): number {
  const [a, b] = [one.after ?? one.before, other.after ?? other.before];
  const [x, y] = [a?.debtor.number ?? '', b?.debtor.number ?? ''];
  const inNumbers = x.localeCompare(y, 'en', { numeric: true });
  return inNumbers || ((a?.key ?? '') < (b?.key ?? '') ? -1 : 1);
}

function comparison({ before, after }: Pair, facts: ComparisonFacts): ProposalComparison | null {
  const shown = after ?? before;
  if (!shown) return null;
  const changes = before && after ? changesOf(before, after, facts) : [];
  if (before && after && changes.length === 0 && before.total === after.total) return null;
  const decimal = (one: ComparedProposal | null) => one && toDecimal(money(BigInt(one.total), one.currency));
  return {
    debtor: shown.debtor,
    kind: before ? (after ? 'changed' : 'gone') : 'new',
    proposal: after?.id ?? null,
    stepKind: shown.stepKind,
    level: shown.level,
    currency: shown.currency,
    totalBefore: decimal(before),
    total: decimal(after),
    changes: after
      ? before
        ? changes
        : []
      : (before?.items ?? []).flatMap((item) => gone(item, shown, facts)),
  };
}

function changesOf(before: ComparedProposal, after: ComparedProposal, facts: ComparisonFacts): Change[] {
  const { currency } = after;
  const changes: Change[] = [];
  const put = (code: ChangeCode, given: Record<string, string>) => changes.push({ code, facts: given });
  if (before.level !== after.level)
    put('level', { before: String(before.level ?? 0), level: String(after.level ?? 0) });
  if (before.channels.join() !== after.channels.join())
    put('channels', { before: before.channels.join(','), channels: after.channels.join(',') });
  if (before.language !== after.language)
    put('language', { before: before.language, language: after.language });
  if (facts.changedWords.has(`${textStepOf(after.stepKind, after.level)} ${after.language}`))
    put('words', {});
  if (before.policyVersion !== after.policyVersion)
    put('policy', { before: String(before.policyVersion), version: String(after.policyVersion) });
  if (before.deadlineOn !== after.deadlineOn)
    put('deadline', { before: before.deadlineOn, deadline: after.deadlineOn });
  for (const sum of ['interest', 'fee'] as const) {
    if (before[sum] !== after[sum])
      put(sum, { before: fact(before[sum], currency), [sum]: fact(after[sum], currency) });
  }
  return [...changes, ...itemChanges(before, after, facts)];
}

function itemChanges(before: ComparedProposal, after: ComparedProposal, facts: ComparisonFacts): Change[] {
  const earlier = new Map(before.items.map((item) => [item.dueItemId, item]));
  const { currency } = after;
  const changes: Change[] = [];
  for (const item of after.items) {
    const was = earlier.get(item.dueItemId);
    earlier.delete(item.dueItemId);
    const document = item.documentNumber;
    const open = fact(item.open, currency);
    if (!was) {
      changes.push({ code: 'item_new', facts: { document, open } });
      continue;
    }
    if (was.open !== item.open) {
      const code = BigInt(item.open) < BigInt(was.open) ? 'item_less' : 'item_more';
      changes.push({ code, facts: { document, before: fact(was.open, currency), open } });
    }
    if (was.level !== item.level) {
      const levels = { before: String(was.level ?? 0), level: String(item.level ?? 0) };
      // Said once for the whole notice where all of it moved.
      if (before.level !== was.level || after.level !== item.level)
        changes.push({ code: 'item_level', facts: { document, ...levels } });
    }
  }
  return [...changes, ...[...earlier.values()].flatMap((item) => gone(item, after, facts))];
}

/** Why an item is no longer on the notice: paid, held by a gate, or elsewhere. */
function gone(item: ComparedItem, { currency }: ComparedProposal, { itemsNow }: ComparisonFacts): Change[] {
  const now = itemsNow.get(item.dueItemId);
  const document = item.documentNumber;
  if (!now || now.open === '0')
    return [{ code: 'item_paid', facts: { document, open: fact(item.open, currency) } }];
  if (now.because) return [{ code: 'item_held', facts: { document, because: now.because } }];
  return [{ code: 'item_gone', facts: { document } }];
}

function fact(minor: string, currency: Currency): string {
  return `${toDecimal(money(BigInt(minor), currency))} ${currency}`;
}
