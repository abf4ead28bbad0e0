/** How often people are written to at most, whatever the policies say. */
export type SendingLimits = {
  /** To one debtor, counted by runs: a run that brings several letters contacts once. */
  readonly contactsMax: number;
  /** The days, today included, over which contacts count. */
  readonly contactDays: number;
  /** Notices to one debtor on one day. */
  readonly debtorDayMax: number;
  /** Notices of the whole company on one day; what is beyond waits for the next. */
  readonly companyDayMax: number;
};

/** Where nobody has set any. The trigger of migration 0026 repeats them. */
export const DEFAULT_LIMITS: SendingLimits = {
  contactsMax: 3,
  contactDays: 7,
  debtorDayMax: 50,
  companyDayMax: 10_000,
};

/** What may be chosen, both ends included. */
export const LIMIT_BOUNDS = {
  contactsMax: { min: 1, max: 100 },
  contactDays: { min: 1, max: 90 },
  debtorDayMax: { min: 1, max: 1000 },
  companyDayMax: { min: 1, max: 1_000_000 },
} as const satisfies Record<keyof SendingLimits, { min: number; max: number }>;

/** Contacts with one debtor within the days that count. */
export type Contact = {
  readonly noticeId: string;
  readonly runId: string;
  /** On the day it is now. */
  readonly isToday: boolean;
};

/**
 * Whether one more notice is too many for a debtor. One that has left by another channel already is not one more.
 * @param contacts those of the days that count, those just allowed among them
 */
export function isTooOften(
  { noticeId, runId }: { readonly noticeId: string | null; readonly runId: string },
  contacts: readonly Contact[],
  { contactsMax, debtorDayMax }: SendingLimits,
): boolean {
  if (contacts.some((one) => one.noticeId === noticeId)) return false;
  const runs = new Set(contacts.map((one) => one.runId));
  runs.add(runId);
  return runs.size > contactsMax || contacts.filter(({ isToday }) => isToday).length >= debtorDayMax;
}
