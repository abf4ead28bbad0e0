import { sql } from 'kysely';
import type { Trx } from '#server/platform/db.ts';
import type { Addressees } from './addressees.ts';

/** A mail that a debtor was really sent, by the Message-ID it left with. */
export type SentMail = { readonly messageId: string; readonly addressees: Addressees };

/** So many are read of a debtor; a mail names fewer of them. */
const READ_MAX = 40;
const NAMED_MAX = 10;

/**
 * The mails each debtor was sent, the oldest first, notices and corrections. One whose arrival is not certain, one that came
 * back and one that a person handed over by other means are none.
 */
export async function listSentMails(
  trx: Trx,
  companyId: string,
  debtorIds: readonly string[],
): Promise<ReadonlyMap<string, readonly SentMail[]>> {
  if (debtorIds.length === 0) return new Map();
  const { rows } = await sql<SentMail & { debtorId: string }>`
    select d.id as debtor_id, m.message_id, m.addressees
    from unnest(${[...new Set(debtorIds)]}::uuid[]) as d (id)
    cross join lateral (
      select x.message_id, x.addressees, x.ended_at, x.id
      from notice n join dispatch x on x.company_id = n.company_id and x.notice_id = n.id
      where n.company_id = ${companyId} and n.debtor_id = d.id and x.state in ('sent', 'delivered')
        and x.message_id is not null and coalesce(x.first_offered_at, x.transmitting_at) is not null
      order by x.ended_at desc, x.id desc limit ${READ_MAX}
    ) m order by m.ended_at, m.id`.execute(trx);
  const found = new Map<string, SentMail[]>();
  for (const { debtorId, ...mail } of rows) {
    const list = found.get(debtorId);
    if (list) list.push(mail);
    else found.set(debtorId, [mail]);
  }
  return found;
}

/**
 * The Message-IDs of the thread a mail to these addressees goes on with, the oldest first: what was sent to the very same
 * ones. Where it grew long, the first and the newest of them (RFC 5322, 3.6.4, leaves how many open).
 */
export function threadOf(mails: readonly SentMail[], addressees: Addressees): readonly string[] {
  const whom = namesOf(addressees);
  const ids = mails.filter((mail) => namesOf(mail.addressees) === whom).map(({ messageId }) => messageId);
  return ids.length > NAMED_MAX ? [...ids.slice(0, 1), ...ids.slice(1 - NAMED_MAX)] : ids;
}

/** In test mode a mail goes to somebody else than it is meant for: both count. */
function namesOf({ to, meantFor }: Addressees): string {
  return [to, meantFor]
    .map((list) =>
      list
        .map(({ address }) => address.toLowerCase())
        .toSorted()
        .join(' '),
    )
    .join(' / ');
}
