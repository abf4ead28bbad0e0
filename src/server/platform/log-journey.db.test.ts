import { beforeAll, expect, test } from 'vitest';
import { api } from '#contract/api.ts';
import { addFileImport } from '#server/imports/add-import.ts';
import { workers } from '#server/main.ts';
import { dispatchMails } from '#server/notices/dispatch-mails.ts';
import { addLease } from '#server/notices/dispatch-queries.ts';
import { type Ids, listRoutes, requestTo } from '#test/support/ask-routes.ts';
import {
  addCanaryPerson,
  canariesOf,
  finishWith,
  IBANS,
  prepareCompany,
  remindEverybody,
} from '#test/support/canary-person.ts';
import { freshDb } from '#test/support/fresh-db.ts';
import { addDocument } from '#test/support/people.ts';
import { scriptedSmtp } from '#test/support/scripted-smtp.ts';
import { cookieOf, PASSWORD, serverFor } from '#test/support/server.ts';
import { runJobs, toolsFor } from '#test/support/tools.ts';
import { openLog } from './log.ts';

/** Stands at the end of every text that is sent. */
const SIGN = 'Kanariteken';
const AMOUNT = '98765.43';
const lines: string[] = [];
const log = openLog('debug', { write: (line) => void lines.push(line) });
const fresh = await freshDb();
const tools = Object.assign(toolsFor(fresh, { today: '2026-03-31' }), { log });
const server = serverFor(fresh, tools);
const smtp = await scriptedSmtp();
const member = await server.signedIn('owner');
const company = { ...member.company, log, actor: member.userId };
const secrets: string[] = [PASSWORD];
let ids: Ids = {};

/** Everything a debtor can go through, mails that arrive, are refused and get lost among it. */
beforeAll(async () => {
  await prepareCompany(company);
  const [first, second] = [await addCanaryPerson(company, 0), await addCanaryPerson(company, 1)];
  await addCanaryPerson(company, 2);
  await addDocument(company, second, { items: [{ dueOn: '2026-03-01', open: AMOUNT }] });
  const run = await remindEverybody(company, '2026-03-31');
  smtp.script = ['550 on rcpt', 'accept, then drop', '450 on rcpt', 'accept'];
  const lease = await addLease(fresh.db, 'here', process.pid);
  const through = { url: smtp.url, from: 'kanari@kanarivogel.example', copyTo: null, secondsMax: 1 };
  await dispatchMails(company, lease, through);
  await finishWith(company, first);
  const importId = await addFileImport(company, {
    fileName: `${SIGN}.csv`,
    bytes: Buffer.from(`debtor_number;document_number;amount\n${SIGN};1;${AMOUNT}\n`),
  });
  await runJobs(tools, workers);
  ids = { debtor: second.id, item: second.item, dueItemId: second.item, run, importId, user: member.userId };
}, 120_000);

/** Every route, with what its schema allows and the sign in each text of it. */
async function askAll(): Promise<readonly number[]> {
  const answers: number[] = [];
  for (const route of listRoutes(api)) {
    if (/\/(live|mail\/test|session|first-run|demo)\b/.test(route.path)) continue;
    const { path, body } = requestTo(route, company.key, { ids, sign: SIGN, isFull: true });
    answers.push((await member.ask(route.method, path, body)).status);
  }
  return answers;
}

test('a journey through every route and job writes no name, address, amount or token to the log', async () => {
  const { answer } = await server.signIn(member.email, PASSWORD);
  secrets.push(
    ...cookieOf(answer.headers)
      .split('; ')
      .map((cookie) => cookie.split('=')[1] ?? ''),
  );
  const given = { name: SIGN, role: 'owner', expiresOn: null };
  const made = await member.ask('POST', `/companies/${company.key}/api-keys`, given);
  secrets.push((made.body as { key: string }).key);
  for (const token of [...secrets, `${SIGN}-token`]) {
    const headers = { authorization: `Bearer ${token}` };
    await server.anybody.ask('GET', `/companies/${company.key}`, undefined, headers);
    await server.anybody.ask('POST', '/session/link', { token });
    await server.signIn(`${SIGN}@kanarivogel.example`.toLowerCase(), token);
  }
  expect((await askAll()).length).toBeGreaterThan(200);
  await runJobs(tools, workers);
  expect(told()).toEqual([]);
}, 120_000);

test('nor where every statement fails', async () => {
  lines.length = 0;
  await fresh.pool.query('alter table debtor rename column name to called');
  await fresh.pool.query('alter table company rename column city to town');
  const answers = await askAll();
  expect(answers.filter((status) => status >= 500).length).toBeGreaterThan(20);
  expect(lines.length).toBeGreaterThan(20);
  log.error({ err: Object.assign(new Error(`no uuid: "${SIGN}"`), { code: '22P02', data: SIGN }) }, 'failed');
  expect(told()).toEqual([]);
}, 120_000);

/** The lines that tell something of a person, of money or of how one comes in. */
function told(): string[] {
  const words = [0, 1, 2].flatMap((nth) => Object.values(canariesOf(nth)));
  const searched = [
    ...words,
    ...IBANS,
    ...secrets,
    SIGN,
    'kanari',
    AMOUNT,
    '9876543',
    '120.00',
    member.email,
  ];
  const low = searched.filter((word) => word !== '').map((word) => word.toLowerCase());
  return lines.filter((line) => low.some((word) => line.toLowerCase().includes(word)));
}
