import { sql } from 'kysely';
import type { Channel } from '#core/receivables/kinds.ts';
import type { Trx } from '#server/platform/db.ts';
import type { Addressees } from './addressees.ts';
import type { NoticeContent } from './notice-content.ts';

/** A notice that had reached somebody, with the channels by which. */
export type ReachedNotice = { readonly id: string; readonly channels: readonly Channel[] };

export type Correctable = {
  readonly noticeId: string;
  readonly number: number;
  readonly debtorId: string;
  readonly runId: string;
  readonly channel: Channel;
  readonly addressees: Addressees;
  /** Null: it left by no mail, or a person handed it over by other means. */
  readonly messageId: string | null;
  readonly snapshot: NoticeContent;
};

export type CorrectionRow = {
  readonly id: string;
  readonly noticeId: string;
  readonly channel: Channel;
  readonly state: 'sent' | 'queued';
  readonly addressees: string;
  readonly messageId: string | null;
  readonly bytesFileId: string;
  readonly sha256: string;
  readonly notBefore: Temporal.Instant | null;
  readonly endedAt: Temporal.Instant | null;
};

/** What each of these dispatches carried and to whom, where no correction of it was made yet. */
export async function listCorrectable(
  trx: Trx,
  companyId: string,
  reached: readonly { readonly id: string; readonly channel: string }[],
): Promise<Correctable[]> {
  const { rows } = await sql<Correctable>`
    select n.id as notice_id, n.number, n.debtor_id, n.run_id, x.channel, x.addressees, n.snapshot,
      case when coalesce(x.first_offered_at, x.transmitting_at) is not null then x.message_id end as message_id
    from unnest(${reached.map(({ id }) => id)}::uuid[], ${reached.map(({ channel }) => channel)}::text[])
      as wanted (id, channel)
    join notice n on n.company_id = ${companyId} and n.id = wanted.id
    join dispatch x on x.company_id = n.company_id and x.notice_id = n.id and x.channel = wanted.channel
      and x.purpose = 'notice'
    where not exists (select from dispatch c where c.company_id = x.company_id and c.notice_id = x.notice_id
      and c.channel = x.channel and c.purpose = 'correction')
    order by n.number, x.id`.execute(trx);
  return rows;
}

export async function addCorrections(
  trx: Trx,
  companyId: string,
  corrections: readonly CorrectionRow[],
): Promise<void> {
  if (corrections.length === 0) return;
  await trx
    .insertInto('dispatch')
    .values(
      corrections.map((one) => ({
        ...one,
        companyId,
        purpose: 'correction' as const,
        answer: null,
      })),
    )
    .execute();
}
