/** From this hour on, by the company's clock, the head of the day leaves: nobody is woken, and what the night did is in it. */
export const HEAD_MAIL_HOUR = 6;
/** So often it is offered within a day, an hour apart, before somebody is told that it does not leave. */
export const HEAD_MAIL_TRIES = 3;

/** What became of the last mail of a head. */
export type HeadMailState = 'sending' | 'sent' | 'refused' | 'later' | 'unknown';
export type LastHeadMail = {
  readonly on: Temporal.PlainDate;
  readonly state: HeadMailState;
  readonly begunAt: Temporal.Instant;
};

/**
 * Whether the head of a day is to be mailed now: once a day, from six in the morning. Days that passed while nobody looked
 * are not made good: the head of today holds them. One the mail server put off is offered again within its day; one whose
 * answer was lost is not, for it may have arrived.
 * @param wall the company's clock
 */
export function isHeadMailDue(wall: Temporal.PlainDateTime, last: LastHeadMail | null): boolean {
  if (wall.hour < HEAD_MAIL_HOUR) return false;
  if (last === null || Temporal.PlainDate.compare(last.on, wall.toPlainDate()) < 0) return true;
  return last.state === 'later' && last.on.equals(wall.toPlainDate());
}
