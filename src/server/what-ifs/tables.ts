import type { WhatIfResult } from '#contract/what-ifs.ts';
import type { Policy } from '#core/dunning/policy.ts';
import type { WhatIfScope, WhatIfState } from '#core/dunning/what-if-states.ts';

export type WhatIfTable = {
  companyId: string;
  id: string;
  policyId: string;
  policyVersion: number;
  body: Policy;
  scope: WhatIfScope;
  fromOn: Temporal.PlainDate;
  untilOn: Temporal.PlainDate;
  state: WhatIfState;
  progress: WhatIfProgress | null;
  result: WhatIfResult | null;
  answer: string | null;
  createdBy: string | null;
  createdAt: Temporal.Instant;
  endedAt: Temporal.Instant | null;
};

/** In debtors. */
export type WhatIfProgress = { readonly done: number; readonly total: number };
