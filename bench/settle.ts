import { sql } from 'kysely';
import { inCompany } from '#server/platform/db.ts';
import { newId } from '#server/platform/ids.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { matchLines } from '#server/settlements/match-lines.ts';
import { undoSettlements } from '#server/settlements/undo-settlements.ts';
import { fillReceivables } from './fill-receivables.ts';
import { measure, printFigures } from './measure.ts';
import { onOwnDatabase } from './own-database.ts';

/**
 * Matches bank lines with open items in the database and settles what is certain: facts read, decided, proposals and
 * settlements written, in one transaction; then once more for what waits, for one line alone, and everything taken back.
 */
const LINES = Number(process.argv[2] ?? 1000);
const ITEMS = Number(process.argv[3] ?? 100_000);
const TODAY = '2026-03-31';

await onOwnDatabase(TODAY, async ({ db, tools }) => {
  const companyId = await fillReceivables(db, { items: ITEMS, today: TODAY });
  const company: CompanyTools = { ...tools, companyId, actor: null };
  await addLines(company, LINES);
  await sql`analyze`.execute(db);
  await inCompany(company, (trx) =>
    trx
      .insertInto('settlementPolicy')
      .values({ companyId, automatic: ['reference', 'number'] })
      .execute(),
  );
  const first = await measure(() => matchLines(company, { lineIds: null }));
  const again = await measure(() => matchLines(company, { lineIds: null }));
  const [waiting] = await idsOf(company, 'open');
  const one = await measure(() => matchLines(company, { lineIds: [waiting ?? ''] }));
  const made = await inCompany(company, async (trx) => {
    const rows = await trx.selectFrom('settlement').select('id').execute();
    return rows.map(({ id }) => id);
  });
  const undone = await measure(() => undoSettlements(company, { settlements: made }));
  printFigures('settle', {
    lines: LINES,
    items: ITEMS,
    first: { ...first.result, seconds: first.seconds, peakMb: first.peakMb },
    again: { ...again.result, seconds: again.seconds },
    oneLine: one.seconds,
    undone: { settlements: undone.result.undone, seconds: undone.seconds },
    goal: { seconds: 1 },
  });
});

async function idsOf(company: CompanyTools, state: 'open'): Promise<string[]> {
  const rows = await inCompany(company, (trx) =>
    trx.selectFrom('bankLine').select('id').where('state', '=', state).limit(1).execute(),
  );
  return rows.map(({ id }) => id);
}

/** Payments of every hundredth item or so: by number, by a number without its prefix, by name alone, and of nobody we know. */
async function addLines(company: CompanyTools, count: number): Promise<void> {
  const { companyId } = company;
  const ids = { file: newId(), bankFile: newId(), account: newId(), statement: newId() };
  await inCompany(company, async (trx) => {
    await sql`insert into file (company_id, id, name, media_type, size, sha256, bytes)
      values (${companyId}, ${ids.file}, 'bench.cod', 'text/plain', 1, repeat('0', 64), '-')`.execute(trx);
    await sql`insert into bank_account (company_id, id, number, currency, name, created_at)
      values (${companyId}, ${ids.account}, 'BE68539007547034', 'EUR', 'Bench', now())`.execute(trx);
    await sql`insert into bank_file (company_id, id, file_id, file_name, sha256, origin, state, created_at)
      values (${companyId}, ${ids.bankFile}, ${ids.file}, 'bench.cod', repeat('0', 64), 'upload', 'imported', now())`.execute(
      trx,
    );
    await sql`insert into bank_statement (company_id, id, account_id, bank_file_id, row, position, format, state, line_count,
        added_count, digest, created_at)
      values (${companyId}, ${ids.statement}, ${ids.account}, ${ids.bankFile}, 1, 1, 'coda', 'booked', ${count}, ${count},
        gen_random_uuid(), now())`.execute(trx);
    await sql`
      insert into bank_line (company_id, id, statement_id, account_id, position, booked_on, currency, amount_minor,
        remaining_minor, state, counterparty, text, reversal, identity, ordinal)
      select ${companyId}, gen_random_uuid(), ${ids.statement}, ${ids.account}, n, ${TODAY}::date - 1, 'EUR', open_minor,
        open_minor, 'open', case when n % 10 = 9 then 'Somebody Else ' || n else name end,
        case when n % 10 < 5 then 'Facture ' || number when n % 10 < 7 then 'fact. ' || substr(number, 8)
          when n % 10 = 7 then 'votre facture' else '' end, false, gen_random_uuid(), 1
      from (
        select row_number() over (order by md5(i.id::text)) as n, i.open_minor, d.name, doc.number
        from due_item i join document doc on doc.company_id = i.company_id and doc.id = i.document_id
        join debtor d on d.company_id = i.company_id and d.id = i.debtor_id
        where i.company_id = ${companyId} and i.open_minor > 0 and i.currency = 'EUR') found
      where n <= ${count}`.execute(trx);
  });
}
