import { expect, test } from 'vitest';
import { migrate, readMigrations } from '#server/platform/migrate.ts';
import { freshDb } from '#test/support/fresh-db.ts';

const { pool } = await freshDb({ migrated: false });
const ALL = readMigrations();
const before = ALL.filter(({ number }) => number < 82);

test('links of an earlier release are bound to the one company of their user, or end where there are several', async () => {
  await migrate(pool, before);
  await pool.query(`
    insert into company (id, key, name, country, language, currency, time_zone)
      select gen_random_uuid(), key, key, 'BE', 'fr', 'EUR', 'Europe/Brussels' from unnest('{one,two}'::text[]) as key;
    insert into app_user (id, name, email)
      select id, id, id || '@firm.example' from unnest('{single,several,nowhere,visitor}'::text[]) as id;
    insert into membership (company_id, user_id, role)
      select c.id, u.id, 'clerk' from company c, app_user u
      where u.id = 'several' or u.id in ('single', 'visitor') and c.key = 'one';
    insert into sign_in_link (token_sha256, user_id, sets_password, expires_at)
      select id, id, id <> 'visitor', now() from app_user`);
  await migrate(pool, ALL);
  const { rows } = await pool.query(
    'select l.user_id, c.key from sign_in_link l left join company c on c.id = l.place order by 1',
  );
  expect(rows).toEqual([
    { user_id: 'single', key: 'one' },
    { user_id: 'visitor', key: null },
  ]);
});
