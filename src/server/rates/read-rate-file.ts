import { RATE_COLUMNS, type TypedRate } from '#core/interest/given-rates.ts';
import { refuse } from '#core/refusal.ts';
import { decodeText, detectEncoding } from '#formats/csv/decode-text.ts';
import { detectSeparator, readCsv } from '#formats/csv/read-csv.ts';
import { cellText } from '#formats/table/cell.ts';

/**
 * The rows of a file of rates: a CSV whose first line names the columns `series;from;until;percent;source`, in any
 * order and with any usual separator; `until` may be missing. @throws Refusal rate_columns_missing, encoding_unreadable
 */
export async function readRateFile(bytes: Uint8Array, name: string): Promise<TypedRate[]> {
  const encoding = detectEncoding(bytes);
  const text = [...decodeText(bytes, encoding, name)].join('');
  const separator = detectSeparator(text);
  const found: TypedRate[] = [];
  let places: ReadonlyMap<string, number> | null = null;
  for await (const portion of readCsv(bytes, { encoding, separator }, name)) {
    for (const { row, cells } of portion) {
      const texts = cells.map(cellText);
      if (texts.every((cell) => cell === '')) continue;
      if (!places) {
        places = placesOf(texts, name, row);
        continue;
      }
      const at = (column: (typeof RATE_COLUMNS)[number]) => texts[places?.get(column) ?? -1] ?? '';
      found.push({
        row,
        series: at('series'),
        from: at('from'),
        until: at('until'),
        percent: at('percent'),
        source: at('source'),
      });
    }
  }
  if (!places) return placesFault(name, 1, '', RATE_COLUMNS);
  return found;
}

function placesOf(heading: readonly string[], file: string, row: number): ReadonlyMap<string, number> {
  const places = new Map(heading.map((cell, index) => [cell.toLowerCase(), index]));
  const missing = RATE_COLUMNS.filter((column) => column !== 'until' && !places.has(column));
  return missing.length > 0 ? placesFault(file, row, heading.join(';'), missing) : places;
}

function placesFault(file: string, row: number, given: string, missing: readonly string[]): never {
  const facts = { file, line: String(row), given: given.slice(0, 80), missing: missing.join(', ') };
  return refuse('rate_columns_missing', facts);
}
