/**
 * What happens between a company and one debtor, told so plainly that it can be read aloud: days are texts, amounts are
 * cents. Both the engine and the reference are told the same.
 */
export type Rung = {
  readonly level: number;
  readonly from: 'due_date' | 'previous_deadline' | 'issue_date' | 'end_of_month';
  readonly days: number;
  readonly count: 'calendar' | 'working';
  readonly deadlineDays: number;
};

export type Rules = {
  readonly name: string;
  readonly ladder: readonly Rung[];
  readonly repeat: { readonly everyDays: number; readonly timesMax: number } | null;
  /** So many days before the due date, a courtesy; null for none. */
  readonly courtesyDays: number | null;
  readonly grouping: 'due_item' | 'level' | 'debtor';
  readonly interval: number;
  readonly minimumItem: number;
  readonly minimumTotal: number;
};

export type Paper = {
  readonly id: string;
  readonly number: string;
  readonly kind: 'invoice' | 'credit_note' | 'payment_on_account';
  readonly currency: 'EUR' | 'USD';
  readonly issued: string;
  readonly imported: string;
  readonly due: string;
  readonly collected: boolean;
  /** The invoice a credit note is for. */
  readonly credits: string | null;
  /** In cents; negative on a credit. */
  open: number;
  level: number;
  times: number;
  courtesy: string | null;
  notified: string | null;
  deadline: string | null;
};

export type World = {
  today: string;
  readonly firstImport: string;
  rules: Rules;
  papers: Paper[];
  lastContact: string | null;
  holds: { readonly paper: string | null; readonly until: string }[];
  /** Null: all of it. */
  disputes: { readonly paper: string; readonly cents: number | null }[];
};

/** A letter as either of the two proposes it. */
export type Letter = {
  readonly kind: 'notice' | 'courtesy';
  readonly currency: string;
  readonly level: number;
  readonly asks: number;
  readonly deadline: string;
  /** 'F3: level 2, once, 120.00' */
  readonly lines: readonly string[];
  readonly credits: readonly string[];
};
/** Why an invoice is in no letter: its id, the reason, and until when. */
export type Left = readonly [id: string, because: string, until: string | null];
export type Outcome = { readonly letters: readonly Letter[]; readonly left: readonly Left[] };

export function later(day: string, days: number): string {
  return Temporal.PlainDate.from(day).add({ days }).toString();
}
