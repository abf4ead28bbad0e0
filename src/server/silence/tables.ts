/** Whether a company's mail server lets us in. */
export type MailWatchTable = {
  companyId: string;
  lookedAt: Temporal.Instant;
  failingSinceAt: Temporal.Instant | null;
  answer: string | null;
  toldAt: Temporal.Instant | null;
  toldVia: 'installation' | 'company' | null;
};
