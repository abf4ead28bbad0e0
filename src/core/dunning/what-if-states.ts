/** Whom a policy is tried on: whoever follows it today, or everybody. */
export const WHAT_IF_SCOPES = ['followers', 'company'] as const;
export type WhatIfScope = (typeof WHAT_IF_SCOPES)[number];

export const WHAT_IF_STATES = ['computing', 'done', 'cancelled', 'failed'] as const;
export type WhatIfState = (typeof WHAT_IF_STATES)[number];
