import { type RawBuilder, sql } from 'kysely';

/**
 * Whether the debtor whose id stands in this column may be shown in a list: the data of whoever is restricted (Art. 18
 * GDPR) are kept, and seen on their own page alone. Few are, so they are looked up once.
 */
export function isUnrestricted(companyId: string, debtorId: RawBuilder<unknown>): RawBuilder<boolean> {
  return sql<boolean>`${debtorId} not in (
    select restricted.id from debtor restricted
    where restricted.company_id = ${companyId} and restricted.restricted_at is not null)`;
}
