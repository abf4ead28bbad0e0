import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Problem } from '#core/problem.ts';
import type { ImportResult } from '#core/receivables/import-result.ts';
import { addProblems } from '#core/receivables/import-result.ts';
import type { ImportedRow, RejectedRow } from '#core/receivables/imported-row.ts';
import type { Protected } from '#core/receivables/merge-import.ts';
import type { Bulk, CopyRow } from '#server/platform/bulk.ts';
import type { Trx } from '#server/platform/db.ts';
import { newId } from '#server/platform/ids.ts';
import { leaveErasedOut } from './erased-debtors.ts';
import type { SourcePortion } from './import-source.ts';
import { rejectPayers } from './payers.ts';
import type { InvoiceExtras } from './read-invoices.ts';
import { layDown } from './staged-rows.ts';

/** What the rows said together, beyond what lies in the table. */
export type Staged = {
  /** The newest day a document was issued on. */
  readonly newestIssuedOn: Temporal.PlainDate | null;
  readonly fileByRow: ReadonlyMap<number, string>;
  /** The rows of invoices that are collected by direct debit. */
  readonly directDebits: ReadonlySet<number>;
  /** What a mirror must not settle in a debtor, since a rejected row named it. */
  protectedOf(debtorNumber: string): Protected;
};

export type StagedSource = {
  readonly portions: AsyncIterable<SourcePortion>;
  /** The headings over the numbers of debtors and of their payers; null where the list has none. */
  readonly debtorColumn: string | null;
  readonly payerColumn: string | null;
};

const COLUMNS = [
  'row',
  'part',
  'debtor_number',
  'document_number',
  'debtor',
  'item',
  'vat_number',
  'enterprise_number',
  'payer_number',
];

/**
 * Lays the rows down in a table of the transaction's own, portion by portion: any number of them pass through little
 * memory. `told` is called after each portion, and may stop the work by a throw.
 */
export async function stageRows(
  trx: Trx,
  bulk: Bulk,
  { portions, debtorColumn, payerColumn }: StagedSource,
  result: ImportResult,
  told: (rows: number) => Promise<void>,
): Promise<Staged> {
  await sql`create temp table import_row (row integer, part smallint, debtor_number text, document_number text,
    debtor text, item text, vat_number text, enterprise_number text, payer_number text)
    on commit drop`.execute(trx);
  await sql`create temp table import_pdf (row integer, id uuid, name text, sha256 text, bytes bytea)
    on commit drop`.execute(trx);
  const fileByRow = new Map<number, string>();
  const directDebits = new Set<number>();
  const buyerPlaces = new Map<number, string>();
  const guard = new Guard();
  let sending: Promise<void> = Promise.resolve();
  let newestIssuedOn: Temporal.PlainDate | null = null;
  for await (const { rows, problems, rejected, invoices } of portions) {
    // While these are sent, the next ones are read.
    await sending;
    sending = bulk.copy('import_row', COLUMNS, copyRows(rows, invoices));
    sending.catch(() => {});
    for (const { item } of rows) newestIssuedOn = laterOf(newestIssuedOn, item?.issuedOn ?? null);
    for (const one of rejected) guard.add(one);
    addProblems(result, problems);
    result.rows.read += rows.length + rejected.length;
    result.rows.rejected += rejected.length;
    const pdfs = await bulk.inTurn(() => stagePdfs(trx, invoices));
    for (const [row, id] of pdfs) fileByRow.set(row, id);
    for (const [row, { directDebit, buyerPlace }] of invoices ?? []) {
      if (directDebit) directDebits.add(row);
      buyerPlaces.set(row, buyerPlace);
    }
    await told(result.rows.read);
  }
  await sending;
  await nameKnownDebtors(trx);
  const reject = ({ rejected, problems }: Refused) => {
    for (const one of rejected) guard.add(one);
    addProblems(result, problems);
    result.rows.rejected += rejected.length;
  };
  const erased = await leaveErasedOut(trx, (row) => {
    const place = buyerPlaces.get(row);
    return place === undefined ? { row, column: debtorColumn ?? '' } : { row: 1, column: place };
  });
  reject(erased);
  result.rows.erased += erased.leftOut;
  if (payerColumn !== null) reject(await rejectPayers(trx, payerColumn));
  result.mirrorHeld = guard.everything;
  return { newestIssuedOn, fileByRow, directDebits, protectedOf: (number) => guard.of(number) };
}

type Refused = { readonly rejected: readonly RejectedRow[]; readonly problems: readonly Problem[] };

function copyRows(rows: readonly ImportedRow[], invoices: SourcePortion['invoices']): CopyRow[] {
  let part = 0;
  let last = -1;
  return rows.map((row, index) => {
    part = row.row === last ? part + 1 : 0;
    last = row.row;
    const extras = invoices?.get(row.row);
    const { debtor, item } = layDown(row, rows[index - 1]);
    const [vatNumber, enterpriseNumber] = [extras?.vatNumber ?? null, extras?.enterpriseNumber ?? null];
    return [
      row.row,
      part,
      row.debtorNumber,
      row.item?.number ?? null,
      debtor,
      item,
      vatNumber,
      enterpriseNumber,
      row.debtor.payerNumber,
    ];
  });
}

async function stagePdfs(trx: Trx, invoices: ReadonlyMap<number, InvoiceExtras> | undefined) {
  const pdfs = [...(invoices ?? [])].flatMap(([row, { pdf }]) => (pdf ? [{ row, id: newId(), ...pdf }] : []));
  if (pdfs.length === 0) return [];
  const values = pdfs.map(({ row, id, name, bytes }) => {
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    return sql`(${row}::integer, ${id}::uuid, ${name}::text, ${sha256}::text, ${bytes}::bytea)`;
  });
  await sql`insert into import_pdf (row, id, name, sha256, bytes) values ${sql.join(values)}`.execute(trx);
  return pdfs.map(({ row, id }) => [row, id] as const);
}

/** A buyer of an electronic invoice is the debtor with its VAT or enterprise number, whatever number the invoice calls it. */
async function nameKnownDebtors(trx: Trx): Promise<void> {
  await sql`
    update import_row r set debtor_number = known.number
    from (
      select s.row, min(d.number) as number
      from import_row s join debtor d on d.company_id = (select rappel_company())
        and (regexp_replace(upper(d.vat_number), '[^0-9A-Z]', '', 'g') = s.vat_number
          or regexp_replace(upper(d.enterprise_number), '[^0-9A-Z]', '', 'g') = s.enterprise_number)
      where (s.vat_number is not null or s.enterprise_number is not null)
        and not exists (select from debtor e where e.company_id = d.company_id and e.number = s.debtor_number)
      group by s.row
    ) known
    where r.row = known.row`.execute(trx);
}

/** Collects what rejected rows named. */
class Guard {
  everything = false;
  readonly #byDebtor = new Map<string, Set<string> | 'everything'>();

  add({ debtorNumber, documentNumber }: RejectedRow): void {
    if (debtorNumber === null) this.everything = true;
    else if (documentNumber === null) this.#byDebtor.set(debtorNumber, 'everything');
    else {
      const named = this.#byDebtor.get(debtorNumber) ?? new Set<string>();
      if (named !== 'everything') this.#byDebtor.set(debtorNumber, named.add(documentNumber));
    }
  }

  of(debtorNumber: string): Protected {
    return this.everything ? 'everything' : (this.#byDebtor.get(debtorNumber) ?? NOTHING);
  }
}

const NOTHING: ReadonlySet<string> = new Set();

function laterOf(a: Temporal.PlainDate | null, b: Temporal.PlainDate | null): Temporal.PlainDate | null {
  if (a === null || b === null) return a ?? b;
  return Temporal.PlainDate.compare(a, b) < 0 ? b : a;
}
