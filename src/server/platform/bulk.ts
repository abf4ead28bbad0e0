import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { type Db, inCompany, openDb, poolOf, type Trx } from './db.ts';

/** The bare connection of a transaction, for what moves many rows: COPY in, and reading in portions. */
export type Bulk = {
  /** Adds rows by COPY: one array a row, in the order of `columns`. Table and columns are ours, never input. */
  copy(table: string, columns: readonly string[], rows: readonly CopyRow[]): Promise<void>;
  /** Reads a query in portions, each row an array of texts as PostgreSQL writes them. Other statements may run between. */
  read(query: string, portion?: number): AsyncGenerator<readonly (readonly (string | null)[])[]>;
};
export type CopyRow = readonly CopyValue[];
export type CopyValue = string | number | bigint | boolean | null | { toString(): string };

/** inCompany with the bare connection at hand: both act in the same transaction, one statement at a time. */
export async function inCompanyBulk<T>(
  { db, companyId }: { db: Db; companyId: string },
  work: (trx: Trx, bulk: Bulk) => Promise<T>,
): Promise<T> {
  const client = await poolOf(db).connect();
  let broken: Error | undefined;
  const note = (error: Error) => {
    broken = error;
  };
  client.on('error', note);
  try {
    return await inCompany({ db: openDb(poolOfOne(client)), companyId }, (trx) => work(trx, bulkOn(client)));
  } finally {
    client.off('error', note);
    client.release(broken);
  }
}

/** Kysely asks a pool for its connection: this one always lends the same, and keeps it. */
function poolOfOne(client: pg.PoolClient): pg.Pool {
  const lent = { query: client.query.bind(client), release() {} };
  const pool = { connect: async () => lent, end: async () => {}, options: {} };
  // Kysely asks for no more of a pool than this; pg's own type promises the rest of it.
  return pool as unknown as pg.Pool;
}

let cursors = 0;

function bulkOn(client: pg.PoolClient): Bulk {
  return {
    async copy(table, columns, rows) {
      if (rows.length === 0) return;
      const into = client.query(copyFrom(`copy ${table} (${columns.join(', ')}) from stdin`));
      await pipeline(portionsOf(rows), into);
    },
    async *read(query, portion = 5000) {
      cursors += 1;
      const name = `bulk_${cursors}`;
      await client.query(`declare ${name} no scroll cursor for ${query}`);
      for (;;) {
        const { rows } = await client.query<(string | null)[]>({
          text: `fetch ${portion} from ${name}`,
          rowMode: 'array',
          types: TEXTS,
        });
        if (rows.length > 0) yield rows;
        if (rows.length < portion) break;
      }
      await client.query(`close ${name}`);
    },
  };
}

const asText = (text: string) => text;
const TEXTS = { getTypeParser: () => asText } as pg.CustomTypesConfig;

function* portionsOf(rows: readonly CopyRow[]): Generator<string> {
  for (let start = 0; start < rows.length; start += 2000) {
    let lines = '';
    for (const row of rows.slice(start, start + 2000)) lines += `${row.map(copyText).join('\t')}\n`;
    yield lines;
  }
}

const SPECIAL = /[\\\t\n\r]/;
const ESCAPES: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

/** One value as COPY's text format spells it. */
export function copyText(value: CopyValue): string {
  if (value === null) return '\\N';
  const text = typeof value === 'string' ? value : String(value);
  return SPECIAL.test(text) ? text.replace(/[\\\t\n\r]/g, (sign) => ESCAPES[sign] ?? sign) : text;
}
