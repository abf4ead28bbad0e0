import type pg from 'pg';
import { QUEUE_SCHEMA } from '#server/platform/migrate.ts';

/** Takes away everything the program made in this database; what extensions brought stays. Inside a transaction. */
export async function emptyDatabase(client: pg.ClientBase): Promise<void> {
  await client.query(`drop schema if exists ${QUEUE_SCHEMA} cascade`);
  await client.query(`do $$
    declare thing record;
    begin
      for thing in
        select case c.relkind when 'v' then 'view' when 'm' then 'materialized view' when 'S' then 'sequence' else 'table' end as kind,
          format('public.%I', c.relname) as name
        from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm', 'S')
          and not exists (select from pg_depend d where d.objid = c.oid and d.deptype in ('e', 'a', 'i') and d.classid = 'pg_class'::regclass)
        order by c.relkind = 'S'
      loop
        execute format('drop %s if exists %s cascade', thing.kind, thing.name);
      end loop;
      for thing in
        select p.oid::regprocedure::text as name, case p.prokind when 'a' then 'aggregate' when 'p' then 'procedure' else 'function' end as kind
        from pg_proc p where p.pronamespace = 'public'::regnamespace
          and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e' and d.classid = 'pg_proc'::regclass)
        order by p.prokind <> 'a'
      loop
        execute format('drop %s if exists %s cascade', thing.kind, thing.name);
      end loop;
      for thing in
        select t.oid::regtype::text as name from pg_type t
        where t.typnamespace = 'public'::regnamespace and t.typtype in ('e', 'd')
          and not exists (select from pg_depend d where d.objid = t.oid and d.deptype = 'e' and d.classid = 'pg_type'::regclass)
      loop
        execute format('drop type if exists %s cascade', thing.name);
      end loop;
    end $$`);
}

/** What holds a table's rows together and apart, taken off while it is filled. */
export type Fetters = {
  readonly tables: readonly { readonly name: string; readonly guarded: boolean }[];
  readonly keys: readonly { readonly table: string; readonly name: string; readonly definition: string }[];
};

/**
 * Empties every table of what its migrations put in, and takes off its foreign keys, triggers and guards: rows come in
 * the order of their tables, and are what they were, not what a trigger makes of them. Inside a transaction.
 */
export async function unfetterTables(client: pg.ClientBase): Promise<Fetters> {
  const tables = await client.query<Fetters['tables'][number]>(`
    select format('public.%I', relname) as name, relrowsecurity as guarded from pg_class
    where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and relname <> 'applied_migration'`);
  const keys = await client.query<Fetters['keys'][number]>(`
    select conrelid::regclass::text as table, quote_ident(conname) as name, pg_get_constraintdef(oid) as definition
    from pg_constraint where connamespace = 'public'::regnamespace and contype = 'f' and conparentid = 0`);
  const names = tables.rows.map(({ name }) => name);
  await inOne(client, [
    ...keys.rows.map(({ table, name }) => `alter table ${table} drop constraint ${name}`),
    ...names.map((name) => `alter table ${name} disable trigger user, disable row level security`),
    `truncate ${names.join(', ')}`,
  ]);
  return { tables: tables.rows, keys: keys.rows };
}

/** Puts them back, and has every foreign key looked at anew. */
export async function tightenTables(client: pg.ClientBase, { tables, keys }: Fetters): Promise<void> {
  await inOne(client, [
    ...keys.map(({ table, name, definition }) => `alter table ${table} add constraint ${name} ${definition}`),
    ...tables.map(({ name }) => `alter table ${name} enable trigger user`),
    ...tables
      .filter(({ guarded }) => guarded)
      .map(({ name }) => `alter table ${name} enable row level security`),
  ]);
}

/** Names come from the catalogue, quoted there. */
async function inOne(client: pg.ClientBase, statements: readonly string[]): Promise<void> {
  await client.query(statements.join(';\n'));
}
