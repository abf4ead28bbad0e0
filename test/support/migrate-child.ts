import { openPool } from '#server/platform/db.ts';
import { migrate } from '#server/platform/migrate.ts';

/** Migrates the database named on the command line, to be killed in the middle. */
const pool = openPool({ connectionString: process.argv[2] ?? '', max: 2 });
pool.on('error', () => {});
await pool.query('select 1');
process.stdout.write('begun\n');
await migrate(pool);
await pool.end();
