import { sql } from 'kysely';
import { IS_WITHDRAWN } from '#server/dunning-runs/proposal-list.ts';
import type { Trx } from '#server/platform/db.ts';

export type RunOutcome = {
  /** Notices the run was approved with: what a person dropped is not among them. */
  readonly approved: number;
  readonly sent: number;
  readonly refused: number;
  /** Before it was issued, before it left, or recalled by undoing. */
  readonly withdrawn: number;
  readonly waiting: number;
  readonly unknown: number;
  /** Steps that are no letters, and became work for a person. */
  readonly done: number;
  /** When the next of those that are held leaves; null where none is held. */
  readonly leavesAt: Temporal.Instant | null;
  /** Of those that wait: tried, and put off by the mail server or the way to it. */
  readonly putOff: number;
  readonly putOffAnswer: string | null;
};

/** What became of a run's notices: sent + refused + withdrawn + waiting + unknown + done = approved, at every moment. */
const NOTHING: RunOutcome = {
  ...{ approved: 0, sent: 0, refused: 0, withdrawn: 0, waiting: 0, unknown: 0, done: 0 },
  ...{ leavesAt: null, putOff: 0, putOffAnswer: null },
};

/**
 * What became of a notice, over all its channels: what is not certain comes first, then what still waits; one channel
 * that left is enough, and it is refused or withdrawn where none did.
 */
const OUTCOME_OF_NOTICE = sql`case
  when bool_or(x.state = 'unknown') over of_notice then 'unknown'
  when bool_or(x.state in ('held', 'queued', 'claimed', 'transmitting')) over of_notice then 'waiting'
  when bool_or(x.state in ('sent', 'delivered', 'bounced')) over of_notice then 'sent'
  when bool_or(x.state = 'refused') over of_notice then 'refused'
  else 'withdrawn' end`;

export async function countOutcome(trx: Trx, companyId: string, runId: string): Promise<RunOutcome> {
  const { rows } = await sql<RunOutcome>`
    with p as (
      select count(*) filter (where state = 'proposed') as proposed,
        count(*) filter (where state = 'issued') as issued,
        count(*) filter (where state = 'issued' and step_kind in ('call', 'task', 'hand_over')) as done,
        count(*) filter (where state = 'dropped' and ${IS_WITHDRAWN}) as withdrawn
      from proposal p where company_id = ${companyId} and run_id = ${runId}
    ), ways as (
      select x.state, x.tries, x.answer, x.not_before, ${OUTCOME_OF_NOTICE} as outcome,
        row_number() over (partition by n.id order by x.id) as nth
      from dispatch x join notice n on n.company_id = x.company_id and n.id = x.notice_id
      where x.company_id = ${companyId} and n.run_id = ${runId} and x.purpose = 'notice'
      window of_notice as (partition by n.id)
    ), x as (
      select count(*) filter (where outcome = 'sent' and nth = 1) as sent,
        count(*) filter (where outcome = 'refused' and nth = 1) as refused,
        count(*) filter (where outcome = 'withdrawn' and nth = 1) as withdrawn,
        count(*) filter (where outcome = 'waiting' and nth = 1) as waiting,
        count(*) filter (where outcome = 'unknown' and nth = 1) as unknown,
        min(not_before) filter (where state = 'held') as leaves_at,
        count(*) filter (where state = 'queued' and tries > 0) as put_off,
        max(answer) filter (where state = 'queued' and tries > 0) as put_off_answer
      from ways
    )
    select (p.proposed + p.issued + p.withdrawn)::int as approved, x.sent::int as sent, x.refused::int as refused,
      (p.withdrawn + x.withdrawn)::int as withdrawn, (p.proposed + x.waiting)::int as waiting, p.done::int as done,
      x.unknown::int as unknown, x.leaves_at, x.put_off::int as put_off, x.put_off_answer
    from p cross join x`.execute(trx);
  return rows[0] ?? NOTHING;
}
