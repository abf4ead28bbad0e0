import { sql } from 'kysely';
import type { Problem } from '#core/problem.ts';
import { refusedPayers } from '#core/receivables/check-payers.ts';
import type { RejectedRow } from '#core/receivables/imported-row.ts';
import type { Bulk, CopyRow } from '#server/platform/bulk.ts';
import type { Trx } from '#server/platform/db.ts';

/**
 * Takes the rows out of the staged ones whose payer cannot be: all rows of that debtor that name one. Debtors and payers
 * are locked first, in the order in which a person who names a payer locks them, so that neither makes a chain.
 */
export async function rejectPayers(
  trx: Trx,
  column: string,
): Promise<{ readonly rejected: readonly RejectedRow[]; readonly problems: readonly Problem[] }> {
  await sql`
    create temp table import_payer on commit drop as
    select distinct on (debtor_number) debtor_number, payer_number from import_row
    where payer_number is not null order by debtor_number, row, part`.execute(trx);
  await sql`analyze import_payer`.execute(trx);
  await sql`
    select d.id from debtor d
    where d.company_id = (select rappel_company()) and d.number in (${NAMED}) order by d.id for update`.execute(
    trx,
  );
  const said = await readSaid(trx);
  const refused = refusedPayers({ said, known: await readKnown(trx), brought: await readBrought(trx) });
  const rejected = await takeOut(trx, [...refused.keys()]);
  const problems = rejected.flatMap(({ row, debtorNumber }): Problem[] => {
    const [code, payer] = [refused.get(debtorNumber), said.get(debtorNumber)];
    if (!code || payer === undefined) return [];
    const facts = code === 'debtor_payer_itself' ? { debtor: debtorNumber } : { payer, debtor: debtorNumber };
    return [{ code, facts, at: { row, column } }];
  });
  return { rejected, problems };
}

const NAMED = sql`select debtor_number from import_payer union select payer_number from import_payer`;

async function readSaid(trx: Trx): Promise<Map<string, string>> {
  const { rows } = await sql<{ debtorNumber: string; payerNumber: string }>`
    select debtor_number, payer_number from import_payer`.execute(trx);
  return new Map(rows.map(({ debtorNumber, payerNumber }) => [debtorNumber, payerNumber]));
}

async function readKnown(trx: Trx): Promise<Map<string, string | null>> {
  const { rows } = await sql<{ number: string; payer: string | null }>`
    select d.number, p.number as payer from debtor d
    left join debtor p on p.company_id = d.company_id and p.id = d.payer_id
    where d.company_id = (select rappel_company()) and (d.number in (${NAMED}) or p.number in (${NAMED}))`.execute(
    trx,
  );
  return new Map(rows.map(({ number, payer }) => [number, payer]));
}

async function readBrought(trx: Trx): Promise<Set<string>> {
  const { rows } = await sql<{ number: string }>`
    select distinct debtor_number as number from import_row
    where payer_number is null and debtor_number in (select payer_number from import_payer)`.execute(trx);
  return new Set(rows.map(({ number }) => number));
}

async function takeOut(trx: Trx, debtorNumbers: readonly string[]) {
  if (debtorNumbers.length === 0) return [];
  const { rows } = await sql<{ row: number; debtorNumber: string; documentNumber: string | null }>`
    delete from import_row where payer_number is not null and debtor_number = any (${[...debtorNumbers]}::text[])
    returning row, debtor_number, document_number`.execute(trx);
  return rows.toSorted((a, b) => a.row - b.row);
}

/**
 * Who pays for whom, once every debtor of the list is there: told by names, as where a person says it. A debtor that the
 * list added is told of as added, and no more. Rows: the debtor's id, its payer's number, whether it was known.
 */
export async function writePayers(
  trx: Trx,
  bulk: Bulk,
  { at, actor }: { readonly at: Temporal.Instant; readonly actor: string | null },
  payers: readonly CopyRow[],
): Promise<void> {
  if (payers.length === 0) return;
  await bulk.inTurn(() =>
    sql`create temp table merged_payer (debtor_id uuid, payer_number text, told boolean) on commit drop`.execute(
      trx,
    ),
  );
  await bulk.copy('merged_payer', ['debtor_id', 'payer_number', 'told'], payers);
  await bulk.inTurn(() => sql`analyze merged_payer`.execute(trx));
  await bulk.inTurn(() =>
    sql`
    insert into timeline_entry (company_id, at, actor, kind, debtor_id, facts, personal)
    select d.company_id, ${at}::timestamptz, ${actor}::text, 'debtor_changed', d.id,
      jsonb_build_object('field', 'payerId'), jsonb_build_object('before', coalesce(b.name, ''), 'after', p.name)
    from merged_payer m
    join debtor d on d.company_id = (select rappel_company()) and d.id = m.debtor_id
    join debtor p on p.company_id = d.company_id and p.number = m.payer_number
    left join debtor b on b.company_id = d.company_id and b.id = d.payer_id
    where m.told`.execute(trx),
  );
  await bulk.inTurn(() =>
    sql`
    update debtor d set payer_id = p.id
    from merged_payer m join debtor p on p.company_id = (select rappel_company()) and p.number = m.payer_number
    where d.company_id = p.company_id and d.id = m.debtor_id`.execute(trx),
  );
}
