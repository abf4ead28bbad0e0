import {
  appendFileSync,
  chmodSync,
  chownSync,
  existsSync,
  mkdtempSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import { afterAll, expect, test } from 'vitest';
import { freshDb } from '#test/support/fresh-db.ts';
import { openDatabase } from './database.ts';
import { openPool } from './db.ts';
import { startPostgres, stopAbandoned } from './embedded-postgres.ts';

const log = pino({ level: 'silent' });
const folder = mkdtempSync(path.join(tmpdir(), 'rappel-embedded-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const embedded = { databaseUrl: null, dataDir: folder };

test('one process serves a database; the next is told who, and may once the first has left', async () => {
  const { url } = await freshDb();
  const settings = { databaseUrl: url, dataDir: '/nowhere' };
  const [first, second] = [await openDatabase(settings, log), await openDatabase(settings, log)];
  await first.becomeServer(`process ${process.pid} at http://localhost:3000`, true);
  expect(await second.findServer()).toBe(`process ${process.pid} at http://localhost:3000`);
  await expect(second.becomeServer('the second', true)).rejects.toThrow(/already running.*localhost:3000/);
  await first.close();
  await second.becomeServer('the second', true);
  await second.close();
});

test('several may serve one database that is not the embedded one; who wants it alone is refused', async () => {
  const { url } = await freshDb();
  const settings = { databaseUrl: url, dataDir: '/nowhere' };
  const [first, second] = [await openDatabase(settings, log), await openDatabase(settings, log)];
  await first.becomeServer('the first', false);
  await second.becomeServer('the second', false);
  const third = await openDatabase(settings, log);
  await expect(third.becomeServer('the third', true)).rejects.toThrow(/already running.*the first/);
  for (const one of [first, second, third]) await one.close();
});

test('a database that does not answer is told with what to check', async () => {
  const settings = { databaseUrl: 'postgresql://nobody@127.0.0.1:1/none', dataDir: '/nowhere' };
  await expect(openDatabase(settings, log)).rejects.toThrow(/DATABASE_URL does not answer/);
});

test('the embedded one is made, joined by a second command, and turned off by the last to leave', async () => {
  const first = await openDatabase(embedded, log);
  const maker = openPool({ connectionString: first.url, max: 1 });
  await maker.query('create table kept (word text); insert into kept values ($$still here$$)');
  await maker.query('grant select on kept to rappel_entry');
  await maker.end();
  const second = await openDatabase(embedded, log);
  expect(second.url).toBe(first.url);
  await first.close();
  expect((await second.pool.query('select word from kept')).rows).toEqual([{ word: 'still here' }]);
  await second.close();
  const again = await startPostgres(folder);
  expect(again.adopted).toBe(false);
  // Its process is killed before it can turn the server off: the next one joins.
  const next = await startPostgres(folder);
  expect(next.adopted).toBe(true);
  await next.stop();
}, 60_000);

test('one that goes through its log for longer than it may is stopped; the next, with time enough, comes up', async () => {
  const there = path.join(folder, 'postgres18');
  const { uid, gid } = statSync(there);
  const signal = path.join(there, 'recovery.signal');
  // The first file of a log that it asks for comes after nine seconds, or never.
  appendFileSync(path.join(there, 'postgresql.auto.conf'), "restore_command = 'sleep 9; false'\n");
  writeFileSync(signal, '');
  chownSync(signal, uid, gid);
  await expect(startPostgres(folder, { seconds: 1 })).rejects.toThrow(
    /not answer .* within 2 seconds, and was stopped/,
  );
  expect(existsSync(path.join(there, 'postmaster.pid'))).toBe(false);
  rmSync(signal);
  const server = await startPostgres(folder, { seconds: 60 });
  expect(server.adopted).toBe(false);
  // What a killed command left is stopped; where nothing runs, nothing is done.
  await stopAbandoned(folder);
  expect(existsSync(path.join(there, 'postmaster.pid'))).toBe(false);
  await stopAbandoned(folder);
}, 60_000);

test('a folder too deep for a socket gets one elsewhere', async () => {
  const server = await startPostgres(path.join(folder, 'x'.repeat(100)), { durable: false });
  expect(server.connection.host.startsWith(path.join(tmpdir(), 'rappel-'))).toBe(true);
  await server.stop();
}, 60_000);

test('a folder that another user copied, or that is open to others, is told by its owner and what to do', async () => {
  const there = path.join(folder, 'postgres18');
  const asRoot = process.getuid?.() === 0;
  // Whose the files are can be changed by root alone; who may read them, by anybody.
  if (asRoot) {
    const { uid } = statSync(there);
    chownSync(path.join(there, 'global/pg_control'), 12_345, 12_345);
    await expect(startPostgres(folder)).rejects.toThrow(
      new RegExp(`pg_control belongs to user number 12345.*chown -R ${uid}:`),
    );
    chownSync(path.join(there, 'global/pg_control'), uid, uid);
  }
  chmodSync(there, 0o755);
  await expect(startPostgres(folder)).rejects.toThrow(/open to other users.*chmod/);
  chmodSync(there, 0o700);
});
