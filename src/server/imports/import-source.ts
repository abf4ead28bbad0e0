import type { Currency } from '#core/money/currencies.ts';
import type { Problem } from '#core/problem.ts';
import type { ImportFormat, ImportKind } from '#core/receivables/import-states.ts';
import { refuse } from '#core/refusal.ts';
import { type FileKind, recogniseFile } from '#formats/recognise.ts';
import { openTable, type Table, type TableChoices } from '#formats/table/open-table.ts';
import { type Portion, questionsOf, readTable } from '#formats/table/read-table.ts';
import { readZip, type ZipEntry } from '#formats/zip/read-zip.ts';
import { type Invoices, readInvoices, type Seller } from './read-invoices.ts';

export type { Seller } from './read-invoices.ts';

/** A file opened for import: what it is, what must be answered first, and its rows, which may be asked for again. */
export type ImportSource = {
  readonly kind: ImportKind;
  readonly format: ImportFormat;
  /** Null for electronic invoices, which have no columns. */
  readonly table: Table | null;
  readonly questions: readonly Problem[];
  portions(company: Seller & { readonly currency: Currency }): AsyncGenerator<SourcePortion>;
};

export type SourcePortion = Portion & { readonly invoices?: Invoices };

/** Recognises a file by its content, whatever its name says, and opens it. @throws Refusal */
export async function openSource(
  bytes: Buffer,
  file: string,
  choices: TableChoices = {},
  as?: ImportFormat,
  isThorough = true,
): Promise<ImportSource> {
  const kind = as ? forced(recogniseFile(bytes), as, file) : recogniseFile(bytes);
  if (kind === 'csv' || kind === 'xlsx')
    return ofTable(await openTable(bytes, kind, file, choices, isThorough));
  if (kind === 'xml') return ofInvoices(() => [{ name: file, bytes }], false);
  if (kind === 'zip') return openArchive(bytes, file, choices);
  if (kind === 'empty') return refuse('file_empty', { file });
  return refuse('file_kind_unknown', { file, found: FOUND[kind] });
}

const FOUND = { pdf: 'PDF', xls: 'Excel 97 (.xls)', binary: '…' } as const;

/** What a person says a file is counts where its bytes allow it: a workbook is never text. */
function forced(found: FileKind, as: ImportFormat, file: string): FileKind {
  const fits = {
    csv: ['csv', 'xml', 'binary', 'zip'],
    xlsx: ['xlsx'],
    ubl: ['xml', 'zip'],
  }[as];
  if (found === 'empty') return found;
  if (!fits.includes(found)) refuse('file_kind_unknown', { file, found: found.toUpperCase() });
  return found === 'zip' ? 'zip' : as === 'ubl' ? 'xml' : as;
}

/** An archive of invoices, or of one list. Nothing in it is unpacked to disk, and no archive within it is opened. */
async function openArchive(bytes: Buffer, file: string, choices: TableChoices): Promise<ImportSource> {
  let list: ZipEntry | null = null;
  let invoices = 0;
  for await (const entry of readZip(bytes, file)) {
    const kind = recogniseFile(entry.bytes);
    if (kind === 'zip') refuse('archive_nested', { file, entry: entry.name });
    if (kind === 'xml') invoices += 1;
    if (kind !== 'csv' && kind !== 'xlsx') continue;
    if (list && !isStray(entry.name)) refuse('archive_mixed', { file, entry: entry.name });
    if (!isStray(entry.name)) list = entry;
  }
  if (list && invoices > 0) refuse('archive_mixed', { file, entry: list.name });
  if (list) {
    const format = recogniseFile(list.bytes) === 'xlsx' ? 'xlsx' : 'csv';
    return ofTable(await openTable(list.bytes, format, file, choices));
  }
  if (invoices === 0) refuse('file_empty', { file });
  return ofInvoices(() => invoicesIn(bytes, file), true);
}

async function* invoicesIn(bytes: Buffer, file: string): AsyncGenerator<ZipEntry> {
  for await (const entry of readZip(bytes, file)) {
    if (recogniseFile(entry.bytes) === 'xml' && !isStray(entry.name)) yield entry;
  }
}

/** What operating systems leave in archives. */
function isStray(name: string): boolean {
  return /(^|\/)(__MACOSX\/|\.|Thumbs\.db$|desktop\.ini$)/i.test(name);
}

function ofTable(table: Table): ImportSource {
  return {
    kind: table.kind,
    format: table.format,
    table,
    questions: questionsOf(table),
    portions: ({ currency }) => readTable(table, currency),
  };
}

function ofInvoices(
  files: () => Iterable<ZipEntry> | AsyncIterable<ZipEntry>,
  inArchive: boolean,
): ImportSource {
  return {
    kind: 'invoices',
    format: 'ubl',
    table: null,
    questions: [],
    portions: (company) => readInvoices(files(), company, { inArchive }),
  };
}
