import { sql } from 'kysely';
import type { Trx } from '#server/platform/db.ts';
import type { Made } from './settle-order.ts';

/**
 * Remembers whose account a payment came from, where a person confirmed it and it is nobody else's already: one who pays
 * for another stays who it is. @returns what the dossier says of it
 */
export async function learnIbans(trx: Trx, companyId: string, made: readonly Made[], at: Temporal.Instant) {
  const taught = made.flatMap(({ order, line, parts }) => {
    const debtors = new Set(parts.flatMap(({ debtorId }) => debtorId ?? []));
    const [debtorId] = debtors;
    const isPlain = order.learnIban && line.iban !== null && line.amountMinor > 0n && debtors.size === 1;
    return isPlain && debtorId !== undefined
      ? [{ iban: line.iban, debtor: debtorId, name: line.counterparty, settlement: order.id }]
      : [];
  });
  if (taught.length === 0) return [];
  const { rows } = await sql<{ iban: string; debtorId: string; name: string | null }>`
    insert into debtor_iban (company_id, iban, debtor_id, name, settlement_id, learnt_at)
    select distinct on (w.iban, w.debtor) ${companyId}::uuid, w.iban, w.debtor, w.name, w.settlement, ${at}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(taught)}::jsonb) as w (iban text, debtor uuid, name text, settlement uuid)
    where not exists (select from debtor_iban k where k.company_id = ${companyId} and k.iban = w.iban)
    on conflict do nothing
    returning iban, debtor_id, name`.execute(trx);
  return rows.map(({ iban, debtorId, name }) => ({
    kind: 'iban_learnt' as const,
    debtorId,
    facts: { iban, name: name ?? iban },
  }));
}

/** What a settlement taught is forgotten with it, unless another that stands says the same. */
export async function forgetIbans(
  trx: Trx,
  companyId: string,
  settlementIds: readonly string[],
): Promise<readonly { iban: string; debtorId: string }[]> {
  const ids = sql`${[...settlementIds]}::uuid[]`;
  await sql`
    update debtor_iban k set settlement_id = other.id
    from (
      select distinct on (k.iban, k.debtor_id) k.iban, k.debtor_id, s.id
      from debtor_iban k
      join bank_line l on l.company_id = k.company_id and l.iban = k.iban
      join settlement s on s.company_id = l.company_id and s.line_id = l.id and s.undone_at is null
        and s.origin in ('accepted', 'manual') and s.id <> all(${ids})
      join settlement_part p on p.company_id = s.company_id and p.settlement_id = s.id and p.debtor_id = k.debtor_id
      where k.company_id = ${companyId} and k.settlement_id = any(${ids})
      order by k.iban, k.debtor_id, s.made_at) other
    where k.company_id = ${companyId} and k.iban = other.iban and k.debtor_id = other.debtor_id`.execute(trx);
  const { rows } = await sql<{ iban: string; debtorId: string }>`
    delete from debtor_iban where company_id = ${companyId} and settlement_id = any(${ids})
    returning iban, debtor_id`.execute(trx);
  return rows;
}
