import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type pg from 'pg';
import { afterAll, expect, test } from 'vitest';
import { makeApiKey } from '#server/api-keys/make-api-key.ts';
import { mailServerOf, sealMailServer } from '#server/companies/mail-server.ts';
import { openLog } from '#server/platform/log.ts';
import { secretOf } from '#server/platform/secret.ts';
import { addSignInLink } from '#server/users/sign-in-links.ts';
import { freshDb } from '#test/support/fresh-db.ts';
import { cookieOf, PASSWORD, serverFor } from '#test/support/server.ts';
import { toolsFor } from '#test/support/tools.ts';
import { rotateSecret } from './rotate-secret.ts';
import { SEALED_COLUMNS } from './sealed-columns.ts';

const fresh = await freshDb();
const dataDir = mkdtempSync(path.join(tmpdir(), 'rappel-secret-'));
afterAll(() => rmSync(dataDir, { recursive: true }));
const settings = { secret: null, oldSecret: null, dataDir };
const first = secretOf(settings);
const tools = toolsFor(fresh, { installation: { secret: first } });
const server = serverFor(fresh, tools);

async function asAdmin<T>(_reason: string, work: (client: pg.ClientBase) => Promise<T>): Promise<T> {
  const client = await fresh.pool.connect();
  try {
    return await work(client);
  } finally {
    client.release();
  }
}

const SMTP = 'smtp://canary:ca-na-ry-password@mail.example.org:587';

async function withMailServer() {
  const owner = await server.signedIn('owner');
  const sealed = sealMailServer(tools, SMTP);
  await tools.db
    .updateTable('company')
    .set({ smtpUrlSealed: sealed })
    .where('id', '=', owner.company.companyId)
    .execute();
  return owner;
}

async function addressWith(secret: string, companyId: string) {
  const row = await tools.db
    .selectFrom('company')
    .selectAll()
    .where('id', '=', companyId)
    .executeTakeFirstOrThrow();
  return mailServerOf({ ...tools, installation: { ...tools.installation, secret } }, row);
}

test('every column that is kept sealed is known to be sealed anew', async () => {
  const { rows } =
    await fresh.pool.query(`select table_name || '.' || column_name as name from information_schema.columns
    where table_schema = 'public' and column_name like '%\\_sealed' order by 1`);
  expect(SEALED_COLUMNS.map(({ table, column }) => `${table}.${column}`).sort()).toEqual(
    rows.map(({ name }) => name),
  );
});

test('a new secret opens everything, the earlier one nothing more', async () => {
  const owner = await withMailServer();
  const { companyId } = owner.company;
  const done = await rotateSecret(tools, settings, asAdmin);
  expect(done).toMatchObject({ unreadable: [] });
  expect(done.resealed).toBeGreaterThan(0);
  const second = secretOf(settings);
  expect(second).not.toBe(first);
  expect(second).toMatch(/^[0-9a-f]{64}$/);
  expect(statSync(path.join(dataDir, 'secret')).mode & 0o777).toBe(0o600);
  expect(await addressWith(second, companyId)).toBe(SMTP);
  await expect(addressWith(first, companyId)).rejects.toThrow();
  expect(await rotateSecret(tools, settings, asAdmin)).toEqual({ resealed: done.resealed, unreadable: [] });
});

test('interrupted before it sealed, both secrets open, and it is finished by asking again', async () => {
  const owner = await withMailServer();
  const { companyId } = owner.company;
  // What was sealed with a secret that is no more.
  const present = secretOf(settings);
  await fresh.pool.query('update company set smtp_url_sealed = null where id <> $1', [companyId]);
  await tools.db
    .updateTable('company')
    .set({
      smtpUrlSealed: sealMailServer(
        { ...tools, installation: { ...tools.installation, secret: present } },
        SMTP,
      ),
    })
    .where('id', '=', companyId)
    .execute();
  const broken = rotateSecret(tools, settings, () => Promise.reject(new Error('the power is gone')));
  await expect(broken).rejects.toThrow('the power is gone');
  const both = secretOf(settings);
  expect(both.split('\n')).toHaveLength(2);
  expect(await addressWith(both, companyId)).toBe(SMTP);
  expect(await rotateSecret(tools, settings, asAdmin)).toEqual({ resealed: 1, unreadable: [] });
  expect(secretOf(settings)).toBe(both.split('\n')[0]);
  expect(await addressWith(secretOf(settings), companyId)).toBe(SMTP);
});

test('a secret of the environment is changed there, and what no secret opens is told', async () => {
  const given = { dataDir, secret: 'a'.repeat(40), oldSecret: null };
  await expect(rotateSecret(tools, given, asAdmin)).rejects.toThrow('secret_earlier_missing');
  const before = readFileSync(path.join(dataDir, 'secret'), 'utf8');
  const done = await rotateSecret(tools, { ...given, oldSecret: 'b'.repeat(40) }, asAdmin);
  expect(done).toEqual({ resealed: 0, unreadable: ['company.smtp_url_sealed'] });
  expect(readFileSync(path.join(dataDir, 'secret'), 'utf8')).toBe(before);
  writeFileSync(path.join(dataDir, 'secret'), before);
});

test('a copy of the database gives no secret away, and neither does the log', async () => {
  const lines: string[] = [];
  const loud = { ...tools, log: openLog('debug', { write: (line: string) => void lines.push(line) }) };
  const open = serverFor(fresh, loud);
  const owner = await open.signedIn('owner');
  const smtp = await owner.ask('PUT', `/companies/${owner.company.key}/mail`, {
    fromName: null,
    fromAddress: null,
    replyTo: null,
    copyTo: null,
    smtpUrl: SMTP,
  });
  expect(smtp.status).toBe(200);
  const { secret } = (await owner.ask('POST', '/account/totp', { password: PASSWORD })).body as {
    secret: string;
  };
  const { key } = await makeApiKey(owner.company, owner.userId, {
    name: 'x',
    role: 'owner',
    expiresOn: null,
  });
  const authorization = { authorization: `Bearer ${key}` };
  await open.anybody.ask('GET', `/companies/${owner.company.key}`, undefined, authorization);
  await open.anybody.ask('GET', `/companies/unknown`, undefined, authorization);
  await open.anybody.ask(
    'GET',
    `/companies/${owner.company.key}/runs/${crypto.randomUUID()}`,
    undefined,
    authorization,
  );
  const signed = await open.signIn(owner.email);
  const token = cookieOf(signed.answer.headers).split('=')[1] ?? '';
  const link = await tools.db.transaction().execute((trx) =>
    addSignInLink(trx, {
      userId: owner.userId,
      setsPassword: false,
      expiresAt: tools.clock.now().add({ hours: 1 }),
    }),
  );
  loud.log.error({ headers: authorization, password: PASSWORD }, 'something failed');
  const { rows } = await fresh.pool.query(
    `select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`,
  );
  let dump = '';
  for (const { name } of rows) {
    const all = await fresh.pool.query(`select t::text as row from "${name}" t`);
    dump += all.rows.map(({ row }) => row).join('\n');
  }
  const canaries = { SMTP, password: 'ca-na-ry-password', secret, key, token, link, own: PASSWORD };
  for (const [what, canary] of Object.entries(canaries)) {
    expect(canary.length, what).toBeGreaterThan(10);
    expect(dump.includes(canary), `${what} in the database`).toBe(false);
    expect(lines.join('').includes(canary), `${what} in the log`).toBe(false);
  }
  expect(dump).toContain(key.slice(0, 12));
});
