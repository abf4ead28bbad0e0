import { StringDecoder } from 'node:string_decoder';
import { to as copyTo } from 'pg-copy-streams';
import { ENTER, type Entrance, entering, poolOf } from './db.ts';

/** A row as PostgreSQL's text format has it: numbers and days as they are written, null for null. */
export type TextRow = readonly (string | null)[];

/** One statement is the whole export, and whoever reads it may be slow; but nobody for ever. */
const EXPORT_SECONDS = 900;

/**
 * Reads a company's rows by COPY, in portions, on a connection of its own: the caller's transaction goes on meanwhile,
 * and a slow reader slows the server down instead of filling memory. The query is ours; values in it are literals.
 */
export async function* streamRows(
  { db, companyId, confined }: Entrance,
  query: string,
): AsyncGenerator<readonly TextRow[]> {
  const client = await poolOf(db).connect();
  let failed = true;
  try {
    await client.query('begin read only');
    // Millions of rows are sorted and joined in memory rather than on disk; given back with the transaction.
    await client.query(`set local work_mem = '192MB'`);
    await client.query(ENTER, entering(companyId, { ...confined, statementSeconds: EXPORT_SECONDS }));
    const decoder = new StringDecoder('utf8');
    let rest = '';
    for await (const bytes of client.query(copyTo(`copy (${query}) to stdout`))) {
      const lines = (rest + decoder.write(bytes)).split('\n');
      rest = lines.pop() ?? '';
      if (lines.length > 0) yield lines.map(rowFrom);
    }
    await client.query('commit');
    failed = false;
  } finally {
    // A reader that stops in the middle leaves COPY running: that connection is of no more use.
    client.release(failed);
  }
}

function rowFrom(line: string): TextRow {
  const fields: (string | null)[] = line.split('\t');
  if (!line.includes('\\')) return fields;
  return fields.map((field) => (field === '\\N' || field === null ? null : unescaped(field)));
}

const SIGNS: Record<string, string> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };

function unescaped(field: string): string {
  return field.includes('\\') ? field.replace(/\\(.)/g, (_, sign: string) => SIGNS[sign] ?? sign) : field;
}
