/**
 * Every gate an item must pass to be in a notice. A closed gate is data: the reason, its facts, and the first day it
 * opens, so that a screen can explain (i18n: `gate.<because>`) and a test can assert.
 * Facts are strings: a day is '2026-03-31', money is '12.50 EUR'.
 */
export const GATES = {
  /** The due date has not come. */
  not_yet_due: { dueOn: 'day' },
  /** Due, but too early for the next step: it counts from this day. */
  within_grace: { from: 'day', level: 'count' },
  contacted_recently: { contactedOn: 'day', days: 'count' },
  waiting_by_law: { law: 'text' },
  /** `of` is 'item', 'total' (of the debtor, overdue) or 'run' (the run's own minimum balance). */
  below_minimum: { open: 'money', minimum: 'money', of: 'text' },
  /** What the debtor has to its credit in that currency covers what it owes. */
  credit_balance: { balance: 'money' },
  /** The amount is '' where all of it is disputed. */
  disputed: { reason: 'dispute_reason', since: 'day', amount: 'money' },
  promised: { amount: 'money', on: 'day' },
  on_plan: { plan: 'text' },
  /** `of` is 'item' or 'debtor'. */
  on_hold: { reason: 'text', by: 'text', of: 'text' },
  collected_by_direct_debit: { on: 'day' },
  /** A bank line that nobody has settled yet fits: its id, and the code of the first reason. */
  probably_paid: { on: 'day', amount: 'money', line: 'text', reason: 'text' },
  bank_data_stale: { account: 'text', days: 'count' },
  no_address: { channels: 'text' },
  level_exhausted: { level: 'count' },
  in_another_run: { run: 'count' },
  handed_over: { to: 'text' },
  /** The policy does not remind this kind of document. */
  document_kind: { kind: 'text' },
  /** Neither the document, the debtor, its group nor the company has a policy. */
  no_policy: {},
  /** The level forced by the run is one it already has, or one its policy does not know. */
  outside_run: { option: 'text' },
} as const satisfies Record<string, Record<string, GateFactKind>>;

export type GateFactKind = 'text' | 'day' | 'count' | 'money' | 'dispute_reason';
export type Because = keyof typeof GATES;
export const REASONS = Object.keys(GATES) as readonly Because[];

/** A gate that is closed. `until` is the first day it opens, or null where no day is known. */
export type ClosedGate = {
  readonly because: Because;
  readonly facts: Readonly<Record<string, string>>;
  readonly until: string | null;
};
