import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { inCompany } from '#server/platform/db.ts';
import { freshDb } from '#test/support/fresh-db.ts';
import { addCompany, addDebtor } from '#test/support/people.ts';
import { toolsFor } from '#test/support/tools.ts';
import { eraseRows } from './erase-rows.ts';

const fresh = await freshDb();
const tools = toolsFor(fresh);

test('whatever refers to a file is found by an index: files go by the thousand', async () => {
  // A company has one letter layout: its key finds it.
  const { rows } = await fresh.pool.query<{ refers: string; indexed: boolean }>(`
    select c.conrelid::regclass || ': ' || c.conname as refers, exists (select from pg_index i
      where i.indrelid = c.conrelid and i.indkey::text || ' ' like array_to_string(c.conkey, ' ') || ' %') as indexed
    from pg_constraint c
    where c.confrelid = 'file'::regclass and c.contype = 'f' and c.conrelid <> 'letter_layout'::regclass order by 1`);
  expect(rows.length).toBeGreaterThanOrEqual(4);
  expect(rows.filter(({ indexed }) => !indexed).map(({ refers }) => refers)).toEqual([]);
});

const [KEPT, ERASED] = [20_000, 1000];

test(`${ERASED} files of a person go without reading the ${KEPT} documents beside them for each`, async () => {
  const company = await addCompany(tools);
  const [other, person] = [await addDebtor(company), await addDebtor(company)];
  for (const [debtor, files] of [
    [other, KEPT],
    [person, ERASED],
  ] as const)
    await fresh.pool.query(
      `with added as (
        insert into file (company_id, id, name, media_type, size, sha256, bytes)
        select $1, gen_random_uuid(), 'F' || n || '.pdf', 'application/pdf', 1, repeat('0', 64), 'x'
        from generate_series(1, $3::int) n returning id, name)
      insert into document (company_id, id, debtor_id, kind, number, currency, amount_minor, issued_on, imported_on, source, file_id)
      select $1, gen_random_uuid(), $2, 'invoice', name, 'EUR', 100, '2026-01-01', '2026-01-01', 'test', id from added`,
      [company.companyId, debtor.id, files],
    );
  await fresh.pool.query('analyze file, document');
  const read = await inCompany(company, async (trx) => {
    await eraseRows(trx, company.companyId, [person.id]);
    const { rows } = await sql<{ rows: number }>`
      select sum(seq_tup_read)::int as rows from pg_stat_xact_user_tables
      where relname in ('document', 'notice', 'dispatch', 'bank_file')`.execute(trx);
    return rows[0]?.rows;
  });
  const { rows } = await fresh.pool.query('select count(*)::int as files from file where company_id = $1', [
    company.companyId,
  ]);
  expect(rows).toEqual([{ files: KEPT }]);
  // Each file alone once read all of them: twenty million.
  expect(read).toBe(0);
});
