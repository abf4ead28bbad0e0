import type { z } from 'zod';
import type { ImportView, TableView } from '#contract/imports.ts';
import { money, toDecimal } from '#core/money/money.ts';
import type { ListField } from '#core/receivables/list-fields.ts';
import { refuse } from '#core/refusal.ts';
import { cellText } from '#formats/table/cell.ts';
import { HOLDS } from '#formats/table/fields.ts';
import type { Table, TableChoices } from '#formats/table/open-table.ts';
import { readAmount } from '#formats/table/read-amount.ts';
import { readDay } from '#formats/table/read-day.ts';
import { questionsOf } from '#formats/table/read-table.ts';
import { inCompany } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { openSource } from './import-source.ts';
import { findFileBytes, findImport, listImports, type StoredImport } from './queries.ts';

type View = z.infer<typeof ImportView>;

export function showImport(tools: CompanyTools, importId: string): Promise<View> {
  return inCompany(tools, async (trx) =>
    viewOf((await findImport(trx, importId)) ?? refuse('import_unknown', {})),
  );
}

export function showImports(tools: CompanyTools, { page, perPage }: { page: number; perPage: number }) {
  return inCompany(tools, async (trx) => {
    const { rows, total } = await listImports(trx, page, perPage);
    return { rows: rows.map((row) => viewOf(row, HISTORY_PROBLEMS)), total };
  });
}

const SHOWN_PROBLEMS = 200;
const HISTORY_PROBLEMS = 0;

function viewOf(row: StoredImport, problems = SHOWN_PROBLEMS): View {
  const { result, progress, options } = row;
  return {
    id: row.id,
    kind: row.kind,
    format: row.format,
    state: row.state,
    fileName: row.fileName,
    createdAt: row.createdAt.toString(),
    createdBy: row.createdBy,
    appliedAt: row.appliedAt?.toString() ?? null,
    undoable: row.undoable,
    lenient: options.lenient,
    mirror: options.mirror,
    choices: copyOfChoices(options.choices),
    progress: progress && { step: progress.step, done: progress.done, total: progress.total },
    result: result && {
      ...result,
      problems: result.problems.slice(0, problems).map(copyOf),
      suspicious: result.suspicious.slice(0, problems).map(copyOf),
    },
  };
}

/** How a list is understood with these choices. Null for invoices, which need no choice. */
export async function showTable(
  tools: CompanyTools,
  { importId, choices }: { importId: string; choices: TableChoices },
): Promise<z.infer<typeof TableView> | null> {
  const { stored, bytes } = await inCompany(tools, async (trx) => {
    const found = (await findImport(trx, importId)) ?? refuse('import_unknown', {});
    return { stored: found, bytes: await findFileBytes(trx, found.fileId) };
  });
  // A file that was recognised with a saved mapping keeps what that said, unless it is said anew.
  const all = { ...stored.options.choices, ...choices };
  const { table } = await openSource(bytes, stored.fileName, all, stored.format);
  return table && tableView(table);
}

function tableView(table: Table): z.infer<typeof TableView> {
  return {
    kind: table.kind,
    encoding: table.dialect?.encoding ?? null,
    separator: table.dialect?.separator ?? null,
    headerRow: table.headerRow,
    decimal: table.styles.decimal,
    days: table.styles.days,
    columns: table.columns.map(({ header, field, sure, samples }) => ({
      header,
      field,
      sure,
      samples: [...samples],
      reads: samples.map((sample) => readingOf(table, field, sample)),
    })),
    firstRows: table.firstRows
      .slice(0, 10)
      .map(({ row, cells }) => ({ row, cells: cells.map((cell) => cellText(cell).slice(0, 200)) })),
    questions: questionsOf(table).map(copyOf),
  };
}

/** What a value of a column of days or amounts is taken for; null where that is open, or it does not read. */
function readingOf({ styles }: Table, field: ListField | null, sample: string): string | null {
  const holds = field && HOLDS[field];
  if (holds === 'day' && !styles.daysAsked) return readDay(sample, styles.days ?? 'dmy')?.toString() ?? null;
  if (holds !== 'amount' || styles.decimalAsked) return null;
  const minor = readAmount(sample, styles.decimal ?? '.', 2);
  return minor === null ? null : toDecimal(money(minor, 'EUR'));
}

function copyOfChoices({ columns, ...rest }: TableChoices) {
  return { ...rest, ...(columns && { columns: { ...columns } }) };
}

function copyOf({
  code,
  facts,
  at,
}: {
  code: string;
  facts: Readonly<Record<string, string>>;
  at: { row: number; column: string };
}) {
  return { code, facts: { ...facts }, at: { ...at } };
}
