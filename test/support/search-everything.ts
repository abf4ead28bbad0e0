import type pg from 'pg';

/**
 * Every place of a database where one of these words stands, as table.column: all columns of all tables, files' bytes and the
 * queue's jobs included. What compresses its text (a PDF) is found by the mail it is attached to, not by itself.
 */
export async function searchEverything(
  pool: pg.Pool,
  words: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const { rows: columns } = await pool.query<{
    place: string;
    schema: string;
    table: string;
    column: string;
    type: string;
  }>(
    `select n.nspname || '.' || c.relname as place, n.nspname as schema, c.relname as table, a.attname as column,
       format_type(a.atttypid, a.atttypmod) as type
     from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p') and n.nspname in ('public', 'pgboss') and a.attnum > 0 and not a.attisdropped
       and format_type(a.atttypid, a.atttypmod) ~ '^(text|json|bytea|character)'`,
  );
  const found = new Map<string, string[]>();
  for (const { schema, table, column, type } of columns) {
    const text = type === 'bytea' ? `encode("${column}", 'escape')` : `"${column}"::text`;
    for (const word of words) {
      const { rows } = await pool.query<{ times: bigint }>(
        `select count(*) as times from "${schema}"."${table}" where strpos(lower(${text}), lower($1)) > 0`,
        [word],
      );
      if ((rows[0]?.times ?? 0n) > 0n)
        found.set(`${table}.${column}`, [...(found.get(`${table}.${column}`) ?? []), word]);
    }
  }
  return found;
}
