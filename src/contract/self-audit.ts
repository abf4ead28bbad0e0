import { z } from 'zod';
import { AUDIT_RULES } from '#core/self-audit/rules.ts';
import { refusals } from './refusals.ts';
import { companyRoute, InCompany } from './route.ts';

const FindingView = z.object({
  rule: z.enum(AUDIT_RULES),
  ok: z.boolean(),
  checked: z.number().int(),
  broken: z.number().int(),
  /** Ids, numbers and amounts in minor units of the first breach: never a name. */
  facts: z.record(z.string(), z.string()),
});

/** What the newest self-audit found; null before the first night. */
export const AuditView = z.object({
  auditedAt: z.string(),
  because: z.enum(['nightly', 'start', 'restore', 'command', 'person']),
  breaches: z.number().int(),
  findings: z.array(FindingView),
  tookMs: z.number().int(),
  /** Whether it holds back what would leave. */
  stops: z.boolean(),
  overridden: z.object({ at: z.string(), by: z.string().nullable(), reason: z.string() }).nullable(),
});

export const selfAudit = {
  show: companyRoute('GET', '/self-audit', 'reader')
    .input(InCompany)
    .output(z.object({ audit: AuditView.nullable() })),
  /** Looks again, now. */
  run: companyRoute('POST', '/self-audit', 'clerk')
    .input(InCompany)
    .output(z.object({ audit: AuditView.nullable() })),
  /** Lets mails and letters leave all the same, on an owner's word. */
  override: companyRoute('PUT', '/self-audit/override', 'owner')
    .input(InCompany.extend({ reason: z.string().max(500) }))
    .output(z.object({ audit: AuditView.nullable() }))
    .errors(refusals('override_reason_missing')),
};
