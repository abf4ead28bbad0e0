/**
 * What must hold in the books of a company at any moment. A breach is a fault of the program or of whoever changed the database
 * past it, never of a person's entry: nothing leaves until somebody looked.
 */
export const AUDIT_RULES = [
  /** Settled in parts: what an item stood at before, less its part, is what it stands at after. */
  'settlement_parts',
  /** A settlement takes no more from a bank line than the line has, and the line knows what remains. */
  'bank_lines',
  /** What is open in sum is what the ageing says in sum, per currency. */
  'ageing',
  /** An item is settled exactly when nothing of it is open, and is never more open than it was written for. */
  'open_items',
  /** A notice's total is open + interest + fee, and its lines add up to it. */
  'notice_totals',
  /** An item stands at no higher level than a notice, a person or an import put it. */
  'levels',
  /** Sent + refused + withdrawn + waiting + not certain = what a run issued. */
  'run_counters',
  /** The bytes kept are the bytes whose fingerprint was written down. */
  'kept_bytes',
  /** Nothing of an erased person came back. */
  'erasures',
  /** The chain of the timeline, event by event. */
  'timeline_chain',
] as const;
export type AuditRule = (typeof AUDIT_RULES)[number];

/** One rule as it was found: with the first row that breaks it, and how many do. */
export type AuditFinding = {
  readonly rule: AuditRule;
  readonly ok: boolean;
  /** How many rows were looked at. */
  readonly checked: number;
  readonly broken: number;
  /** Ids, numbers and amounts of the first breach: never a name. */
  readonly facts: Readonly<Record<string, string>>;
};

/** Whether this finding stops what would leave. */
export function isBreach({ ok }: AuditFinding): boolean {
  return !ok;
}
