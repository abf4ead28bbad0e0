import { sql } from 'kysely';
import { keepBankFile } from '#server/bank-statements/keep-bank-file.ts';
import { showUndo } from '#server/bank-statements/show-undo.ts';
import { importBankFileNow } from '#server/bank-statements/steer-bank-file.ts';
import { undoBankFile } from '#server/bank-statements/undo-bank-file.ts';
import { inCompany } from '#server/platform/db.ts';
import { newId } from '#server/platform/ids.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { matchLines } from '#server/settlements/match-lines.ts';
import { bankFileOf } from './bank-files.ts';
import { measure, printFigures } from './measure.ts';
import { type OwnDatabase, onOwnDatabase } from './own-database.ts';

/**
 * Takes a bank file back whole: its lines, and the settlements that Rappel made of them by itself. Every second line that
 * brings money pays an invoice by its structured reference; ten invoices a debtor.
 */
const LINES = Number(process.argv[2] ?? 100_000);
const TODAY = '2026-04-01';

await onOwnDatabase(TODAY, async (own) => {
  const company = await addBenchCompany(own);
  const bytes = Buffer.concat(await Array.fromAsync(bankFileOf('coda', LINES)));
  const bankFileId = await keepBankFile(company, { fileName: 'bench', bytes, origin: 'command' });
  const imported = await measure(() => importBankFileNow(company, { bankFileId }));
  await sql`analyze`.execute(own.db);
  const matched = await measure(() => matchLines(company, { lineIds: null }));
  const preview = await measure(() => showUndo(company, bankFileId));
  const undone = await measure(() => undoBankFile(company, bankFileId));
  const left = await countLeft(company);
  printFigures('bank-undo', {
    lines: LINES,
    import: imported.seconds,
    match: { seconds: matched.seconds, settled: matched.result.settled },
    preview: {
      seconds: preview.seconds,
      lines: preview.result.lines,
      settlements: preview.result.settlements,
    },
    undo: { seconds: undone.seconds, peakMb: undone.peakMb },
    left,
    goal: { seconds: 60 },
  });
});

async function countLeft(company: CompanyTools) {
  const { rows } = await inCompany(company, (trx) =>
    sql<{ lines: number; settlements: number; settledItems: number }>`
      select (select count(*)::int from bank_line) as lines, (select count(*)::int from settlement) as settlements,
        (select count(*)::int from due_item where open_minor <> amount_minor) as settled_items`.execute(trx),
  );
  return rows[0];
}

async function addBenchCompany({ tools, db }: OwnDatabase): Promise<CompanyTools> {
  const id = newId();
  const company = { id, key: 'bench', name: 'Bench SA', country: 'BE', language: 'fr' } as const;
  await db
    .insertInto('company')
    .values({ ...company, currency: 'EUR', timeZone: 'Europe/Brussels' })
    .execute();
  await addInvoices(db, id);
  const queue = { add: async () => {}, addAll: async () => {} };
  return { ...tools, queue, companyId: id, actor: null };
}

/** The invoice that each line with a structured reference pays: as `bankFileOf` counts. */
async function addInvoices(db: OwnDatabase['db'], company: string): Promise<void> {
  const idOf = (what: string, number: string) =>
    sql`overlay(overlay(md5(${sql.lit(what)} || ${sql.raw(number)}::text) placing '7' from 13) placing '8' from 17)::uuid`;
  const lines = sql`(select n, 1000 + ((n::bigint * 7919) % 900000) as amount, 1000000000 + n as base
    from generate_series(2, ${LINES}::int, 2) n where n % 9 <> 0) l`;
  await sql`
    insert into debtor (company_id, id, number, name, kind, language, country)
    select ${company}::uuid, ${idOf('debtor', 'n')}, 'D' || n, 'Café ' || n, 'business', 'fr', 'BE'
    from generate_series(0, ${LINES / 10}::int) n`.execute(db);
  await sql`
    insert into document (company_id, id, debtor_id, kind, number, issued_on, currency, amount_minor, structured_reference,
      source, imported_on)
    select ${company}::uuid, ${idOf('document', 'n')}, ${idOf('debtor', '(n / 10)')}, 'invoice', 'F' || (2026000000 + n),
      '2026-01-02', 'EUR', amount, '+++' || substr(ogm, 1, 3) || '/' || substr(ogm, 4, 4) || '/' || substr(ogm, 8, 5) || '+++',
      'bench', '2026-01-02'
    from (select n, amount, base || lpad((case when base % 97 = 0 then 97 else base % 97 end)::text, 2, '0') as ogm
      from ${lines}) given`.execute(db);
  await sql`
    insert into due_item (company_id, id, document_id, debtor_id, position, due_on, currency, amount_minor, open_minor,
      imported_on)
    select ${company}::uuid, ${idOf('item', 'n')}, ${idOf('document', 'n')}, ${idOf('debtor', '(n / 10)')}, 1, '2026-02-01',
      'EUR', amount, amount, '2026-01-02'
    from ${lines}`.execute(db);
}
