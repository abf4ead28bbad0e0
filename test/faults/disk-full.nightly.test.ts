import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import { openPool } from '#server/platform/db.ts';
import { addressOf, startPostgres } from '#server/platform/embedded-postgres.ts';
import { addCompany } from '#test/support/people.ts';
import { scriptedSmtp } from '#test/support/scripted-smtp.ts';
import { toolsFor } from '#test/support/tools.ts';
import { addApprovedRun, CHAOS, isOver, statesOf, until } from './approved-run.ts';
import { beginProcess, freePort, type RappelProcess, startProcess } from './processes.ts';
import { duplicatesIn } from './share-work.ts';

const MEGABYTES = Number(process.env.MEGABYTES ?? 450);
const NOTICES = Number(process.env.NOTICES ?? 300);
const ROWS = Number(process.env.ROWS ?? 20_000);
const outside = mkdtempSync(path.join(tmpdir(), 'rappel-full-'));
const disk = path.join(outside, 'disk');
mkdirSync(disk);
const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${MEGABYTES}m`, 'tmpfs', disk]).status === 0;
const unable = mounted ? '' : ' (left out: this user may not mount a small disk)';
const smtp = await scriptedSmtp();
let running: RappelProcess | null = null;
afterAll(async () => {
  running?.kill('SIGTERM');
  await running?.ended;
  if (mounted) spawnSync('umount', ['-l', disk]);
  rmSync(outside, { recursive: true, force: true });
});

const filler = path.join(disk, 'filler');
const usedBytes = () => {
  const { blocks, bfree, bsize } = statfsSync(disk);
  return (blocks - bfree) * bsize;
};

const reserveBytes = () =>
  stat(path.join(disk, 'data/reserve')).then(
    ({ size }) => size,
    () => 0,
  );

/** Takes whatever is left, to the last block; not before Rappel has its reserve, for which it takes five seconds. */
async function fill(): Promise<void> {
  await until(reserveBytes, (bytes) => bytes === 48 * 2 ** 20, { secondsMax: 30, everyMs: 20 });
  const handle = await open(filler, 'a');
  for (const size of [1 << 20, 4096])
    while (
      await handle.write(Buffer.alloc(size)).then(
        ({ bytesWritten }) => bytesWritten === size,
        () => false,
      )
    );
  await handle.close();
}
const makeRoom = () => rmSync(filler, { force: true });

test.skipIf(!mounted)(
  `B7: a disk of ${MEGABYTES} MB is filled during a sending, an import and a backup${unable}`,
  async () => {
    spawnSync('chmod', ['755', outside, disk]);
    const dataDir = path.join(disk, 'data');
    const port = String(await freePort());
    const env = {
      ...CHAOS,
      RAPPEL_DATA_DIR: dataDir,
      PORT: port,
      RAPPEL_SMTP_URL: smtp.url,
      RAPPEL_NIGHTLY_BACKUP: 'no',
    };
    const server = await startProcess(env);
    running = server;
    const { connection } = await startPostgres(dataDir);
    const url = addressOf(connection, 'rappel');
    const pool = openPool({ connectionString: url, max: 3 });
    pool.on('error', () => {});
    const tools = toolsFor({ url });
    const origin = `http://127.0.0.1:${port}`;
    const ask = async (method: string, where: string) => {
      const headers = { origin: `http://localhost:${port}`, 'content-type': 'application/json' };
      const answer = await fetch(origin + where, {
        method,
        headers,
        ...(method === 'POST' ? { body: '{}' } : {}),
      });
      return { status: answer.status, body: await answer.text() };
    };
    const figures: Record<string, unknown> = {};
    const refusesAndReads = async () => {
      // How much room was found holds for a quarter of a second; PostgreSQL may fall sooner.
      await until(
        () => ask('GET', '/health/ready'),
        ({ status, body }) => status === 503 && body.includes('the disk of the data is full'),
        { secondsMax: 5 },
      );
      expect(await ask('POST', '/api/companies')).toMatchObject({
        status: 503,
        body: expect.stringContaining('disk_full'),
      });
      const read = await until(
        () => ask('GET', '/api/session').catch(() => ({ status: 0, body: '' })),
        ({ status }) => status < 500 && status > 0,
        {
          secondsMax: 60,
          everyMs: 500,
        },
      );
      expect(read.status).toBe(200);
    };
    const isReady = () =>
      until(
        () => ask('GET', '/health/ready').catch(() => ({ status: 0, body: '' })),
        ({ status }) => status === 200,
        { secondsMax: 120 },
      );

    const run = await addApprovedRun(tools, pool, { notices: NOTICES });
    await until(
      async () => smtp.accepted.length,
      (now) => now >= 5,
      { secondsMax: 300, everyMs: 20 },
    );
    await fill();
    const atFull = smtp.accepted.length;
    await refusesAndReads();
    await wait(3000);
    figures.sentWhileFull = smtp.accepted.length - atFull;
    expect(smtp.accepted.length).toBeLessThan(NOTICES);
    makeRoom();
    await isReady();
    const states = await until(() => statesOf(pool, run).catch(() => ({ proposed: 1 })), isOver, {
      secondsMax: 900,
      everyMs: 500,
    });
    expect(duplicatesIn(smtp)).toEqual([]);
    expect(states).toEqual({ sent: NOTICES, proposed: 0 });

    const { companyId } = await addCompany(tools, { key: 'first' });
    const file = path.join(outside, 'items.csv');
    const lines = Array.from(
      { length: ROWS },
      (_, nth) => `D${nth % 2000};Café ${nth % 2000};F${nth};2026-03-01;EUR;100,00;100,00`,
    );
    writeFileSync(
      file,
      ['debtor_number;debtor_name;document_number;due_on;currency;amount;open', ...lines].join('\n'),
    );
    const rows = async () =>
      (
        await pool.query<{ rows: number }>(
          'select count(*)::int as rows from due_item where company_id = $1',
          [companyId],
        )
      ).rows[0]?.rows;
    const command = (...args: string[]) => beginProcess(env, [...args, '--json']);
    const before = usedBytes();
    const importing = command('import', file, '--company', 'first');
    await until(
      async () => usedBytes(),
      (now) => now > before + 3_000_000,
      { secondsMax: 300, everyMs: 10 },
    );
    await fill();
    figures.importEnded = (await importing.ended).code;
    figures.importSaid = importing.said().slice(0, 300);
    await refusesAndReads();
    makeRoom();
    await isReady();
    const held = await until(
      () => rows().catch(() => undefined),
      (now) => now !== undefined,
      { secondsMax: 120 },
    );
    expect([0, ROWS]).toContain(held);
    figures.rowsAfterFull = held;
    expect((await command('import', file, '--company', 'first').ended).code).toBe(0);
    expect(await rows()).toBe(ROWS);

    const backup = path.join(disk, 'full.rappel');
    const backing = command('backup', '--to', backup);
    await until(
      async () => spawnSync('test', ['-s', backup]).status,
      (status) => status === 0 || backing.child.exitCode !== null,
      { secondsMax: 300, everyMs: 5 },
    );
    await fill();
    figures.backupEnded = (await backing.ended).code;
    figures.backupSaid = backing.said().slice(0, 300);
    expect(figures.backupEnded).not.toBe(0);
    await refusesAndReads();
    makeRoom();
    rmSync(backup, { force: true });
    await isReady();
    const again = command('backup', '--to', path.join(outside, 'again.rappel'));
    expect((await again.ended).code, again.said()).toBe(0);

    await pool.query('create extension if not exists amcheck');
    await pool.query(`select bt_index_check(i.indexrelid, true) from pg_index i join pg_class c on c.oid = i.indexrelid
    join pg_am a on a.oid = c.relam where a.amname = 'btree' and c.relkind = 'i' and c.relpersistence = 'p' and i.indisvalid`);
    await pool.query('drop extension amcheck');
    const audit = command('audit', '--company', 'first');
    expect((await audit.ended).code, audit.said()).toBe(0);
    await pool.end();
    server.kill('SIGTERM');
    expect((await server.ended).code).toBe(0);
    process.stdout.write(
      `B7: ${NOTICES} notices: 0 duplicates, 0 lost; ${ROWS} rows whole; indexes sound, audit 0 breaches, a backup afterwards equal. ${JSON.stringify(figures)}\n`,
    );
  },
);
