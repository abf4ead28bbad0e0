import { sql } from 'kysely';
import type { LookOutcome, TransportKind } from '#core/dunning/doubt.ts';
import type { Channel } from '#core/receivables/kinds.ts';
import type { Trx } from '#server/platform/db.ts';
import { newId } from '#server/platform/ids.ts';
import type { Addressees } from './addressees.ts';
import { type Claimed, FACTS } from './dispatch-queries.ts';

/** A dispatch whose answer was lost, with what its trace is looked for by. */
export type DoubtfulRow = Omit<Claimed, 'total'> & {
  readonly totalMinor: string;
  readonly currency: string;
  readonly transport: TransportKind | null;
  readonly transmittingAt: Temporal.Instant | null;
  readonly looks: number;
  readonly absentLooks: number;
  readonly nextLookAt: Temporal.Instant | null;
  readonly lastLookAt: Temporal.Instant | null;
};

const AT_ONCE = 200;

const DOUBT = sql`
  ${FACTS}, x.transport, x.transmitting_at, x.looks, x.absent_looks, x.next_look_at,
  (select max(l.looked_at) from dispatch_look l where l.company_id = x.company_id and l.dispatch_id = x.id) as last_look_at`;

/** Those whose trace is to be looked for by now, the longest waiting first. */
export async function listToLookFor(
  trx: Trx,
  companyId: string,
  now: Temporal.Instant,
): Promise<DoubtfulRow[]> {
  const { rows } = await sql<DoubtfulRow>`
    select ${DOUBT}
    from dispatch x join notice n on n.company_id = x.company_id and n.id = x.notice_id
    where x.company_id = ${companyId} and x.state = 'unknown' and x.next_look_at <= ${now}
    order by x.next_look_at, x.id limit ${AT_ONCE}`.execute(trx);
  return rows;
}

/** One in doubt, locked or not; undefined: it is in doubt no longer. */
export async function findDoubtful(
  trx: Trx,
  companyId: string,
  id: string,
  { lock = false } = {},
): Promise<DoubtfulRow | undefined> {
  const { rows } = await sql<DoubtfulRow>`
    select ${DOUBT}
    from dispatch x join notice n on n.company_id = x.company_id and n.id = x.notice_id
    where x.company_id = ${companyId} and x.id = ${id} and x.state = 'unknown'
    ${lock ? sql`for update of x` : sql``}`.execute(trx);
  return rows[0];
}

export function addLook(
  trx: Trx,
  companyId: string,
  look: { dispatchId: string; at: Temporal.Instant; by: string | null; outcome: LookOutcome; answer: string },
) {
  const { at, by, ...rest } = look;
  return trx
    .insertInto('dispatchLook')
    .values({ companyId, id: newId(), lookedAt: at, lookedBy: by, ...rest })
    .execute();
}

export function markLooked(
  trx: Trx,
  companyId: string,
  id: string,
  counts: { looks: number; absentLooks: number; nextLookAt: Temporal.Instant | null },
) {
  return trx
    .updateTable('dispatch')
    .set(counts)
    .where('companyId', '=', companyId)
    .where('id', '=', id)
    .where('state', '=', 'unknown')
    .execute();
}

/** Ends a doubt by proof: it left, it was refused, or it never left and waits again. */
export function markProven(
  trx: Trx,
  companyId: string,
  id: string,
  proof: { state: 'sent' | 'refused' | 'queued'; answer: string; at: Temporal.Instant },
) {
  const { state, answer, at } = proof;
  const again = { tries: 0, notBefore: null, endedAt: null, answer: null };
  return trx
    .updateTable('dispatch')
    .set({ state, lease: null, nextLookAt: null, ...(state === 'queued' ? again : { answer, endedAt: at }) })
    .where('companyId', '=', companyId)
    .where('id', '=', id)
    .where('state', '=', 'unknown')
    .execute();
}

/** What a person was asked about it is answered. */
export async function closeDoubtTask(
  trx: Trx,
  companyId: string,
  done: { dispatchId: string; at: Temporal.Instant; outcome: string },
): Promise<void> {
  await sql`update task set done_at = ${done.at}, outcome = ${done.outcome}
    where company_id = ${companyId} and dispatch_id = ${done.dispatchId} and kind = 'dispatch_unknown'
      and done_at is null`.execute(trx);
}

type DoubtRow = {
  readonly id: string;
  readonly noticeId: string;
  readonly number: number;
  readonly debtorId: string;
  readonly debtorNumber: string;
  readonly debtorName: string;
  readonly channel: Channel;
  readonly addressees: Addressees;
  readonly answer: string | null;
  readonly transport: TransportKind | null;
  readonly via: string | null;
  readonly transmittingAt: Temporal.Instant | null;
  readonly nextLookAt: Temporal.Instant | null;
  readonly total: bigint;
};

/** What is in doubt, the longest first. */
export async function listDoubtful(
  trx: Trx,
  companyId: string,
  { debtor, dispatch }: { debtor?: string | undefined; dispatch?: string | undefined },
): Promise<DoubtRow[]> {
  const { rows } = await sql<DoubtRow>`
    select x.id, x.notice_id, n.number, n.debtor_id, d.number as debtor_number, d.name as debtor_name, x.channel,
      x.addressees, x.answer, x.transport, x.via, x.transmitting_at, x.next_look_at, count(*) over () as total
    from dispatch x
    join notice n on n.company_id = x.company_id and n.id = x.notice_id
    join debtor d on d.company_id = n.company_id and d.id = n.debtor_id
    where x.company_id = ${companyId} and x.state = 'unknown'
      ${debtor === undefined ? sql`` : sql`and n.debtor_id = ${debtor}`}
      ${dispatch === undefined ? sql`` : sql`and x.id = ${dispatch}`}
    order by x.transmitting_at, x.id limit ${AT_ONCE}`.execute(trx);
  return rows;
}

export type LookRow = {
  readonly dispatchId: string;
  readonly lookedAt: Temporal.Instant;
  readonly lookedBy: string | null;
  readonly outcome: LookOutcome;
  readonly answer: string;
};

export function listLooks(trx: Trx, companyId: string, dispatchIds: readonly string[]): Promise<LookRow[]> {
  if (dispatchIds.length === 0) return Promise.resolve([]);
  return trx
    .selectFrom('dispatchLook')
    .select(['dispatchId', 'lookedAt', 'lookedBy', 'outcome', 'answer'])
    .where('companyId', '=', companyId)
    .where('dispatchId', 'in', [...dispatchIds])
    .orderBy('lookedAt')
    .orderBy('id')
    .execute();
}
