import { expect, test } from 'vitest';
import { freshDb } from '#test/support/fresh-db.ts';
import { readSources, withoutComments } from '#test/support/sources.ts';

const { pool } = await freshDb();

/** Tables that belong to no company: said here one by one, with the reason, so that none is forgotten. */
const OUTSIDE: Readonly<Record<string, string>> = {
  applied_migration: 'what was migrated',
  company: 'the company itself: guarded by its id',
  worker_lease: 'processes, taken before any company is known',
  caught_mail: 'what the demo’s mail catcher received',
  app_user: 'a person may work in several companies',
  user_session: 'of a user',
  user_credential: 'of a user',
  user_verification: 'of a user',
  sign_in_link: 'of a user',
  sign_in_attempt: 'of an address that signs in',
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

/** Who may enter a company is asked before one is entered: the owner of these tables reads them outside of any. */
const ASKED_BEFORE_ENTERING = ['company', 'membership'];

test('every business table is guarded by row security, its owner included', () => {
  const strays = tables
    .filter(({ name }) => !((name ?? '') in OUTSIDE) || name === 'company')
    .filter(
      ({ name, guarded, forced }) => !guarded || (!forced && !ASKED_BEFORE_ENTERING.includes(name ?? '')),
    );
  expect(strays.map(({ name }) => name)).toEqual([]);
});

test('every guard asks for the company, in what is read and in what is written', async () => {
  const guards = await ask(`select tablename as table, qual, coalesce(with_check, qual) as with_check,
    roles::text as roles from pg_policies where schemaname = 'public'`);
  const guardOf = new Map(guards.map((guard) => [guard.table, guard]));
  const strays = business.filter(({ name }) => {
    const guard = guardOf.get(name);
    return ![guard?.qual, guard?.with_check].every((condition) =>
      /^\(?company_id = .*rappel_company\(\)/.test(condition ?? ''),
    );
  });
  expect(strays.map(({ name }) => name)).toEqual([]);
});

test('the role the application works as can neither bypass the guards nor own a table', async () => {
  const [role] = await ask(`select rolbypassrls as bypasses, rolsuper as rules, rolcanlogin as enters
    from pg_roles where rolname = 'rappel_app'`);
  expect(role).toEqual({ bypasses: false, rules: false, enters: false });
  expect(await ask(`select tablename from pg_tables where tableowner = 'rappel_app'`)).toEqual([]);
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
