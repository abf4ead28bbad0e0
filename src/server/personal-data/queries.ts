import {
  type RetentionSubject,
  type RetentionTerm,
  type RetentionTerms,
  termsInForce,
} from '#core/personal-data/retention-terms.ts';
import type { Trx } from '#server/platform/db.ts';

/** A term that a company set itself: also with who and when. */
export type OwnTerm = RetentionTerm & {
  readonly changedBy: string | null;
  readonly changedAt: Temporal.Instant;
};

/** The terms in force for a company: its country's, and its own where it departs from them. */
export async function findRetentionTerms(
  trx: Trx,
  companyId: string,
): Promise<{
  readonly country: string;
  readonly terms: RetentionTerms;
  readonly own: ReadonlyMap<RetentionSubject, OwnTerm>;
}> {
  const { country } = await trx
    .selectFrom('company')
    .select('country')
    .where('id', '=', companyId)
    .executeTakeFirstOrThrow();
  const rows = await trx
    .selectFrom('retentionTerm')
    .select(['subject', 'years', 'source', 'changedBy', 'changedAt'])
    .where('companyId', '=', companyId)
    .where('country', '=', country)
    .execute();
  const own = new Map(rows.map(({ subject, ...term }) => [subject, term]));
  return { country, terms: termsInForce(country, own), own };
}

export async function keepRetentionTerm(
  trx: Trx,
  row: {
    companyId: string;
    country: string;
    subject: RetentionSubject;
    years: number;
    source: string;
    changedBy: string | null;
    changedAt: Temporal.Instant;
  },
): Promise<void> {
  const { years, source, changedBy, changedAt } = row;
  await trx
    .insertInto('retentionTerm')
    .values(row)
    .onConflict((on) =>
      on.columns(['companyId', 'country', 'subject']).doUpdateSet({ years, source, changedBy, changedAt }),
    )
    .execute();
}

/** @returns whether there was a term of the company's own */
export async function removeRetentionTerm(
  trx: Trx,
  companyId: string,
  { country, subject }: { country: string; subject: RetentionSubject },
): Promise<boolean> {
  const { numDeletedRows } = await trx
    .deleteFrom('retentionTerm')
    .where('companyId', '=', companyId)
    .where('country', '=', country)
    .where('subject', '=', subject)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}

const LIST_COLUMNS = [
  'id',
  'state',
  'debtors',
  'contacts',
  'files',
  'preparedBy',
  'preparedAt',
  'endedBy',
  'endedAt',
] as const;
export type FoundErasureList = Awaited<ReturnType<typeof listErasureLists>>[number];

/** The lists that were drawn up, the newest first. */
export function listErasureLists(trx: Trx, companyId: string, limit: number) {
  return trx
    .selectFrom('erasureList')
    .select(LIST_COLUMNS)
    .where('companyId', '=', companyId)
    .orderBy('preparedAt', 'desc')
    .orderBy('id')
    .limit(limit)
    .execute();
}

/** One list under lock: that of this id, or the one that waits to be confirmed. */
export function lockErasureList(trx: Trx, companyId: string, id: string | null) {
  const asked = trx.selectFrom('erasureList').select(LIST_COLUMNS).where('companyId', '=', companyId);
  return (id === null ? asked.where('state', '=', 'prepared') : asked.where('id', '=', id))
    .forUpdate()
    .executeTakeFirst();
}

export async function markErasureList(
  trx: Trx,
  { companyId, id }: { companyId: string; id: string },
  ended: { state: 'confirmed' | 'withdrawn'; endedBy: string | null; endedAt: Temporal.Instant },
): Promise<void> {
  await trx
    .updateTable('erasureList')
    .set(ended)
    .where('companyId', '=', companyId)
    .where('id', '=', id)
    .execute();
}
