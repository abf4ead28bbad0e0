import { sql } from 'kysely';
import type { TransportKind } from '#core/dunning/doubt.ts';
import type { Db, Trx } from '#server/platform/db.ts';
import type { Addressees } from './addressees.ts';

/** A lease is the number of a living process; every change of a dispatch it holds carries that number. */
export async function addLease(db: Db, host: string, pid: number): Promise<bigint> {
  const { rows } = await sql<{ number: bigint }>`
    insert into worker_lease (number, host, pid, beat_at)
    values (nextval('worker_lease_number'), ${host}, ${pid}, clock_timestamp()) returning number`.execute(db);
  const number = rows[0]?.number;
  if (number === undefined) throw new Error('no lease was given');
  return number;
}

/** Where others took the lease for dead, as after a long sleep, it lives again; what they took over stays theirs. */
export async function markBeat(
  db: Db,
  { host, pid, lease }: { host: string; pid: number; lease: bigint },
): Promise<void> {
  await sql`
    insert into worker_lease (number, host, pid, beat_at) values (${lease}, ${host}, ${pid}, clock_timestamp())
    on conflict (number) do update set beat_at = excluded.beat_at`.execute(db);
}

export async function removeLease(db: Db, lease: bigint): Promise<void> {
  await sql`delete from worker_lease where number = ${lease}`.execute(db);
}

export type Claimed = {
  readonly id: string;
  readonly noticeId: string;
  readonly number: number;
  readonly debtorId: string;
  readonly runId: string;
  readonly channel: string;
  readonly step: string;
  readonly total: string;
  readonly addressees: Addressees;
  readonly bytesFileId: string;
  readonly sha256: string;
  readonly tries: number;
  readonly purpose: 'notice' | 'correction';
  readonly messageId: string | null;
  /** Where it was offered before, and when for the first time. */
  readonly via: string | null;
  readonly firstOfferedAt: Temporal.Instant | null;
  readonly offerKey: string | null;
  /** When these data were put back or copied, after it was made: it may have left without their knowing. */
  readonly doubtedSince: Temporal.Instant | null;
};

/** A notice's day is its company's: a day more covers every time zone. */
const DOUBTED_SINCE = sql`
  (select max(f.raised_at) from send_fence f where f.kind in ('restored', 'copied')
    and f.raised_at + interval '1 day' >= n.issued_on
    and f.raised_at > coalesce(x.transmitting_at, '-infinity')) as doubted_since`;

export const FACTS = sql`
  x.id, x.notice_id, x.addressees, x.bytes_file_id, x.sha256, x.tries, x.message_id, x.via, x.first_offered_at,
  x.offer_key, ${DOUBTED_SINCE},
  n.number, n.debtor_id, n.run_id, x.channel, x.purpose,
  case when n.step_kind = 'notice' then 'level_' || n.level else n.step_kind end as step,
  n.snapshot -> 'totals' ->> 'total' as total_minor, n.currency`;

export type ClaimedRow = Omit<Claimed, 'total'> & { totalMinor: string; currency: string };

export type WhatWaits = { readonly mails: boolean; readonly abandoned: boolean };

/** Whether a company has mails that may go, and others that a process left: asked often, answered by one small index. */
export async function askWhatWaits(
  trx: Trx,
  companyId: string,
  { lease, now }: { lease: bigint; now: Temporal.Instant },
): Promise<WhatWaits> {
  const { rows } = await sql<WhatWaits>`
    select
      exists (select from dispatch where company_id = ${companyId} and state in ('held', 'queued')
        and (not_before is null or not_before <= ${now})) as mails,
      exists (select from dispatch x where x.company_id = ${companyId} and x.state in ('claimed', 'transmitting')
        and (x.lease = ${lease} or not exists (select from worker_lease w where w.number = x.lease))) as abandoned`.execute(
    trx,
  );
  return rows[0] ?? { mails: false, abandoned: false };
}

/** What waited out its release delay may go. */
export async function releaseHeld(trx: Trx, companyId: string, now: Temporal.Instant): Promise<void> {
  await sql`update dispatch set state = 'queued'
    where company_id = ${companyId} and state = 'held' and not_before <= ${now}`.execute(trx);
}

/**
 * Takes a few waiting mails for this lease. A debtor with a dispatch in doubt waits until that one is settled. Beyond the
 * day's number (`room` 0) only what does not count goes: corrections, and what was counted when it was offered before.
 */
export async function lockNextMails(
  trx: Trx,
  companyId: string,
  { lease, now, max, room }: { lease: bigint; now: Temporal.Instant; max: number; room: number },
): Promise<ClaimedRow[]> {
  const uncounted = sql`and (x.purpose <> 'notice' or exists (
    select from contact c where c.company_id = x.company_id and c.notice_id = x.notice_id))`;
  const { rows } = await sql<ClaimedRow>`
    with next as (
      select x.id from dispatch x
      join notice n on n.company_id = x.company_id and n.id = x.notice_id
      where x.company_id = ${companyId} and x.state = 'queued' and (x.not_before is null or x.not_before <= ${now})
        and exists (select from worker_lease w where w.number = ${lease})
        and not exists (
          select 1 from dispatch d join notice m on m.company_id = d.company_id and m.id = d.notice_id
          where d.company_id = x.company_id and d.state = 'unknown' and m.debtor_id = n.debtor_id)
        ${room === 0 ? uncounted : sql``}
      order by n.number limit ${room === 0 ? max : Math.min(max, room)} for update of x skip locked
    )
    update dispatch x set state = 'claimed', lease = ${lease}, tries = x.tries + 1
    from next, notice n
    where x.company_id = ${companyId} and x.id = next.id and n.company_id = x.company_id and n.id = x.notice_id
    returning ${FACTS}`.execute(trx);
  return rows;
}

/** By which way a mail is offered: what is known of it once its answer is lost. */
export type Offering = {
  readonly transport: TransportKind;
  readonly via: string;
  readonly firstOfferedAt: Temporal.Instant;
  /** What makes two offers of a dispatch the same mail, for a provider that keeps keys. */
  readonly offerKey: string;
};

/**
 * Committed just before the first byte of the body. False: nothing may be sent, because the lease was lost, or another
 * notice to this debtor came to be in doubt since this one was claimed.
 */
export async function markTransmitting(
  trx: Trx,
  companyId: string,
  id: string,
  lease: bigint,
  now: Temporal.Instant,
  offered: Offering | null = null,
) {
  const afresh = { looks: 0, absentLooks: 0, nextLookAt: null };
  const { numUpdatedRows } = await trx
    .updateTable('dispatch')
    .set({ state: 'transmitting', transmittingAt: now, ...afresh, ...offered })
    .where('companyId', '=', companyId)
    .where('id', '=', id)
    .where('state', '=', 'claimed')
    .where('lease', '=', lease)
    .where(sql<boolean>`exists (select from worker_lease w where w.number = ${lease})`)
    .where(sql<boolean>`not exists (
      select from notice n
      join notice m on m.company_id = n.company_id and m.debtor_id = n.debtor_id
      join dispatch d on d.company_id = m.company_id and d.notice_id = m.id and d.state = 'unknown'
      where n.company_id = ${companyId} and n.id = dispatch.notice_id and d.id <> ${id})`)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

export type Ending = {
  readonly state: 'sent' | 'refused' | 'unknown' | 'queued';
  readonly from: readonly ('claimed' | 'transmitting')[];
  readonly answer: string;
  readonly at: Temporal.Instant;
  readonly notBefore: Temporal.Instant | null;
  /** Of one in doubt: when its trace is looked for. */
  readonly nextLookAt?: Temporal.Instant | null;
  /** Nobody was there to offer it to: that uses up none of its tries. */
  readonly isUntried?: boolean;
};

/** Ends a try. False: somebody else took the dispatch over meanwhile. */
export async function markTried(trx: Trx, companyId: string, id: string, lease: bigint, ending: Ending) {
  const { numUpdatedRows } = await trx
    .updateTable('dispatch')
    .set({
      state: ending.state,
      answer: ending.answer,
      endedAt: ending.state === 'queued' ? null : ending.at,
      notBefore: ending.notBefore,
      nextLookAt: ending.nextLookAt ?? null,
      ...(ending.state === 'queued' ? { lease: null } : {}),
      ...(ending.isUntried ? { tries: sql<number>`greatest(tries - 1, 0)` } : {}),
    })
    .where('companyId', '=', companyId)
    .where('id', '=', id)
    .where('lease', '=', lease)
    .where('state', 'in', [...ending.from])
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Facts that changed after the issue: the notice is taken back before it leaves. */
export async function markWithdrawn(
  trx: Trx,
  companyId: string,
  ids: readonly string[],
  answer: string,
  now: Temporal.Instant,
) {
  await trx
    .updateTable('dispatch')
    .set({ state: 'withdrawn', answer, endedAt: now, lease: null })
    .where('companyId', '=', companyId)
    .where('id', 'in', [...ids])
    .execute();
}

/**
 * What dead processes left, and what this one left when something went wrong, asked for while it sends nothing: a
 * claimed mail was never begun and waits again; one that was being transmitted may have arrived, and only a person can
 * say.
 */
export async function reviveClaimed(trx: Trx, companyId: string, own: bigint): Promise<void> {
  // It was not tried: many deaths in a row must not use up its tries.
  await sql`update dispatch x set state = 'queued', lease = null, tries = greatest(x.tries - 1, 0)
    where company_id = ${companyId} and state = 'claimed'
      and (x.lease = ${own} or not exists (select 1 from worker_lease w where w.number = x.lease))`.execute(
    trx,
  );
}

export async function lockAbandoned(trx: Trx, companyId: string, own: bigint): Promise<ClaimedRow[]> {
  const { rows } = await sql<ClaimedRow>`
    update dispatch x set state = 'unknown', ended_at = clock_timestamp(),
      next_look_at = case when x.transport <> 'blind' then x.transmitting_at end
    from notice n
    where x.company_id = ${companyId} and x.state = 'transmitting'
      and (x.lease = ${own} or not exists (select 1 from worker_lease w where w.number = x.lease))
      and n.company_id = x.company_id and n.id = x.notice_id
    returning ${FACTS}`.execute(trx);
  return rows;
}

export function lockDispatch(trx: Trx, companyId: string, id: string) {
  return trx
    .selectFrom('dispatch')
    .innerJoin('notice', (on) =>
      on.onRef('notice.companyId', '=', 'dispatch.companyId').onRef('notice.id', '=', 'dispatch.noticeId'),
    )
    .selectAll('dispatch')
    .select(['notice.number', 'notice.debtorId', 'notice.runId', 'notice.undoneAt'])
    .where('dispatch.companyId', '=', companyId)
    .where('dispatch.id', '=', id)
    .forUpdate('dispatch')
    .executeTakeFirst();
}
