import { sql } from 'kysely';
import pg from 'pg';
import { expect, test } from 'vitest';
import { freshDb } from '#test/support/fresh-db.ts';
import { inCompany, openPool } from './db.ts';
import { migrate, readMigrations } from './migrate.ts';

const empty = await freshDb({ migrated: false });
const migrated = await freshDb();

test('migrates an empty database, and then finds nothing to do', async () => {
  const names = readMigrations().map(({ name }) => name);
  expect(await migrate(empty.pool)).toEqual(names);
  expect(await migrate(empty.pool)).toEqual([]);
});

test('two programs that start at once take turns', async () => {
  const { pool } = await freshDb({ migrated: false });
  const applied = await Promise.all([migrate(pool), migrate(pool)]);
  expect(applied.map((names) => names.length).sort()).toEqual([0, readMigrations().length]);
});

test('a migration that fails leaves nothing behind, and is named', async () => {
  const broken = {
    number: 9000,
    name: '9000_broken.sql',
    checksum: 'x',
    sql: 'create table half (); select 1/0',
  };
  await expect(migrate(migrated.pool, [...readMigrations(), broken])).rejects.toThrow(
    '9000_broken.sql failed',
  );
  const { rows } = await migrated.pool.query("select to_regclass('half') as half");
  expect(rows).toEqual([{ half: null }]);
});

test('a database from a newer program is refused with what to do', async () => {
  const older = readMigrations().slice(0, -1);
  await expect(migrate(migrated.pool, older)).rejects.toThrow(/ahead of this program.*newer one/);
});

test('a migration changed after it was applied is refused', async () => {
  const changed = readMigrations().map((one, index) => (index === 0 ? { ...one, checksum: 'other' } : one));
  await expect(migrate(migrated.pool, changed)).rejects.toThrow(/another 0001_/);
});

test('a database owner without superuser rights can migrate and work in a company', async () => {
  const { pool, url } = await freshDb({ migrated: false });
  const name = new URL(url).pathname.slice(1);
  const role = `${name}_owner`;
  await pool.query(`create role ${role} login createrole`);
  // As if it had made them itself: they are of the whole server, and another test's database has made them.
  const roles = await pool.query<{ name: string }>(
    "select rolname as name from pg_roles where rolname like 'rappel\\_%' and not rolcanlogin",
  );
  for (const { name: own } of roles.rows) await pool.query(`grant ${own} to ${role} with admin option`);
  await pool.query(`alter database ${name} owner to ${role}; grant all on schema public to ${role}`);
  const address = new URL(url);
  address.username = role;
  const plain = openPool({ connectionString: address.href });
  await migrate(plain);
  const { rows } = await plain.query('select 1 as one from company');
  expect(rows).toEqual([]);
  await plain.end();
});

test('a row of a company is seen inside its own transaction alone', async () => {
  const { db } = migrated;
  const [ours, theirs] = [crypto.randomUUID(), crypto.randomUUID()];
  for (const id of [ours, theirs]) {
    await sql`insert into company (id, key, name, country, language, currency, time_zone)
      values (${id}, ${`c${id.slice(0, 8)}`}, 'X', 'BE', 'fr', 'EUR', 'Europe/Brussels')`.execute(db);
  }
  const seen = await inCompany({ db, companyId: ours }, (trx) =>
    trx.selectFrom('company').select('id').execute(),
  );
  expect(seen).toEqual([{ id: ours }]);
  const foreign = inCompany({ db, companyId: ours }, (trx) =>
    trx
      .insertInto('debtorGroup')
      .values({ companyId: theirs, id: ours, name: 'x', policyId: null })
      .execute(),
  );
  await expect(foreign).rejects.toThrow(pg.DatabaseError);
});
