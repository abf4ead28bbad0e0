import type pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { QUEUE_SCHEMA } from '#server/platform/migrate.ts';
import { type BackupJob, LEFT_OUT, type Manifest } from './manifest.ts';

/** How values are spelt, whatever the server's own settings are: the same row gives the same bytes everywhere. */
const SPELLING = `set local timezone = 'UTC'; set local datestyle = 'iso, ymd'; set local intervalstyle = 'postgres';
  set local bytea_output = 'hex'; set local extra_float_digits = 1; set local statement_timeout = 0;
  set local lock_timeout = 0; set local idle_in_transaction_session_timeout = 0`;

/** Everything that is read in the work is of one moment, while others go on writing. */
export async function inSnapshot<T>(client: pg.ClientBase, work: () => Promise<T>): Promise<T> {
  await client.query('begin isolation level repeatable read read only');
  try {
    await client.query(SPELLING);
    return await work();
  } finally {
    await client.query('rollback');
  }
}

export type TableShape = {
  readonly name: string;
  readonly columns: readonly string[];
  /** The primary key, spelt so that every server sorts by it alike. */
  readonly order: string;
};

/** The tables whose rows a backup holds, by name: all of the program's own, but those that mean nothing elsewhere. */
export async function listShapes(client: pg.ClientBase): Promise<readonly TableShape[]> {
  const { rows } = await client.query<{ name: string; columns: string[]; order: string }>(`
    select c.relname as name,
      (select array_agg(quote_ident(a.attname) order by a.attnum) from pg_attribute a
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '') as columns,
      coalesce(
        (select string_agg(quote_ident(a.attname) || case when a.attcollation <> 0 then ' collate "C"' else '' end, ', ' order by k.nth)
          from pg_index x, unnest(x.indkey::int2[]) with ordinality k(attnum, nth)
          join pg_attribute a on a.attrelid = c.oid and a.attnum = k.attnum
          where x.indrelid = c.oid and x.indisprimary),
        quote_ident(c.relname) || '::text collate "C"') as order
    from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
    order by c.relname collate "C"`);
  return rows.filter(({ name }) => !LEFT_OUT.has(name));
}

/** The rows of a table as COPY prints them. Inside inSnapshot. */
export function copyRows(client: pg.ClientBase, { name, columns, order }: TableShape): AsyncIterable<Buffer> {
  return client.query(
    copyTo(`copy (select ${columns.join(', ')} from public.${name} order by ${order}) to stdout`),
  );
}

export async function listSequences(client: pg.ClientBase): Promise<Manifest['sequences']> {
  const { rows } = await client.query<{ name: string }>(`select relname as name from pg_class
    where relnamespace = 'public'::regnamespace and relkind = 'S' order by relname collate "C"`);
  if (rows.length === 0) return [];
  const each = rows.map(
    ({ name }) =>
      `select '${name}' as name, last_value::text as value, is_called as called from public.${name}`,
  );
  return (await client.query<Manifest['sequences'][number]>(each.join(' union all '))).rows;
}

/** What a person recognises the books by: one line a company and currency. */
export async function listTotals(client: pg.ClientBase): Promise<Manifest['totals']> {
  const { rows } = await client.query<Manifest['totals'][number]>(`
    select c.key as company, i.currency, i.items, i.open,
      (select count(*) from notice n where n.company_id = c.id and n.currency = i.currency)::text as notices,
      coalesce((select string_agg(state || ' ' || number, ', ' order by state collate "C") from (
        select x.state, count(*) as number from dispatch x join notice n on n.company_id = x.company_id and n.id = x.notice_id
        where x.company_id = c.id and n.currency = i.currency group by x.state) by_state), '') as dispatches
    from company c join (
      select company_id, currency, count(*)::text as items, sum(open_minor)::text as open
      from due_item group by company_id, currency) i on i.company_id = c.id
    order by c.key collate "C", i.currency collate "C"`);
  return rows;
}

/** Whether a schema of before has this table already. */
export async function isThere(client: pg.ClientBase, table: string): Promise<boolean> {
  const { rows } = await client.query<{ there: boolean }>('select to_regclass($1) is not null as there', [
    table.includes('.') ? table : `public.${table}`,
  ]);
  return rows[0]?.there ?? false;
}

/** Where each company's timeline ends: what it was at that moment can be proved by it. */
export async function listHeads(client: pg.ClientBase): Promise<Manifest['heads']> {
  if (!(await isThere(client, 'timeline_head'))) return [];
  const { rows } = await client.query<Manifest['heads'][number]>(`
    select c.key as company, h.position::text as entries, encode(h.hash, 'hex') as hash
    from timeline_head h join company c on c.id = h.company_id order by c.key collate "C"`);
  return rows;
}

/** What the queue still has to do. Its own housekeeping is not of it. */
export async function listJobs(client: pg.ClientBase): Promise<BackupJob[]> {
  if (!(await isThere(client, `${QUEUE_SCHEMA}.job`))) return [];
  const { rows } = await client.query<BackupJob>(`
    select name, coalesce(data, '{}') as data, to_json(start_after) #>> '{}' as "startAt" from ${QUEUE_SCHEMA}.job
    where state in ('created', 'retry', 'active') and name not like '\\_\\_pgboss\\_\\_%'
    order by created_on, id`);
  return rows;
}
