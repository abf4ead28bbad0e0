/** What one self-audit found. */
export type SelfAuditTable = {
  companyId: string;
  id: string;
  auditedAt: Temporal.Instant;
  because: 'nightly' | 'start' | 'restore' | 'command' | 'person';
  breaches: number;
  /** core/self-audit/rules.ts: AuditFinding[]. */
  findings: unknown;
  tookMs: number;
  /** An owner let mails leave all the same, and said why: all three or none. */
  overriddenBy: string | null;
  overriddenAt: Temporal.Instant | null;
  overrideReason: string | null;
};
