import type { Generated } from 'kysely';

/** What became of an approved run's notices: kept by triggers, see migration 0026. */
export type RunOutcomeTable = {
  companyId: string;
  runId: string;
  approved: number;
  waiting: number;
  sent: Generated<number>;
  refused: Generated<number>;
  withdrawn: Generated<number>;
  unknown: Generated<number>;
  done: Generated<number>;
};

export type NoticeOutcomeTable = {
  companyId: string;
  noticeId: string;
  outcome: 'none' | 'waiting' | 'sent' | 'refused' | 'withdrawn' | 'unknown';
};

export type CounterBreachTable = {
  companyId: string;
  runId: string;
  foundAt: Temporal.Instant;
  facts: unknown;
};
