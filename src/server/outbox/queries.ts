import { sql } from 'kysely';
import type { Db } from '#server/platform/db.ts';

export async function addCaughtMail(
  db: Db,
  mail: {
    id: string;
    caughtAt: Temporal.Instant;
    companyKey: string | null;
    sender: string;
    recipients: readonly string[];
    bytes: Buffer;
  },
): Promise<void> {
  await db
    .insertInto('caughtMail')
    .values({ ...mail, recipients: [...mail.recipients] })
    .execute();
}

/** The caught mails of a company, the latest first. Bytes only as far as the headers. */
export async function listCaughtMails(
  db: Db,
  companyKey: string,
  { search, page, perPage }: { search?: string | undefined; page: number; perPage: number },
) {
  const all = db
    .selectFrom('caughtMail')
    .where('companyKey', '=', companyKey)
    .$if(Boolean(search), (query) =>
      query.where(sql<boolean>`array_to_string(recipients, ' ') ilike ${`%${search ?? ''}%`}`),
    );
  const { total } = await all.select(sql<number>`count(*)::int`.as('total')).executeTakeFirstOrThrow();
  const rows = await all
    .select(['id', 'caughtAt', 'recipients', sql<number>`length(bytes)`.as('size')])
    .select(sql<Buffer>`substring(bytes for 4000)`.as('head'))
    .orderBy('caughtAt', 'desc')
    .orderBy('id', 'desc')
    .limit(perPage)
    .offset((page - 1) * perPage)
    .execute();
  return { rows, total };
}

export function findCaughtMail(db: Db, companyKey: string, id: string) {
  return db
    .selectFrom('caughtMail')
    .selectAll()
    .where('id', '=', id)
    .where('companyKey', '=', companyKey)
    .executeTakeFirst();
}
