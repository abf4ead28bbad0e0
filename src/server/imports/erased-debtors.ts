import { sql } from 'kysely';
import type { Problem } from '#core/problem.ts';
import type { RejectedRow } from '#core/receivables/imported-row.ts';
import type { Trx } from '#server/platform/db.ts';

/** The place of a row's buyer, as problems name it. */
export type PlaceOf = (row: number) => Problem['at'];

/**
 * Takes the rows of erased debtors out of the staged ones, so that nothing of them is written back: a document is a problem of
 * its row; what only tells of the person is left out. No erasure begins while an import runs.
 * @returns the rows with a document, their problems (one per row of the file), and how many others were left out
 */
export async function leaveErasedOut(
  trx: Trx,
  placeOf: PlaceOf,
): Promise<{
  readonly rejected: readonly RejectedRow[];
  readonly problems: readonly Problem[];
  readonly leftOut: number;
}> {
  const { rows } = await sql<{ row: number; debtorNumber: string; documentNumber: string | null }>`
    delete from import_row r using debtor d
    where d.company_id = (select rappel_company()) and d.erased_at is not null and r.debtor_number = d.number
    returning r.row, r.debtor_number, r.document_number`.execute(trx);
  const rejected = rows.filter(({ documentNumber }) => documentNumber !== null);
  const byRow = new Map(rejected.map(({ row, debtorNumber }) => [row, debtorNumber]));
  const problems = [...byRow]
    .toSorted(([a], [b]) => a - b)
    .map(([row, debtor]): Problem => ({ code: 'debtor_erased', facts: { debtor }, at: placeOf(row) }));
  return { rejected, problems, leftOut: rows.length - rejected.length };
}
