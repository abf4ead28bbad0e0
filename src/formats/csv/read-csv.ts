import { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { refuse } from '#core/refusal.ts';
import type { TableRow, TableRows } from '#formats/table/cell.ts';
import { decodeText, type Encoding } from './decode-text.ts';

export const SEPARATORS = [';', ',', '\t', '|'] as const;
export type Separator = (typeof SEPARATORS)[number];
export type CsvDialect = { readonly encoding: Encoding; readonly separator: Separator };

const PORTION = 2000;

/** The rows of a CSV in portions. `row` is the line where the row ends, as a text editor counts. */
export async function* readCsv(bytes: Uint8Array, dialect: CsvDialect, file: string): TableRows {
  const parser = parse({
    delimiter: dialect.separator,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    relax_quotes: true,
    bom: true,
    info: true,
    max_record_size: 1_000_000,
  });
  const source = Readable.from(decodeText(bytes, dialect.encoding, file), { objectMode: true });
  source.on('error', (error) => parser.destroy(error));
  source.pipe(parser);
  let portion: TableRow[] = [];
  let ended = 0;
  try {
    for await (const { record, info } of parser as AsyncIterable<Parsed>) {
      portion.push({ row: info.lines, cells: record });
      ended = info.lines;
      if (portion.length === PORTION) {
        yield portion;
        portion = [];
      }
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    refuseUnclosed(bytes, dialect, file, ended);
  } finally {
    source.destroy();
    parser.destroy();
  }
  if (portion.length > 0) yield portion;
}

/** Says which row never ends: the first behind the last that did. */
function refuseUnclosed(bytes: Uint8Array, { encoding }: CsvDialect, file: string, ended: number): never {
  const lines = [...decodeText(bytes, encoding, file)].join('').split(/\r\n|\n|\r/);
  const given = (lines[ended] ?? '').trim();
  const shown = given.length > 60 ? `${given.slice(0, 60)}…` : given;
  return refuse('quote_unclosed', { file, line: String(ended + 1), given: shown });
}

type Parsed = { record: string[]; info: { lines: number } };

/** The separator that cuts the first lines into the steadiest number of columns; quoted values are left whole. */
export function detectSeparator(text: string): Separator {
  const lines = firstLines(text, 30);
  let best: { separator: Separator; score: number } = { separator: ';', score: 0 };
  for (const separator of SEPARATORS) {
    const counts = lines.map((line) => line.split(separator).length - 1).filter((count) => count > 0);
    const usual = mostFrequent(counts);
    const steady = counts.filter((count) => count === usual).length;
    const score = (steady / Math.max(lines.length, 1)) * Math.min(usual, 12) + steady * 0.1;
    if (score > best.score) best = { separator, score };
  }
  return best.separator;
}

function firstLines(text: string, count: number): string[] {
  const plain = text.replace(/"(?:[^"]|"")*"/g, '""');
  return plain
    .split(/\r\n|\n|\r/)
    .filter((line) => line.trim() !== '')
    .slice(0, count);
}

function mostFrequent(counts: readonly number[]): number {
  const times = new Map<number, number>();
  for (const count of counts) times.set(count, (times.get(count) ?? 0) + 1);
  let usual = 0;
  for (const [count, found] of times) {
    const before = times.get(usual) ?? 0;
    if (found > before || (found === before && count > usual)) usual = count;
  }
  return usual;
}
