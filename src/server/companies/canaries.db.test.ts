import { sql } from 'kysely';
import { pino } from 'pino';
import { beforeAll, describe, expect, test } from 'vitest';
import { api } from '#contract/api.ts';
import { RunOptions } from '#contract/dunning-run-views.ts';
import { approveRun } from '#server/dunning-runs/approve-run.ts';
import { planRun } from '#server/dunning-runs/plan-run.ts';
import { sendRun } from '#server/dunning-runs/send-run.ts';
import { addFileImport } from '#server/imports/add-import.ts';
import { rawRoutes, workers } from '#server/main.ts';
import { inCompany } from '#server/platform/db.ts';
import { copyReadyPolicy } from '#server/policies/add-policy.ts';
import { setDefaultPolicy } from '#server/policies/retire-policy.ts';
import { listRoutes, requestTo } from '#test/support/ask-routes.ts';
import { freshDb } from '#test/support/fresh-db.ts';
import { addDebtor, addDocument } from '#test/support/people.ts';
import { type Member, serverFor } from '#test/support/server.ts';
import { runJobs, toolsFor } from '#test/support/tools.ts';

/** One string in each company, in all that a person could read of its debtors; then every output of each is searched. */
const CANARIES = ['Kanarienvogel', 'Grasmuecke'] as const;
const fresh = await freshDb();
const logged: string[] = [];
const log = pino({ level: 'debug' }, { write: (line: string) => logged.push(line) });
const tools = Object.assign(toolsFor(fresh), { log });
const server = serverFor(fresh, tools);
const owners: Member[] = [];
const ids: Record<string, string>[] = [];

beforeAll(async () => {
  for (const canary of CANARIES) {
    const owner = await server.signedIn('owner');
    owners.push(owner);
    ids.push(await furnish({ ...owner, company: { ...owner.company, log } }, canary));
  }
  // Whatever they asked for is done by the same workers, for both in turn.
  await runJobs(tools, workers);
});

async function furnish({ company, userId }: Member, canary: string): Promise<Record<string, string>> {
  const inside = { ...company, actor: userId };
  const policy = await copyReadyPolicy(inside, { ready: 'be_standard' });
  await setDefaultPolicy(inside, { policy });
  for (const channel of ['mail', 'post'] as const) {
    const given = { name: `${canary} ${channel}`, street: `${canary} 1`, preferredChannel: channel };
    const debtor = await addDebtor(inside, { ...given, email: `${canary}@example.org`.toLowerCase() });
    await addDocument(inside, debtor, {
      number: `${canary}-${channel}`,
      items: [{ dueOn: '2026-02-01', open: '100.00' }],
    });
  }
  const run = await planRun(inside, {
    plannedFor: Temporal.PlainDate.from('2026-03-31'),
    options: RunOptions.parse({}),
  });
  await approveRun(inside, { run, send: true });
  await sendRun(inside, { runId: run });
  const bytes = Buffer.from(`debtor_number,document_number\n${canary},2\n`);
  const importId = await addFileImport(inside, { fileName: `${canary}.csv`, bytes });
  const found = await inCompany(inside, (trx) =>
    sql<
      Record<string, string>
    >`select (select id from debtor limit 1) as debtor, (select id from due_item limit 1) as item,
      (select id from notice limit 1) as notice, (select id from dispatch limit 1) as dispatch`.execute(trx),
  );
  return { ...found.rows[0], run, policy, importId, user: userId };
}

/** Every route that only reads, of the contract and of the streams, asked as the owner with its own ids. */
async function outputsOf(who: number, searched: string): Promise<string[]> {
  const owner = owners[who];
  const own = ids[who] ?? {};
  const key = owner?.company.key ?? '';
  const texts: string[] = [];
  for (const route of listRoutes(api)) {
    const isRead = route.method === 'GET' || /\/(preview|drawing|sample)s?$/.test(route.path);
    if (!isRead || !route.path.startsWith('/companies/{company}')) continue;
    const { path, body } = requestTo(route, key, { ids: own, isFull: route.path.includes('/search') });
    // A head that cannot be read is told back as it was written: what one typed is no word of another.
    const asked = route.path.endsWith('/timeline-head/comparison')
      ? path
      : path.replaceAll('words', searched);
    const answer = await owner?.ask(route.method, asked, body);
    texts.push(typeof answer?.body === 'string' ? answer.body : JSON.stringify(answer?.body));
  }
  for (const { method, path } of rawRoutes) {
    if (method !== 'GET') continue;
    const asked = path
      .replace(':company', key)
      .replaceAll(/:(\w+)/g, (_, name: string) => own[name] ?? crypto.randomUUID());
    texts.push(String((await owner?.ask(method, asked))?.body));
  }
  return texts;
}

describe.each([0, 1])('company %i', (who) => {
  const [mine = '', theirs = ''] = who === 0 ? CANARIES : CANARIES.toReversed();
  test('nothing it reads holds a word of the other, whatever is searched for', async () => {
    for (const searched of [mine, theirs]) {
      const texts = await outputsOf(who, searched);
      expect(texts.filter((text) => text.includes(mine)).length).toBeGreaterThan(10);
      expect(texts.filter((text) => text.includes(theirs))).toEqual([]);
    }
  });
  test('no row of it does: files, letters, mails, snapshots, timeline', async () => {
    const companyId = owners[who]?.company.companyId ?? '';
    const { rows: tables } = await fresh.pool.query<{ name: string }>(
      `select table_name as name from information_schema.columns join information_schema.tables using (table_schema, table_name)
       where table_schema = 'public' and column_name = 'company_id' and table_type = 'BASE TABLE'`,
    );
    const [holding, strays]: [string[], string[]] = [[], []];
    for (const { name } of tables) {
      const text = name === 'file' ? `t.name || encode(t.bytes, 'escape')` : 't::text';
      const counted = `select count(*) filter (where ${text} ilike $2)::int as mine,
        count(*) filter (where ${text} ilike $3)::int as theirs from ${name} t where company_id = $1`;
      const { rows } = await fresh.pool.query(counted, [companyId, `%${mine}%`, `%${theirs}%`]);
      if (rows[0].mine > 0) holding.push(name);
      if (rows[0].theirs > 0) strays.push(name);
    }
    expect(strays).toEqual([]);
    expect(holding).toEqual(
      expect.arrayContaining(['debtor', 'document', 'file', 'import', 'notice', 'timeline_entry']),
    );
  });
});

test('no line of the log holds any of it', () => {
  const lines = logged.filter((line) =>
    CANARIES.some((canary) => line.toLowerCase().includes(canary.toLowerCase())),
  );
  expect(lines).toEqual([]);
});

test('two tabs of one person, each in another company: what one does is of the company in its address', async () => {
  const [first, second] = owners;
  if (!first || !second) throw new TypeError('two owners');
  await fresh.db
    .insertInto('membership')
    .values({ companyId: second.company.companyId, userId: first.userId, role: 'owner' })
    .execute();
  const asked = Array.from({ length: 100 }, (_, turn) => (turn % 2 === 0 ? first : second).company.key);
  const answers = await Promise.all(
    asked.map((key, turn) =>
      first.ask('POST', `/companies/${key}/debtor-groups`, { name: `${key} ${turn}`, policyId: null }),
    ),
  );
  expect(answers.every(({ status }) => status === 200)).toBe(true);
  const { rows } = await fresh.pool.query<{ strays: number; groups: number }>(
    `select count(*) filter (where g.name not like c.key || ' %')::int as strays, count(*)::int as groups
     from debtor_group g join company c on c.id = g.company_id where g.name like 'c-%'`,
  );
  expect(rows).toEqual([{ strays: 0, groups: 100 }]);
  for (const key of ['', '%20', second.company.companyId]) {
    const answer = await first.ask('GET', `/companies/${key}/debtors`);
    expect(answer.status).toBe(404);
  }
});
