import { readSheet } from 'read-excel-file/universal';
import { Refusal, refuse } from '#core/refusal.ts';
import type { Cell, TableRow, TableRows } from '#formats/table/cell.ts';
import { readZip } from '#formats/zip/read-zip.ts';

// A sheet of 100,000 rows and a dozen columns is about 60 MB of XML; beyond 120 MB the list should be a CSV.
export const XLSX_LIMITS = { entries: 1000, unpackedBytes: 120 * 1024 * 1024, ratio: 100 };

const PORTION = 1000;

/** The rows of a workbook's first sheet that holds any. Limits are counted before the spreadsheet reader sees a byte. */
export async function* readXlsx(bytes: Buffer, file: string): TableRows {
  for await (const entry of readZip(bytes, file, XLSX_LIMITS)) refuseDoctype(entry.name, entry.bytes, file);
  const rows = await sheetOf(bytes, file);
  for (let start = 0; start < rows.length; start += PORTION) {
    yield rows
      .slice(start, start + PORTION)
      .map((cells, index): TableRow => ({ row: start + index + 1, cells: cells.map(cellOf) }));
  }
}

async function sheetOf(bytes: Buffer, file: string): Promise<readonly (readonly unknown[])[]> {
  try {
    // From a buffer it goes by the archive's directory, as the check above did; from a stream it would go by what the
    // entries say of themselves, which may differ, and waits for ever where two archives lie behind each other.
    return await readSheet(new Uint8Array(bytes).buffer);
  } catch (error) {
    if (error instanceof Refusal) throw error;
    return refuse('spreadsheet_unreadable', { file, found: saidBy(error) });
  }
}

/** A DOCTYPE, however the part is coded, wherever it stands. In a cell it would be written &lt;!DOCTYPE. */
const DOCTYPES = [
  Buffer.from('<!DOCTYPE'),
  Buffer.from('<!DOCTYPE', 'utf16le'),
  Buffer.from('<!DOCTYPE', 'utf16le').swap16(),
];

/** The reader's own words, in one short line. */
function saidBy(error: unknown): string {
  const said = error instanceof Error ? error.message : String(error);
  return said.replace(/\s+/g, ' ').trim().slice(0, 120) || '?';
}

function refuseDoctype(name: string, bytes: Buffer, file: string): void {
  const isDeclared = DOCTYPES.some((doctype) => bytes.includes(doctype));
  if (/\.(xml|rels)$/i.test(name) && isDeclared) {
    refuse('spreadsheet_unreadable', { file, found: `${name}: <!DOCTYPE>` });
  }
}

/** What a spreadsheet stores: texts, numbers, yes or no, and days (at midnight UTC, whatever the machine's zone). */
function cellOf(value: unknown): Cell {
  if (typeof value === 'string' || typeof value === 'number') return value;
  if (value instanceof Date && !Number.isNaN(value.getTime())) {
    return Temporal.PlainDate.from(value.toISOString().slice(0, 10));
  }
  return value === null || value === undefined ? '' : String(value);
}
