import type pg from 'pg';

/**
 * Every place of a database where one of these words stands, as table.column: all columns of all tables, files' bytes and the
 * queue's jobs included. What compresses its text (a PDF) is found by the mail it is attached to, not by itself.
 */
export async function searchEverything(
  pool: pg.Pool,
  words: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const { rows: tables } = await pool.query<{ schema: string; table: string; columns: [string, string][] }>(
    `select n.nspname as schema, c.relname as table,
       json_agg(json_build_array(a.attname, format_type(a.atttypid, a.atttypmod))) as columns
     from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p') and n.nspname in ('public', 'pgboss') and a.attnum > 0 and not a.attisdropped
       and format_type(a.atttypid, a.atttypmod) ~ '^(text|json|bytea|character)'
     group by 1, 2`,
  );
  const found = new Map<string, string[]>();
  for (const { schema, table, columns } of tables) {
    const places = columns.flatMap(([column, type]) => {
      const text = type === 'bytea' ? `encode("${column}", 'escape')` : `"${column}"::text`;
      return words.map((word, nth) => ({
        column,
        word,
        sql: `bool_or(strpos(lower(${text}), $${nth + 1}) > 0)`,
      }));
    });
    const { rows } = await pool.query<(boolean | null)[]>({
      text: `select ${places.map((place) => place.sql).join(', ')} from "${schema}"."${table}"`,
      values: words.map((word) => word.toLowerCase()),
      rowMode: 'array',
    });
    for (const [nth, { column, word }] of places.entries())
      if (rows[0]?.[nth]) found.set(`${table}.${column}`, [...(found.get(`${table}.${column}`) ?? []), word]);
  }
  return found;
}
