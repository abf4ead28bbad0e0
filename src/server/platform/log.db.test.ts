import { expect, test } from 'vitest';
import { vetoToken } from '#server/automatic-runs/veto-token.ts';
import { freshDb } from '#test/support/fresh-db.ts';
import { serverFor } from '#test/support/server.ts';
import { toolsFor } from '#test/support/tools.ts';
import { openLog } from './log.ts';
import { outcomeOf } from './queue.ts';

const CANARY = 'Kanarienvogel';
const lines: string[] = [];
const log = openLog('info', { write: (line) => void lines.push(line) });
const fresh = await freshDb();
const tools = { ...toolsFor(fresh), log };
const server = serverFor(fresh, tools);

test('nothing of a person or of money is written to the log, whatever fails', async () => {
  const owner = await server.signedIn('owner');
  const at = `/companies/${owner.company.key}`;
  await server.signIn(`${CANARY}@example.org`.toLowerCase(), CANARY);
  await server.anybody.ask('POST', '/session/link', { token: CANARY });
  await owner.ask('PUT', at, { name: CANARY, street: CANARY, iban: CANARY });
  await owner.ask('PUT', `${at}/mail`, {
    fromName: CANARY,
    fromAddress: null,
    replyTo: null,
    copyTo: null,
    smtpUrl: `smtp://${CANARY}`,
  });
  await owner.ask('POST', `${at}/debtor-groups`, { name: CANARY });
  await owner.ask('GET', `${at}/search?text=${CANARY}`);
  await owner.ask('POST', `${at}/users`, {
    email: 'a@b.example',
    name: CANARY,
    role: 'clerk',
    language: 'fr',
  });
  await owner.ask('POST', `${at}/imports/files?name=${CANARY}.csv`, `debtor_number;${CANARY}\n1;2\n`, {
    'content-type': 'application/octet-stream',
  });
  expect(lines.join('\n').toLowerCase()).not.toContain(CANARY.toLowerCase());
});

test('a row that the database names stays out, and so does what a job was given', async () => {
  lines.length = 0;
  const company = { id: crypto.randomUUID(), email: `${CANARY}@example.org`.toLowerCase(), name: CANARY };
  const twice = async () => {
    const user = { ...company, image: null };
    await fresh.db.insertInto('appUser').values([user]).execute();
    await fresh.db
      .insertInto('appUser')
      .values([{ ...user, id: crypto.randomUUID() }])
      .execute();
  };
  const worker = { name: 'test.fails', options: {}, run: twice };
  expect(await outcomeOf(worker, tools, { companyId: company.id, name: CANARY })).toMatchObject({
    status: 'failed',
  });
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain(company.id);
  expect(lines[0]).toContain('23505');
  expect(lines[0]?.toLowerCase()).not.toContain(CANARY.toLowerCase());
});

test('a request that fails is told by its route: what opens something by itself stands in no log', async () => {
  lines.length = 0;
  const veto = {
    companyId: crypto.randomUUID(),
    runOn: Temporal.PlainDate.from('2026-03-31'),
    userId: CANARY,
  };
  const token = vetoToken(tools, veto, tools.clock.now().add({ hours: 1 }));
  await fresh.pool.query('alter table membership rename to membership_gone');
  for (const method of ['GET', 'POST'])
    expect(await server.anybody.ask(method, `/veto-links/${token}`)).toMatchObject({
      status: 500,
      body: { code: 'unexpected' },
    });
  await fresh.pool.query('alter table membership_gone rename to membership');
  expect(lines.join('\n')).not.toContain(token);
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { msg: 'request failed', route: 'GET /veto-links/{token}' },
    { msg: 'request failed', route: 'POST /veto-links/{token}' },
  ]);
});
