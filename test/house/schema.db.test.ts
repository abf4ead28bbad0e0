import { expect, test } from 'vitest';
import { freshDb } from '#test/support/fresh-db.ts';
import { readSources, withoutComments } from '#test/support/sources.ts';

const { pool } = await freshDb();

/** Tables that belong to no company: said here one by one, with the reason, so that none is forgotten. */
const OUTSIDE: Readonly<Record<string, string>> = {
  applied_migration: 'what was migrated',
  company: 'the company itself: guarded by its id',
  worker_lease: 'processes, taken before any company is known',
  mailbox_turn: 'several companies may share a mailbox',
  caught_mail: 'what the demo’s mail catcher received',
  app_user: 'a person may work in several companies',
  user_session: 'of a user',
  user_credential: 'of a user',
  user_verification: 'of a user',
  sign_in_link: 'of a user',
  sign_in_attempt: 'of an address that signs in',
  sign_in_step: 'of a user, or of nobody known yet',
  user_totp: 'of a user',
  user_recovery_code: 'of a user',
  user_passkey: 'of a user',
  security_event: 'of whoever signs in or is refused, mostly before a company is known',
  installation: 'of the whole installation',
  installation_place: 'where the installation runs',
  installation_owner: 'who looks after the whole installation',
  send_fence: 'holds back what would leave, whichever company’s it is',
  backup_run: 'a backup holds every company',
  restored_job: 'jobs on their way back into the queue',
};

type Row = Record<string, string>;
const ask = async (text: string): Promise<Row[]> => (await pool.query(text)).rows;

const tables =
  await ask(`select c.relname as name, c.relrowsecurity as guarded, c.relforcerowsecurity as forced
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where n.nspname = 'public' and c.relkind in ('r', 'p') order by 1`);
const business = tables.filter(({ name }) => !((name ?? '') in OUTSIDE));

const keys = await ask(`select rel.relname as table, con.conname as name, con.contype as kind,
    (select array_agg(a.attname order by k.position) from unnest(con.conkey) with ordinality k(number, position)
      join pg_attribute a on a.attrelid = rel.oid and a.attnum = k.number)::text as columns,
    ref.relname as target
  from pg_constraint con join pg_class rel on rel.oid = con.conrelid
  left join pg_class ref on ref.oid = con.confrelid
  join pg_namespace n on n.oid = rel.relnamespace where n.nspname = 'public' and con.contype in ('p', 'u', 'f')`);
const columnsOf = (key: Row) => (key.columns ?? '').replaceAll(/[{}]/g, '').split(',');

test('there is a schema to look at', () => {
  expect(business.length).toBeGreaterThan(15);
});

test('every business table has its company first in its primary key', () => {
  const primary = new Map(keys.filter(({ kind }) => kind === 'p').map((key) => [key.table, columnsOf(key)]));
  const strays = business.filter(({ name }) => primary.get(name)?.[0] !== 'company_id');
  expect(strays.map(({ name }) => name)).toEqual([]);
});

/** Read before it is known which company is entered: their comment begins with 'At the door:', and says what for. */
const AT_THE_DOOR = ['company', 'invitation', 'membership'];

test('every business table is guarded by row security, its owner included', () => {
  const strays = tables
    .filter(({ name }) => !((name ?? '') in OUTSIDE) || name === 'company')
    .filter(({ guarded, forced }) => !guarded || !forced);
  expect(strays.map(({ name }) => name)).toEqual([]);
});

const guards = await ask(`select tablename as table, policyname as name, permissive, qual, with_check,
  cmd, roles::text as roles from pg_policies where schemaname = 'public' order by 1, 2`);

test('every guard asks for the company, in what is read and in what is written', () => {
  const byApp = new Map(
    guards.filter(({ roles }) => roles === '{rappel_app}').map((one) => [one.table, one]),
  );
  const strays = business.filter(({ name }) => {
    const guard = byApp.get(name);
    return ![guard?.qual, guard?.with_check].every((condition) =>
      /^\(?company_id = .*rappel_company\(\)/.test(condition ?? ''),
    );
  });
  expect(strays.map(({ name }) => name)).toEqual([]);
});

test('a role sees by one policy of each table, and only what is all companies’ is seen by those who see all', () => {
  const known: Readonly<Record<string, (guard: Row) => boolean>> = {
    of_company: ({ roles, cmd }) => roles === '{rappel_app}' && cmd === 'ALL',
    of_all: ({ roles }) => roles === '{rappel_admin,rappel_owner}',
    at_the_door: ({ roles, table }) => roles === '{rappel_entry}' && AT_THE_DOOR.includes(table ?? ''),
    handed_over: ({ roles, cmd, qual }) =>
      roles === '{rappel_collector}' && cmd === 'SELECT' && /rappel_company\(\)/.test(qual ?? ''),
  };
  const strays = guards.filter((guard) => !known[guard.name ?? '']?.(guard));
  expect(strays.map(({ table, name }) => `${table}: ${name}`)).toEqual([]);
  expect(guards.filter(({ name }) => name === 'at_the_door').map(({ table }) => table)).toEqual(AT_THE_DOOR);
});

const ROLES = ['rappel_admin', 'rappel_app', 'rappel_collector', 'rappel_entry', 'rappel_owner'];

test('no role of ours bypasses the guards, rules or enters by itself, and one owns all', async () => {
  const roles =
    await ask(`select rolname as name, rolbypassrls or rolsuper or rolcreaterole or rolcreatedb as powerful
    from pg_roles where rolname like 'rappel\\_%' order by 1`);
  expect(roles).toEqual(ROLES.map((name) => ({ name, powerful: false })));
  const owners = await ask(
    `select distinct tableowner as name from pg_tables where schemaname = 'public' order by 1`,
  );
  expect(owners).toEqual([{ name: 'rappel_owner' }]);
  const within = await ask(`select m.rolname as member, r.rolname as role from pg_auth_members
    join pg_roles m on m.oid = member join pg_roles r on r.oid = roleid
    where m.rolname like 'rappel\\_%' order by 1, 2`);
  expect(within).toEqual([
    { member: 'rappel_entry', role: 'rappel_app' },
    { member: 'rappel_entry', role: 'rappel_collector' },
  ]);
});

test('no table of a company is granted at the door, nor anything to everybody', async () => {
  const names = new Set(business.map(({ name }) => name));
  const grants =
    await ask(`select distinct table_name as table, grantee from information_schema.role_table_grants
    where table_schema = 'public' and grantee in ('rappel_entry', 'PUBLIC')`);
  const strays = grants.filter(({ table }) => names.has(table) && !AT_THE_DOOR.includes(table ?? ''));
  expect(strays).toEqual([]);
});

test('no view, function or rule leads around the guards', async () => {
  const views = await ask(`select c.relname as name, c.relkind as kind from pg_class c
    where c.relnamespace = 'public'::regnamespace and (c.relkind = 'm'
      or c.relkind = 'v' and not coalesce('security_invoker=true' = any(c.reloptions), false))`);
  expect(views).toEqual([]);
  const functions = await ask(`select p.proname as name from pg_proc p
    where p.pronamespace = 'public'::regnamespace and p.prosecdef`);
  expect(functions).toEqual([]);
  const rules = await ask(
    `select tablename || '.' || rulename as name from pg_rules where schemaname = 'public'`,
  );
  expect(rules).toEqual([]);
});

test('nothing is unique or referred to across companies', async () => {
  const names = new Set(business.map(({ name }) => name));
  const strays = keys
    .filter((key) => names.has(key.table) && (key.kind !== 'f' || names.has(key.target)))
    .filter((key) => columnsOf(key)[0] !== 'company_id' && key.name !== 'company_default_policy')
    .map(({ table, name }) => `${table}.${name}`);
  expect(strays).toEqual([]);

  const indexes = await ask(`select t.relname as table, i.relname as name,
      coalesce((select a.attname from pg_attribute a where a.attrelid = t.oid and a.attnum = x.indkey[0]), '') as first
    from pg_index x join pg_class i on i.oid = x.indexrelid join pg_class t on t.oid = x.indrelid
    join pg_namespace n on n.oid = t.relnamespace where n.nspname = 'public' and x.indisunique`);
  const loose = indexes.filter(({ table, first }) => names.has(table) && first !== 'company_id');
  expect(loose.map(({ table, name }) => `${table}.${name}`)).toEqual([]);
});

test('the timeline can be added to, and not rewritten', async () => {
  const may = await ask(`select privilege_type as may from information_schema.role_table_grants
    where grantee = 'rappel_app' and table_name = 'timeline_entry' order by 1`);
  expect(may.map((row) => row.may)).toEqual(['INSERT', 'SELECT']);
});

test('amounts are whole minor units, days are dates and moments carry their zone', async () => {
  const columns =
    await ask(`select table_name || '.' || column_name as name, column_name as column, data_type as type
    from information_schema.columns where table_schema = 'public'`);
  const wanted: readonly (readonly [ending: RegExp, type: string])[] = [
    [/_minor$/, 'bigint'],
    [/_on$/, 'date'],
    [/_at$/, 'timestamp with time zone'],
  ];
  const strays = columns.filter(({ column, type }) =>
    wanted.some(([ending, due]) => ending.test(column ?? '') && type !== due),
  );
  expect(strays.map(({ name, type }) => `${name} is ${type}`)).toEqual([]);
  const floats = columns.filter(({ type }) => /real|double|money|timestamp without/.test(type ?? ''));
  expect(floats.map(({ name }) => name)).toEqual([]);
});

test('tables.ts says what information_schema says', async () => {
  const columns =
    await ask(`select table_name as table, column_name as name, data_type as type, is_nullable as nullable,
      (column_default is not null or is_identity = 'YES' or is_generated = 'ALWAYS')::text as made, is_generated as computed
    from information_schema.columns join information_schema.tables using (table_schema, table_name)
    where table_schema = 'public' and table_type = 'BASE TABLE' order by 1, ordinal_position`);
  const written = readTables();
  const stated = new Map(columns.map((column) => [`${camel(column.table)}.${camel(column.name)}`, column]));
  const known = new Set([...written.keys()].map((name) => name.split('.')[0]));
  const strays = [
    ...[...written].filter(([name]) => !stated.has(name)).map(([name]) => `${name} is not in the database`),
    ...[...stated]
      .filter(([name]) => known.has(name.split('.')[0]) && !written.has(name))
      .map(([name]) => `${name} is not in tables.ts`),
    ...[...written].flatMap(([name, type]) => differences(name, type, stated.get(name))),
  ];
  expect(strays).toEqual([]);
  const unwritten = tables.filter(({ name }) => !known.has(camel(name)) && !(name === 'applied_migration'));
  expect(unwritten.map(({ name }) => name).filter((name) => !((name ?? '') in OUTSIDE))).toEqual([]);
});

/** Every column of every …Table type: 'dueItem.openMinor' → 'bigint'. */
function readTables(): Map<string, string> {
  const found = new Map<string, string>();
  for (const { text } of readSources('src/server/*/tables.ts')) {
    for (const [, name, body] of withoutComments(text).matchAll(
      /export type (\w+)Table = \{([\s\S]*?)\n\};/g,
    )) {
      const table = (name ?? '').replace(/^./, (letter) => letter.toLowerCase());
      for (const [, column, type] of (body ?? '').matchAll(/^ {2}(\w+):\s+([\s\S]*?);$/gm))
        found.set(`${table}.${column}`, (type ?? '').replaceAll(/\s+/g, ' '));
    }
  }
  return found;
}

function camel(name = ''): string {
  return name.replaceAll(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

/** The TypeScript a column's type reads as; of text and jsonb any closer word will do. */
const READS_AS: Readonly<Record<string, RegExp>> = {
  bigint: /\bbigint\b/,
  integer: /\bnumber\b/,
  smallint: /\bnumber\b/,
  boolean: /\bboolean\b/,
  date: /Temporal\.PlainDate/,
  'timestamp with time zone': /Temporal\.Instant/,
  bytea: /Buffer|Uint8Array/,
  uuid: /\bstring\b/,
  ARRAY: /\[\]/,
};

function differences(name: string, type: string, column: Row | undefined): string[] {
  if (!column) return [];
  const reads = READS_AS[column.type ?? ''];
  const isFree = column.type === 'jsonb' || column.type === 'json';
  return [
    reads && !reads.test(type) ? `${name} is ${column.type}, not ${type}` : '',
    !isFree &&
    column.computed === 'NEVER' &&
    (column.nullable === 'YES') !== /\| null\b/.test(type.replaceAll(/\([^)]*\)/g, ''))
      ? `${name} is nullable in one of the two`
      : '',
    /^Generated|^ColumnType/.test(type) && column.made !== 'true' ? `${name} has no default` : '',
  ].filter((said) => said !== '');
}
