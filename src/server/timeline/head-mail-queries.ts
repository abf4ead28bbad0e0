import { sql } from 'kysely';
import { HEAD_MAIL_TRIES, type HeadMailState } from '#core/timeline/head-mail.ts';
import type { Trx } from '#server/platform/db.ts';
import type { ChainHead } from './chain.ts';

/** The mail of the newest day, or nothing. */
export function findLastHeadMail(trx: Trx, companyId: string) {
  return trx
    .selectFrom('headMail')
    .selectAll()
    .where('companyId', '=', companyId)
    .orderBy('mailedOn', 'desc')
    .limit(1)
    .executeTakeFirst();
}

export type TakenHeadMail = { readonly id: string; readonly tries: number };

/**
 * Takes the mail of a day: one of several processes that look at once gets it, the others nothing. One that was put off is
 * taken again.
 */
export async function takeHeadMail(
  trx: Trx,
  companyId: string,
  mail: {
    readonly id: string;
    readonly mailedOn: Temporal.PlainDate;
    readonly head: ChainHead;
    readonly toldTo: string;
    readonly at: Temporal.Instant;
  },
): Promise<TakenHeadMail | null> {
  const { id, mailedOn, head, toldTo, at } = mail;
  const { rows } = await sql<TakenHeadMail>`
    insert into head_mail as m (company_id, mailed_on, id, state, position, hash, told_to, begun_at, taken_at)
    values (${companyId}, ${mailedOn}, ${id}, 'sending', ${head.count}, decode(${head.hash}, 'hex'), ${toldTo}, ${at}, ${at})
    on conflict (company_id, mailed_on) do update set state = 'sending', position = excluded.position,
      hash = excluded.hash, told_to = excluded.told_to, taken_at = excluded.taken_at, ended_at = null,
      tries = m.tries + 1
      where m.state = 'later'
    returning id, tries`.execute(trx);
  return rows[0] ?? null;
}

/** What became of the one that was taken; nothing where it is no more under way. */
export async function markHeadMail(
  trx: Trx,
  companyId: string,
  id: string,
  ended: {
    readonly state: Exclude<HeadMailState, 'sending'>;
    readonly at: Temporal.Instant;
    readonly answer: string;
  },
): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('headMail')
    .set({ state: ended.state, endedAt: ended.at, answer: ended.answer })
    .where('companyId', '=', companyId)
    .where('id', '=', id)
    .where('state', '=', 'sending')
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Forgets what did not leave on a day, so that another address is tried on the same one. */
export async function removeUnsentHeadMail(
  trx: Trx,
  companyId: string,
  mailedOn: Temporal.PlainDate,
): Promise<void> {
  await trx
    .deleteFrom('headMail')
    .where('companyId', '=', companyId)
    .where('mailedOn', '=', mailedOn)
    .where('state', 'in', ['refused', 'later'])
    .execute();
}

/** Since when the head does not reach the address that was chosen, and what the mail server said; null: all is well. */
export async function findHeadMailFailure(
  trx: Trx,
  companyId: string,
): Promise<{ since: Temporal.Instant; answer: string } | null> {
  const { rows } = await sql<{ since: Temporal.Instant; answer: string | null }>`
    with mine as (
      select m.* from head_mail m join company c on c.id = m.company_id and c.head_mail_to = m.told_to
      where m.company_id = ${companyId}
    ), failed as (
      select * from mine where mailed_on > coalesce((select max(mailed_on) from mine where state = 'sent'), '-infinity')
        and (state in ('refused', 'unknown') or state in ('later', 'sending') and tries >= ${HEAD_MAIL_TRIES})
    )
    select min(begun_at) as since, (array_agg(answer order by mailed_on desc))[1] as answer from failed
    having count(*) > 0`.execute(trx);
  const [row] = rows;
  return row ? { since: row.since, answer: row.answer ?? '' } : null;
}
