import { sql } from 'kysely';
import { type Contact, DEFAULT_LIMITS, type SendingLimits } from '#core/sending/limits.ts';
import type { Trx } from '#server/platform/db.ts';

/** What the company has set, or the defaults. */
export async function findLimits(trx: Trx, companyId: string): Promise<SendingLimits> {
  const found = await trx
    .selectFrom('sendingLimit')
    .select(['contactsMax', 'contactDays', 'debtorDayMax', 'companyDayMax'])
    .where('companyId', '=', companyId)
    .executeTakeFirst();
  return found ?? DEFAULT_LIMITS;
}

export async function keepLimits(
  trx: Trx,
  companyId: string,
  limits: SendingLimits,
  { by, at }: { by: string | null; at: Temporal.Instant },
): Promise<void> {
  const { contactsMax, contactDays, debtorDayMax, companyDayMax } = limits;
  const row = { contactsMax, contactDays, debtorDayMax, companyDayMax, changedBy: by, changedAt: at };
  await trx
    .insertInto('sendingLimit')
    .values({ companyId, ...row })
    .onConflict((conflict) => conflict.column('companyId').doUpdateSet(row))
    .execute();
}

/** The contacts with these debtors on the days that count, by debtor. */
export async function listContacts(
  trx: Trx,
  companyId: string,
  { debtorIds, today, days }: { debtorIds: readonly string[]; today: Temporal.PlainDate; days: number },
): Promise<ReadonlyMap<string, readonly Contact[]>> {
  const { rows } = await sql<Contact & { debtorId: string }>`
    select debtor_id, notice_id, run_id, contacted_on = ${today} as is_today from contact
    where company_id = ${companyId} and debtor_id = any(${[...new Set(debtorIds)]}::uuid[])
      and contacted_on > ${today.subtract({ days })}`.execute(trx);
  const found = new Map<string, Contact[]>();
  for (const { debtorId, ...contact } of rows) {
    const known = found.get(debtorId);
    if (known) known.push(contact);
    else found.set(debtorId, [contact]);
  }
  return found;
}

/** How many notices may still leave on a day; all of them in test mode, where none reaches a debtor. */
export async function findRoom(
  trx: Trx,
  companyId: string,
  now: Temporal.Instant,
): Promise<{ readonly left: number; readonly max: number }> {
  const { companyDayMax: max } = await findLimits(trx, companyId);
  const { rows } = await sql<{ mode: string; notices: number }>`
    select c.mode, coalesce(d.notices, 0) as notices from company c
    left join sending_day d on d.company_id = c.id and d.sent_on = (${now}::timestamptz at time zone c.time_zone)::date
    where c.id = ${companyId}`.execute(trx);
  const [row] = rows;
  return { left: row?.mode === 'live' ? Math.max(0, max - row.notices) : Number.MAX_SAFE_INTEGER, max };
}

/** The day on which what leaves at this moment counts: the one on the company's wall, as the trigger sees it. */
export async function findSendingDay(
  trx: Trx,
  companyId: string,
  now: Temporal.Instant,
): Promise<{ readonly isLive: boolean; readonly today: Temporal.PlainDate }> {
  const { rows } = await sql<{ isLive: boolean; today: Temporal.PlainDate }>`
    select mode = 'live' as is_live, (${now}::timestamptz at time zone time_zone)::date as today
    from company where id = ${companyId}`.execute(trx);
  return rows[0] ?? { isLive: false, today: now.toZonedDateTimeISO('UTC').toPlainDate() };
}

/** How many notices left on a day, of those that reach debtors. */
export async function findSentOn(trx: Trx, companyId: string, day: Temporal.PlainDate): Promise<number> {
  const found = await trx
    .selectFrom('sendingDay')
    .select('notices')
    .where('companyId', '=', companyId)
    .where('sentOn', '=', day)
    .executeTakeFirst();
  return found?.notices ?? 0;
}
