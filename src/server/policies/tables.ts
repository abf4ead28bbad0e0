import type { Policy } from '#core/dunning/policy.ts';

export type DunningPolicyTable = {
  companyId: string;
  id: string;
  name: string;
  version: number;
  archivedAt: Temporal.Instant | null;
};

export type DunningPolicyVersionTable = {
  companyId: string;
  policyId: string;
  version: number;
  body: Policy;
  createdBy: string | null;
  createdAt: Temporal.Instant;
};
