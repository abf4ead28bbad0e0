import { sql } from 'kysely';
import { type EpochDay, isoDay } from '#core/calendar/epoch-days.ts';
import type { CountedLetter } from '#core/dunning/what-if-tally.ts';
import type { Trx } from '#server/platform/db.ts';
import type { Trial } from './try-policy.ts';

type Sent = CountedLetter & { readonly debtorId: string };

/** By debtor: the notices that really went in those days and stand, of the company or by the policy, whatever its version. */
export async function listSentLetters(
  trx: Trx,
  { companyId, question, span }: Pick<Trial, 'companyId' | 'question' | 'span'>,
  debtorIds: readonly string[],
): Promise<ReadonlyMap<string, readonly Sent[]>> {
  const ofPolicy = question.scope === 'company' ? sql`` : sql`and n.policy_id = ${question.policyId}`;
  const day = (on: EpochDay) => sql`${isoDay(on)}::date`;
  const { rows } = await sql<Sent>`
    select n.debtor_id, n.issued_on - date '1970-01-01' as "on", n.step_kind, n.level, n.currency, n.open_minor as open,
      n.interest_minor as interest, n.fee_minor as fee,
      (select count(*)::int from notice_line l
       where l.company_id = n.company_id and l.notice_id = n.id and l.level is not null) as items
    from notice n
    where n.company_id = ${companyId} and n.debtor_id = any(${[...debtorIds]}::uuid[]) and n.undone_at is null
      and n.issued_on between ${day(span.from)} and ${day(span.until)} ${ofPolicy}`.execute(trx);
  return Map.groupBy(rows, ({ debtorId }) => debtorId);
}
