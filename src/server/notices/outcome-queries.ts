import { sql } from 'kysely';
import type { Trx } from '#server/platform/db.ts';
import { type Counters, findCounters, recount } from '#server/run-outcomes/queries.ts';

export type RunOutcome = Counters & {
  /** When the next of those that are held leaves; null where none is held. */
  readonly leavesAt: Temporal.Instant | null;
  /** Of those that wait: tried, and put off by the mail server or the way to it. */
  readonly putOff: number;
  readonly putOffAnswer: string | null;
};

type OnTheWay = Pick<RunOutcome, 'leavesAt' | 'putOff' | 'putOffAnswer'>;
const NOTHING: OnTheWay = { leavesAt: null, putOff: 0, putOffAnswer: null };

/** What became of a run's notices: sent + refused + withdrawn + waiting + unknown + done = approved, at every moment. */
export async function countOutcome(trx: Trx, companyId: string, runId: string): Promise<RunOutcome> {
  const counters = (await findCounters(trx, companyId, runId)) ?? (await recount(trx, companyId, runId));
  if (counters.waiting === 0) return { ...counters, ...NOTHING };
  const { rows } = await sql<OnTheWay>`
    select min(x.not_before) filter (where x.state = 'held') as leaves_at,
      (count(*) filter (where x.state = 'queued' and x.tries > 0))::int as put_off,
      max(x.answer) filter (where x.state = 'queued' and x.tries > 0) as put_off_answer
    from dispatch x join notice n on n.company_id = x.company_id and n.id = x.notice_id
    where x.company_id = ${companyId} and n.run_id = ${runId} and x.purpose = 'notice'
      and x.state in ('held', 'queued')`.execute(trx);
  return { ...counters, ...(rows[0] ?? NOTHING) };
}
