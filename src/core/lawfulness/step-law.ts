import type { Mark } from '#core/interest/regime.ts';
import type { Scale } from '#core/interest/scale.ts';
import type { DebtorKind } from '#core/receivables/kinds.ts';

/** Where a rule about steps stands in the law, how sure that is, and what it says in a sentence. */
export type LegalGround = {
  readonly cite: string;
  readonly mark: Mark;
  readonly says: string;
};

export function ground(cite: string, says: string, mark: Mark = 'read'): LegalGround {
  return { cite, mark, says };
}

/** What the law wants said in a notice. Words: i18n/<locale>/letters.json, `letter.mention.<key>.…` */
export const MENTIONS = [
  'be_first_reminder',
  'nl_fourteen_days',
  'de_default',
  'fr_formal_notice',
  'ohada_formal_notice',
  'fr_late_payment',
  'costs_by_law',
] as const;
export type MentionKey = (typeof MENTIONS)[number];

/** The notice that must have been sent before interest or costs may be asked. */
export type Announcement = {
  /** The very first reminder, or the last notice before the first one that asks for interest or costs. */
  readonly at: 'first' | 'before_costs';
  /** What it may not ask itself. */
  readonly free: readonly ('interest' | 'fee')[];
  /** Whether the fee alone waits for it, or the interest too. */
  readonly opens: readonly ('interest' | 'fee')[];
  /** The days it must leave, and how they are counted; null where the law names none. */
  readonly period: { readonly days: number; readonly counted: 'be_waiting' | 'nl_letter' } | null;
  /** A deadline long enough by any channel, whatever the holidays: what a remedy proposes. */
  readonly safeDays: number;
  readonly mention: MentionKey;
  readonly ground: LegalGround;
};

/** What may be asked of a debtor besides principal and interest. */
export type FeeLaw =
  | { readonly kind: 'free' }
  /** Never out of court. */
  | { readonly kind: 'forbidden'; readonly ground: LegalGround }
  /** Never more than a scale, for a debt of any size; perhaps only by a clause of the contract. */
  | {
      readonly kind: 'capped';
      readonly cap: Scale;
      readonly byClause: boolean;
      readonly ground: LegalGround;
    }
  /** What it cost, and no more: the amount up to which nobody objects. */
  | { readonly kind: 'cost_only'; readonly usual: string; readonly ground: LegalGround };

/** The rules about steps of one country for some kinds of debtors. Plain data, printed in docs/law.md. */
export type StepLaw = {
  readonly country: string;
  readonly kinds: readonly DebtorKind[];
  readonly announcement: Announcement | null;
  readonly fees: FeeLaw;
  /** Claims that can go in one letter must. */
  readonly oneLetter: LegalGround | null;
  /** Said whenever interest or costs are asked. */
  readonly costsMention: MentionKey | null;
};
