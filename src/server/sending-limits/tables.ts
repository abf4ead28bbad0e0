export type SendingLimitTable = {
  companyId: string;
  contactsMax: number;
  contactDays: number;
  debtorDayMax: number;
  companyDayMax: number;
  changedBy: string | null;
  changedAt: Temporal.Instant;
};

/** A notice that was let go: written by a trigger alone, see migration 0026. */
export type ContactTable = {
  companyId: string;
  noticeId: string;
  debtorId: string;
  runId: string;
  contactedOn: Temporal.PlainDate;
};

export type SendingDayTable = {
  companyId: string;
  sentOn: Temporal.PlainDate;
  notices: number;
};
