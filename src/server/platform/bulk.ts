import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { type Entrance, inCompany, openDb, poolOf, type Trx } from './db.ts';

/** The bare connection of a transaction, for what moves many rows: COPY in, and reading in portions. */
export type Bulk = {
  /** Adds rows by COPY: one array a row, in the order of `columns`. Table and columns are ours, never input. */
  copy(table: string, columns: readonly string[], rows: readonly CopyRow[]): Promise<void>;
  /**
   * Reads a query in portions, each row an array of texts as PostgreSQL writes them. Other statements may run between.
   * Ahead: the next portion is fetched while this one is worked on; then all other statements must go by `inTurn`.
   */
  read(query: string, portion?: number, isAhead?: boolean): AsyncGenerator<readonly Texts[]>;
  /** Does a statement when those before it are done: the connection carries one at a time. */
  inTurn<T>(statement: () => Promise<T>): Promise<T>;
};
export type Texts = readonly (string | null)[];
export type CopyRow = readonly CopyValue[];
export type CopyValue = string | number | bigint | boolean | null | { toString(): string };

/** inCompany with the bare connection at hand: both act in the same transaction, one statement at a time. */
export async function inCompanyBulk<T>(
  { db, ...entrance }: Entrance,
  work: (trx: Trx, bulk: Bulk) => Promise<T>,
): Promise<T> {
  const client = await poolOf(db).connect();
  let broken: Error | undefined;
  const note = (error: Error) => {
    broken = error;
  };
  client.on('error', note);
  try {
    return await inCompany({ ...entrance, db: openDb(poolOfOne(client)) }, async (trx) => {
      const bulk = bulkOn(client);
      try {
        return await work(trx, bulk);
      } finally {
        // What work that failed has left in its turn would come after the transaction, and into somebody else's.
        await bulk.inTurn(async () => {});
      }
    });
  } finally {
    client.off('error', note);
    client.release(broken);
  }
}

/** Kysely asks a pool for its connection: this one always lends the same, and keeps it. */
export function poolOfOne(client: pg.PoolClient): pg.Pool {
  const lent = { query: client.query.bind(client), release() {} };
  const pool = { connect: async () => lent, end: async () => {}, options: {} };
  // Kysely asks for no more of a pool than this; pg's own type promises the rest of it.
  return pool as unknown as pg.Pool;
}

let cursors = 0;

function bulkOn(client: pg.PoolClient): Bulk {
  let last: Promise<unknown> = Promise.resolve();
  const inTurn: Bulk['inTurn'] = (statement) => {
    const next = last.then(statement, statement);
    last = next.catch(() => {});
    return next;
  };
  return {
    inTurn,
    async copy(table, columns, rows) {
      if (rows.length === 0) return;
      await inTurn(() => {
        const into = client.query(copyFrom(`copy ${table} (${columns.join(', ')}) from stdin`));
        return pipeline(portionsOf(rows), into);
      });
    },
    async *read(query, portion = 5000, isAhead = false) {
      cursors += 1;
      const name = `bulk_${cursors}`;
      await inTurn(() => client.query(`declare ${name} no scroll cursor for ${query}`));
      const text = `fetch ${portion} from ${name}`;
      const fetch = () => inTurn(() => client.query<string[]>({ text, rowMode: 'array', types: TEXTS }));
      let next: Promise<pg.QueryResult<string[]>> | null = null;
      for (;;) {
        const fetched: pg.QueryResult<string[]> = await (next ?? fetch());
        const { rows } = fetched;
        next = isAhead && rows.length === portion ? fetch() : null;
        // Whoever stops reading does not wait for it; what went wrong in it, the transaction's end tells.
        next?.catch(() => {});
        if (rows.length > 0) yield rows;
        if (rows.length < portion) break;
      }
      await inTurn(() => client.query(`close ${name}`));
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
