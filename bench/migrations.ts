import type pg from 'pg';
import { openPool } from '#server/platform/db.ts';
import { migrate, readMigrations } from '#server/platform/migrate.ts';
import { fillTable, type GrownTable, markExisting } from './fill-before-upgrade.ts';
import { printFigures, round } from './measure.ts';
import { onOwnServer } from './own-database.ts';

/**
 * How long each migration shuts a table against readers, where the tables that grow hold a million rows each: every migration is
 * applied to a database that was filled at the state before it. Ends with 1 where one that a released version may still have
 * before it keeps a table longer than two seconds.
 */
const ROWS = Number(process.argv[2] ?? 1_000_000);
const SECONDS_MAX = 2;
/** Longer, and of before the first release: no database of anybody's was ever at the state before them. */
const NEVER_UPGRADED: ReadonlySet<string> = new Set([
  '0016_notice_channels.sql',
  '0020_import_day_on_items.sql',
  '0023_tasks_of_runs.sql',
  '0026_sending_promises.sql',
  '0028_accounts.sql',
]);
const LOOK_EVERY_MS = 5;

/** What grows with the business, in the order in which it may be filled; one row of the rest that they hang on. */
const GROWN: readonly GrownTable[] = [
  { name: 'company', rows: 1 },
  { name: 'app_user', rows: 1 },
  { name: 'dunning_policy', rows: 1 },
  { name: 'dunning_policy_version', rows: 1 },
  { name: 'run', rows: 1 },
  ...['file', 'user_session', 'debtor', 'document', 'due_item', 'hold', 'timeline_entry', 'proposal'].map(
    grown,
  ),
  ...['notice', 'notice_line', 'dispatch', 'task', 'bank_line'].map(grown),
];

function grown(name: string): GrownTable {
  return { name, rows: ROWS };
}

type Shut = { readonly migration: string; readonly seconds: number; readonly shut: Record<string, number> };

await onOwnServer(async (url) => {
  const [one, watcher] = [
    openPool({ connectionString: url, max: 1 }),
    openPool({ connectionString: url, max: 1 }),
  ];
  const all = readMigrations();
  const measured: Shut[] = [];
  const filled = new Set<string>();
  for (const [index, { name }] of all.entries()) {
    const existing = await markExisting(one);
    const began = performance.now();
    const shut = await watch(watcher, existing, () => migrate(one, all.slice(0, index + 1)));
    measured.push({ migration: name, seconds: round((performance.now() - began) / 1000, 2), shut });
    process.stderr.write(`${name} ${measured.at(-1)?.seconds} s ${JSON.stringify(longestOf(shut))}\n`);
    for (const table of GROWN) {
      if (!filled.has(table.name) && (await fillTable(one, table, GROWN))) filled.add(table.name);
    }
    await one.query('analyze');
  }
  await Promise.all([one.end(), watcher.end()]);
  const over = measured.filter(({ shut }) => Object.values(shut).some((seconds) => seconds > SECONDS_MAX));
  const unexpected = over.filter(({ migration }) => !NEVER_UPGRADED.has(migration));
  printFigures('migrations', {
    rows: ROWS,
    migrations: measured.length,
    within: measured.length - over.length,
    over: over.map(({ migration, shut }) => ({ migration, shut: longestOf(shut) })),
    longestWithin: measured
      .filter((each) => !over.includes(each))
      .map(({ shut }) => longestOf(shut)?.[1] ?? 0)
      .reduce((one, other) => Math.max(one, other), 0),
  });
  if (unexpected.length > 0) process.exitCode = 1;
});

/** The table that was shut longest, and for how many seconds. */
function longestOf(shut: Record<string, number>): readonly [string, number] | undefined {
  return Object.entries(shut).toSorted(([, one], [, other]) => other - one)[0];
}

/** How long readers of each table that was there before were kept out while the work was done, in seconds. */
async function watch(
  watcher: pg.Pool,
  existing: ReadonlySet<string>,
  work: () => Promise<unknown>,
): Promise<Record<string, number>> {
  const since = new Map<string, number>();
  const shut: Record<string, number> = {};
  let goesOn = true;
  const looking = (async () => {
    while (goesOn) {
      const { rows } = await watcher.query<{ name: string }>(
        `select distinct l.relation::regclass::text as name from pg_locks l
         where l.locktype = 'relation' and l.mode = 'AccessExclusiveLock' and l.granted and l.pid <> pg_backend_pid()
           and l.database = (select oid from pg_database where datname = current_database())`,
      );
      const now = performance.now();
      const held = new Set(rows.map(({ name }) => name).filter((name) => existing.has(name)));
      for (const name of held) if (!since.has(name)) since.set(name, now);
      for (const [name, from] of since) {
        shut[name] = round(Math.max(shut[name] ?? 0, (now - from) / 1000), 2);
        if (!held.has(name)) since.delete(name);
      }
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
  })();
  try {
    await work();
  } finally {
    goesOn = false;
    await looking;
  }
  return shut;
}
