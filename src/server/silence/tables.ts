/** Whether a company's mail server lets us in, as the last look found it. */
export type MailWatchTable = {
  companyId: string;
  lookedAt: Temporal.Instant;
  /** Since when it does not; null: it does. */
  failingSinceAt: Temporal.Instant | null;
  answer: string | null;
};

/** What the owners were told of, until it is over. */
export type SilenceNoticeTable = {
  companyId: string;
  code: SilenceCode;
  sinceAt: Temporal.Instant;
  toldAt: Temporal.Instant;
  toldVia: 'installation' | 'company';
};

/** Why reminders do not leave. `clock_stopped`: nobody looks whether they are due. `mail_login`: the mail server does not let Rappel in. */
export type SendingSilence = 'clock_stopped' | 'mail_login';
/** `head_mail`: the head of the timeline does not reach the address that was chosen for it. */
export type SilenceCode = SendingSilence | 'head_mail';
