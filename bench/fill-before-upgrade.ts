/**
 * Fills tables of any earlier state of the schema: what a column is filled with is told by its type, its name and what it hangs
 * on, so that no migration has to be known here. The nth row of a table hangs on the nth row of every other.
 */
import type pg from 'pg';

export type GrownTable = { readonly name: string; readonly rows: number };

/** What the checks of a column ask for, and what a migration may look at. */
const VALUES: Readonly<Record<string, string>> = {
  language: "'fr'",
  country: "'BE'",
  currency: "'EUR'",
  sha256: "repeat('0', 64)",
  time_zone: "'Europe/Brussels'",
  'company.key': "'grown'",
  'app_user.id': "'user 1'",
  'app_user.email': "'anna@example.org'",
  'user_session.user_id': "'user 1'",
  'run.state': "'sent'",
  'run.approved_at': 'now()',
  'document.kind': "'invoice'",
  'proposal.mode': "'confirm'",
  'proposal.step_kind': "'reminder'",
  'notice.step_kind': "'reminder'",
  'notice_line.level': 'n % 4',
  'dispatch.channel': "'mail'",
  'dispatch.state': "'sent'",
  'task.kind': "'call'",
  'task.debtor_id': idOf('debtor', 'n'),
  'bank_line.state': "'open'",
  'timeline_entry.kind': "'hold_placed'",
  'timeline_entry.facts': `jsonb_build_object('reason', 'asked ' || n, 'until', '2026-04-30')`,
  'timeline_entry.debtor_id': idOf('debtor', 'n'),
};

const BY_TYPE: Readonly<Record<string, string>> = {
  text: "'text ' || n",
  smallint: '1',
  integer: 'n',
  bigint: '12000',
  boolean: 'false',
  date: "date '2026-03-01'",
  'timestamp with time zone': 'now()',
  jsonb: "'{}'",
  bytea: String.raw`'\x00'`,
  ARRAY: "'{}'",
  uuid: 'gen_random_uuid()',
};

type Column = { readonly name: string; readonly type: string };

/** Fills it, where it is there already. @returns whether it was */
export async function fillTable(
  pool: pg.Pool,
  table: GrownTable,
  all: readonly GrownTable[],
): Promise<boolean> {
  const { rows: columns } = await pool.query<Column>(
    `select column_name as name, data_type as type from information_schema.columns
     where table_schema = 'public' and table_name = $1 and is_generated = 'NEVER' and is_identity = 'NO'
       and (is_nullable = 'NO' and column_default is null or $1 || '.' || column_name = any($2))`,
    [table.name, Object.keys(VALUES)],
  );
  if (columns.length === 0) return false;
  const values = columns.map((column) => filledWith(table, column, all));
  const client = await pool.connect();
  try {
    // Past the checks of every key: what is filled hangs together already.
    await client.query("begin; set local session_replication_role = 'replica'");
    await client.query(
      `insert into ${table.name} (${columns.map(({ name }) => `"${name}"`).join(', ')})
       select ${values.join(', ')} from generate_series(1, $1::int) n`,
      [table.rows],
    );
    await client.query('commit');
  } finally {
    client.release();
  }
  return true;
}

function filledWith(table: GrownTable, { name, type }: Column, all: readonly GrownTable[]): string {
  const given = VALUES[`${table.name}.${name}`] ?? VALUES[name];
  if (given) return given;
  if (type === 'uuid') {
    const meant = name === 'id' ? table.name : name.replace(/_id$/, '').replace(/^policy$/, 'dunning_policy');
    const other = all.find((one) => one.name === meant);
    if (other) return idOf(other.name, other.rows === 1 ? '1' : 'n');
  }
  const value = BY_TYPE[type];
  if (!value) throw new Error(`There is no value for ${table.name}.${name}, a ${type}.`);
  return value;
}

/** An id that can be computed: the same number is the same row, wherever it is written. */
function idOf(table: string, number: string): string {
  return `md5('${table} ' || ${number})::uuid`;
}

/** The tables that anybody could be reading. */
export async function markExisting(pool: pg.Pool): Promise<ReadonlySet<string>> {
  const { rows } = await pool.query<{ name: string }>(
    `select oid::regclass::text as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')`,
  );
  return new Set(rows.map(({ name }) => name));
}
