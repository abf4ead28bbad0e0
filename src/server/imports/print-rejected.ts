import { untoldPlace } from '#core/problem.ts';
import { refuse } from '#core/refusal.ts';
import { type CsvCell, figure, writeCsv } from '#formats/csv/write-csv.ts';
import { cellText } from '#formats/table/cell.ts';
import { inCompany } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { openSource } from './import-source.ts';
import { findFileBytes, findImport } from './queries.ts';

/**
 * The rejected rows as the file has them, with the reason in a last column: mended, they can be imported as they are.
 * Cells that a spreadsheet would compute are kept as text.
 */
export async function printRejected(
  tools: CompanyTools,
  importId: string,
  sentence: (code: string, facts: Readonly<Record<string, string>>) => string,
): Promise<{ readonly name: string; readonly csv: string }> {
  const { stored, bytes } = await inCompany(tools, async (trx) => {
    const found = (await findImport(trx, importId)) ?? refuse('import_unknown', {});
    return { stored: found, bytes: await findFileBytes(trx, found.fileId) };
  });
  const reasons = new Map<number, string[]>();
  for (const problem of stored.result?.problems ?? []) {
    const { code, facts, at } = problem;
    const { column } = untoldPlace(problem);
    const reason = [column, sentence(code, facts)].filter(Boolean).join(': ');
    reasons.set(at.row, [...(reasons.get(at.row) ?? []), reason]);
  }
  const { table } = await openSource(bytes, stored.fileName, stored.options.choices, stored.format);
  const lines: CsvCell[][] = [];
  if (table) {
    const headers = table.columns.map(({ header }) => header);
    lines.push([...headers, 'reason']);
    for await (const portion of table.rows()) {
      for (const { row, cells } of portion) {
        const why = reasons.get(row);
        if (why) lines.push([...headers.map((_, index) => figure(cellText(cells[index]))), why.join(' ')]);
      }
    }
  } else {
    lines.push(['reason']);
    for (const why of reasons.values()) lines.push([why.join(' ')]);
  }
  const csv = writeCsv(lines, { separator: table?.dialect?.separator ?? ';', bom: true });
  return { name: `${stored.fileName.replace(/\.[^.]*$/, '')}-rejected.csv`, csv };
}
