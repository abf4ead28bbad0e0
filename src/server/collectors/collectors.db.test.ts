import { sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import { CALLERS, type CompanyAccess, mayCall } from '#contract/access.ts';
import { api } from '#contract/api.ts';
import { inCompany } from '#server/platform/db.ts';
import { handOverItem, takeBackItem } from '#server/steps/hand-over.ts';
import { listRoutes, requestTo } from '#test/support/ask-routes.ts';
import { freshDb } from '#test/support/fresh-db.ts';
import { addDebtor, addDocument } from '#test/support/people.ts';
import { type Member, serverFor } from '#test/support/server.ts';
import { toolsFor } from '#test/support/tools.ts';

const fresh = await freshDb();
const tools = toolsFor(fresh);
const server = serverFor(fresh, tools);

let owner: Member;
let clerk: Member;
let reader: Member;
let mine: Member;
let rival: Member;
let at = '';
/** An item with each of the two collectors, one with a lawyer without an account, and one with nobody. */
const item = { mine: '', rival: '', lawyer: '', house: '' };

beforeAll(async () => {
  owner = await server.signedIn('owner');
  const { company } = owner;
  clerk = await server.signedIn('clerk', company);
  reader = await server.signedIn('reader', company);
  mine = await server.signedIn('collector', company);
  rival = await server.signedIn('collector', company);
  at = `/companies/${company.key}`;
  for (const name of Object.keys(item) as (keyof typeof item)[]) {
    const debtor = await addDebtor(company, { name: `Kanarienvogel ${name}` });
    const items = [
      { dueOn: '2026-01-31', open: '120.00' },
      { dueOn: '2026-02-28', open: '80.00' },
    ];
    const document = await addDocument(company, debtor, { items });
    item[name] = document.items[0]?.id ?? '';
    if (name !== 'house') await handOverItem(company, { item: item[name], to: 'collector' });
  }
  for (const [name, who] of [
    ['mine', mine],
    ['rival', rival],
  ] as const) {
    const answer = await clerk.ask('PUT', `${at}/handed-over/${item[name]}/collector`, { user: who.userId });
    expect(answer).toMatchObject({ status: 200, body: { collector: { id: who.userId } } });
  }
});

describe('what is listed', () => {
  test('to a collector: what was handed over to them, and nothing else, whatever is searched for', async () => {
    for (const search of ['', 'Kanarienvogel', '%', '_']) {
      const { body } = await mine.ask('GET', `${at}/handed-over?search=${encodeURIComponent(search)}`);
      const found = (body as { rows: { item: string }[] }).rows.map((row) => row.item);
      expect(found).toEqual(search === '' || search === 'Kanarienvogel' ? [item.mine] : []);
    }
  });
  test('to the house: all that somebody outside has', async () => {
    const { body } = await reader.ask('GET', `${at}/handed-over`);
    expect(body).toMatchObject({ total: 3 });
  });
});

test('the dossier tells what the collector needs: what, of whom, since when', async () => {
  expect(await mine.ask('GET', `${at}/handed-over/${item.mine}`)).toMatchObject({
    status: 200,
    body: {
      open: { amount: '120.00', currency: 'EUR' },
      debtor: { name: 'Kanarienvogel mine', city: 'Bruxelles' },
      creditor: { name: 'Brasserie Lambert SA' },
      notices: [],
    },
  });
});

describe('what is not theirs answers as what does not exist', () => {
  test.each(['rival', 'lawyer', 'house'] as const)('%s', async (name) => {
    const plain = (body: unknown, id: string) => JSON.stringify(body).replaceAll(id, '<id>');
    const nowhere = crypto.randomUUID();
    for (const [method, end, body] of [
      ['GET', ''],
      ['POST', '/reports', { kind: 'paid' }],
    ] as const) {
      const theirs = await mine.ask(method, `${at}/handed-over/${item[name]}${end}`, body);
      const none = await mine.ask(method, `${at}/handed-over/${nowhere}${end}`, body);
      expect(theirs.status).toBe(404);
      expect(plain(theirs.body, item[name])).toBe(plain(none.body, nowhere));
    }
  });
});

describe('every route of the contract, by every role', () => {
  const routes = [...listRoutes(api)].filter(({ path }) => path.startsWith('/companies/{company}'));
  test('is refused to whoever is not named for it; a collector is named for three', async () => {
    const callers = { collector: mine, reader, clerk } as const;
    const strays: string[] = [];
    for (const route of routes)
      for (const [role, caller] of Object.entries(callers) as [keyof typeof callers, Member][]) {
        if (mayCall(role, route.access as CompanyAccess)) continue;
        const { path, body } = requestTo(route, owner.company.key, { ids: { debtor: item.house } });
        const { status } = await caller.ask(route.method, path, body);
        if (status !== 403) strays.push(`${role} ${route.method} ${route.path}: ${status}`);
      }
    expect(strays).toEqual([]);
    const named = routes.filter(({ access }) => mayCall('collector', access as CompanyAccess));
    expect(named.map(({ method, path }) => `${method} ${path.replace('/companies/{company}', '')}`)).toEqual([
      'GET /handed-over',
      'GET /handed-over/{item}',
      'POST /handed-over/{item}/reports',
    ]);
  });
  test('an access that nobody defined is nobody’s', () => {
    expect(Object.keys(CALLERS)).toEqual(['owner', 'clerk', 'reader', 'handed_over', 'handed_over_report']);
  });
});

test('the database itself shows a collector no more, whatever is asked of it', async () => {
  const { companyId } = owner.company;
  const entrance = { db: tools.db, companyId, confined: { collector: mine.userId } };
  const seen = await inCompany(entrance, (trx) =>
    sql<{ items: string[]; debtors: bigint; documents: bigint; reports: bigint; companies: bigint }>`
      select (select array_agg(id::text) from due_item) as items, (select count(*) from debtor) as debtors,
        (select count(*) from document) as documents, (select count(*) from collector_report) as reports,
        (select count(*) from company) as companies`.execute(trx),
  );
  expect(seen.rows).toEqual([{ items: [item.mine], debtors: 1n, documents: 1n, reports: 0n, companies: 1n }]);
  const { rows: tables } = await fresh.pool.query<{ name: string }>(
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')`,
  );
  const open: string[] = [];
  for (const { name } of tables) {
    const ask = (text: string) =>
      inCompany(entrance, (trx) => sql`${sql.raw(text)} ${sql.table(name)}`.execute(trx)).then(
        () => 'allowed',
        (error: Error) => error.message,
      );
    if ((await ask('select * from')) === 'allowed') open.push(name);
    expect(await ask('delete from')).toBe(`permission denied for table ${name}`);
  }
  expect(open.sort()).toEqual(['collector_report', 'document', 'due_item', 'hand_over', 'notice_line']);
});

test('nobody sees anything as a collector who is named to be none', async () => {
  const { companyId } = owner.company;
  for (const collector of ['', 'nobody', crypto.randomUUID()]) {
    const entrance = { db: tools.db, companyId, confined: { collector } };
    const { rows } = await inCompany(entrance, (trx) => sql`select id from due_item`.execute(trx));
    expect(rows).toEqual([]);
  }
});

describe('a report', () => {
  const report = { kind: 'promised', note: 'Pays at the end of the month.' };
  const reports = async () => {
    const { body } = await mine.ask('GET', `${at}/handed-over/${item.mine}`);
    return (body as { reports: unknown[] }).reports;
  };
  test('is on record with its name, once, and settles nothing', async () => {
    for (const _ of [1, 2])
      expect(await mine.ask('POST', `${at}/handed-over/${item.mine}/reports`, report)).toMatchObject({
        status: 200,
        body: { open: { amount: '120.00' } },
      });
    expect(await reports()).toMatchObject([{ ...report, by: 'Odile Lambert' }]);
    const entries = await inCompany(owner.company, (trx) =>
      trx
        .selectFrom('timelineEntry')
        .select(['actor', 'facts'])
        .where('kind', '=', 'collector_reported')
        .execute(),
    );
    expect(entries).toHaveLength(1);
    expect(entries[0]).toMatchObject({ actor: mine.userId });
  });
  test('of another kind is another one', async () => {
    await mine.ask('POST', `${at}/handed-over/${item.mine}/reports`, { kind: 'paid' });
    expect(await reports()).toHaveLength(2);
  });
  test('is not for readers', async () => {
    expect(await reader.ask('POST', `${at}/handed-over/${item.mine}/reports`, report)).toMatchObject({
      status: 403,
    });
  });
});

describe('who sees an item', () => {
  const see = (user: string | null) =>
    clerk.ask('PUT', `${at}/handed-over/${item.lawyer}/collector`, { user });
  test('must be a collector of this company', async () => {
    const stranger = await server.signedIn('collector');
    for (const user of [reader.userId, stranger.userId, 'nobody'])
      expect(await see(user)).toMatchObject({ status: 422, body: { code: 'collector_unknown' } });
  });
  test('sees it until another does, or nobody', async () => {
    const seenBy = async (who: Member) => (await who.ask('GET', `${at}/handed-over/${item.lawyer}`)).status;
    await see(mine.userId);
    expect([await seenBy(mine), await seenBy(rival)]).toEqual([200, 404]);
    await see(rival.userId);
    expect([await seenBy(mine), await seenBy(rival)]).toEqual([404, 200]);
    await see(null);
    expect([await seenBy(mine), await seenBy(rival)]).toEqual([404, 404]);
  });
  test('an item that nobody has is given to nobody', async () => {
    const answer = await clerk.ask('PUT', `${at}/handed-over/${item.house}/collector`, { user: mine.userId });
    expect(answer).toMatchObject({ status: 409, body: { code: 'item_not_handed_over' } });
  });
});

test('what is taken back is seen no more, nor by whoever is no member any more', async () => {
  await takeBackItem(owner.company, { item: item.mine });
  expect((await mine.ask('GET', `${at}/handed-over/${item.mine}`)).status).toBe(404);
  await owner.ask('DELETE', `${at}/users/${rival.userId}`);
  expect((await rival.ask('GET', `${at}/handed-over`)).status).toBe(404);
  expect(await clerk.ask('GET', `${at}/handed-over/${item.rival}`)).toMatchObject({
    status: 200,
    body: { collector: null },
  });
});
