import { sql } from 'kysely';
import type { Trx } from '#server/platform/db.ts';
import type { SilenceCode } from './tables.ts';

export function findWatch(trx: Trx, companyId: string) {
  return trx.selectFrom('mailWatch').selectAll().where('companyId', '=', companyId).executeTakeFirst();
}

/** Keeps what a look at the mail server found: since when it fails stays what it was while it goes on failing. */
export async function keepWatch(
  trx: Trx,
  companyId: string,
  { at, answer }: { at: Temporal.Instant; answer: string | null },
): Promise<void> {
  await sql`
    insert into mail_watch as w (company_id, looked_at, failing_since_at, answer)
    values (${companyId}, ${at}, ${answer === null ? null : at}, ${answer})
    on conflict (company_id) do update set looked_at = excluded.looked_at, answer = excluded.answer,
      failing_since_at = case when excluded.answer is null then null
        else coalesce(w.failing_since_at, excluded.failing_since_at) end`.execute(trx);
}

export async function removeWatch(trx: Trx, companyId: string): Promise<void> {
  await trx.deleteFrom('mailWatch').where('companyId', '=', companyId).execute();
}

/** Whether it matters that mails can leave: reminders go out by themselves, or some wait. */
export async function needsMail(trx: Trx, companyId: string): Promise<boolean> {
  const { rows } = await sql<{ needed: boolean }>`
    select exists (select from run_schedule where company_id = ${companyId} and is_active)
      or exists (select from dispatch where company_id = ${companyId} and state in ('held', 'queued')) as needed`.execute(
    trx,
  );
  return rows[0]?.needed ?? false;
}

/** When somebody last looked whether reminders are due; nothing where none go out by themselves. */
export async function findLastLook(trx: Trx, companyId: string): Promise<Temporal.Instant | null> {
  const found = await trx
    .selectFrom('runSchedule')
    .select(['lookedAt', 'changedAt'])
    .where('companyId', '=', companyId)
    .where('isActive', '=', true)
    .executeTakeFirst();
  return found ? (found.lookedAt ?? found.changedAt) : null;
}

/** Notes that the owners are told now. @returns false where they were told of it already */
export async function addSilenceNotice(
  trx: Trx,
  companyId: string,
  notice: {
    readonly code: SilenceCode;
    readonly sinceAt: Temporal.Instant;
    readonly toldAt: Temporal.Instant;
    readonly toldVia: 'installation' | 'company';
  },
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('silenceNotice')
    .values({ companyId, ...notice })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

/** What is over is told again when it comes back. */
export async function removeSilenceNotices(
  trx: Trx,
  companyId: string,
  except: readonly SilenceCode[],
): Promise<void> {
  await sql`delete from silence_notice
    where company_id = ${companyId} and code <> all(${[...except]}::text[])`.execute(trx);
}
