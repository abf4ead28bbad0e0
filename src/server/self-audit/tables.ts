import type { AuditFinding } from '#core/self-audit/rules.ts';

/** What one self-audit found. */
export type SelfAuditTable = {
  companyId: string;
  id: string;
  auditedAt: Temporal.Instant;
  because: 'nightly' | 'start' | 'restore' | 'command' | 'person';
  breaches: number;
  findings: readonly AuditFinding[];
  tookMs: number;
};
