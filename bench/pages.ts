import { enter } from '#server/companies/enter-company.ts';
import { contract, routes } from '#server/main.ts';
import { inCompany } from '#server/platform/db.ts';
import { serve } from '#server/platform/serve.ts';
import { openSessions } from '#server/platform/sessions.ts';
import { addDefaultPolicy } from '#server/policies/add-policy.ts';
import { tellRefusal } from '#server/security-log/tell-security.ts';
import { fillReceivables } from './fill-receivables.ts';
import { percentile, printFigures, round } from './measure.ts';
import { type OwnDatabase, onOwnDatabase } from './own-database.ts';

/**
 * The reads a screen waits for, through the whole server but the network: routing, door, SQL, JSON. Each is asked in
 * turn, with another page, debtor or word every time, so that no answer is the one just given.
 */
const ITEMS = Number(process.argv[2] ?? 100_000);
const TIMES = Number(process.argv[3] ?? 40);
const TODAY = '2026-03-31';
const GOAL_MS = 100;

await onOwnDatabase(TODAY, async (own) => {
  const companyId = await fillReceivables(own.db, { items: ITEMS, today: TODAY });
  await inCompany({ db: own.db, companyId }, (trx) =>
    addDefaultPolicy(trx, { id: companyId, country: 'BE', currency: 'EUR', language: 'fr' }),
  );
  const ask = await serverFor(own, companyId);
  const ids = await someIds(own, companyId);
  const reads: Record<string, number[]> = {};
  for (const [name, pathOf] of Object.entries(pages(ids))) {
    reads[name] = await timesOf(ask, pathOf);
  }
  const figures = Object.fromEntries(
    Object.entries(reads).map(([name, times]) => [
      name,
      { p50: percentile(times, 0.5), p95: percentile(times, 0.95), max: round(Math.max(...times)) },
    ]),
  );
  const slow = Object.entries(figures).filter(([, { p95 }]) => p95 > GOAL_MS);
  printFigures('pages', {
    items: ITEMS,
    times: TIMES,
    unit: 'ms',
    reads: figures,
    goal: { p95: GOAL_MS },
    over: slow.map(([name]) => name),
  });
});

type Ask = (path: string) => Promise<void>;

async function timesOf(ask: Ask, pathOf: (nth: number) => string): Promise<number[]> {
  for (let nth = 0; nth < 3; nth += 1) await ask(pathOf(nth));
  const times: number[] = [];
  for (let nth = 0; nth < TIMES; nth += 1) {
    const started = performance.now();
    await ask(pathOf(nth));
    times.push(performance.now() - started);
  }
  return times;
}

function pages(ids: { debtors: readonly string[]; items: readonly string[] }) {
  const at = (list: readonly string[], nth: number) => list[nth % list.length] ?? '';
  return {
    worklist: (nth: number) => `/worklist?page=${(nth % 5) + 1}`,
    overview: () => '/overview',
    'debtors by overdue': (nth: number) => `/debtors?view=overdue&sort=overdue&page=${nth + 1}`,
    'debtors by name': (nth: number) => `/debtors?view=all&sort=name&direction=asc&page=${nth + 1}`,
    'debtors found by name': (nth: number) => `/debtors?search=${encodeURIComponent(`dupont ${nth}`)}`,
    'debtors found by document': (nth: number) => `/debtors?search=f-2026-0${1000 + nth}`,
    debtor: (nth: number) => `/debtors/${at(ids.debtors, nth)}`,
    'items of a debtor': (nth: number) => `/open-items?debtor=${at(ids.debtors, nth)}`,
    'items by due date': (nth: number) => `/open-items?sort=due&page=${nth + 1}`,
    'items by amount': (nth: number) => `/open-items?sort=open&direction=desc&page=${nth + 1}`,
    'items by debtor': (nth: number) => `/open-items?sort=debtor&page=${nth + 1}`,
    'items of an age': (nth: number) => `/open-items?bucket=${nth % 5}`,
    'items found': (nth: number) => `/open-items?search=f-2026-0${1000 + nth}`,
    item: (nth: number) => `/open-items/${at(ids.items, nth)}`,
    'timeline of a debtor': (nth: number) => `/timeline?debtor=${at(ids.debtors, nth)}`,
    'palette, a name': (nth: number) => `/search?text=${encodeURIComponent(`brasserie maes ${nth}`)}`,
    'palette, a document': (nth: number) => `/search?text=f-2026-0${1000 + nth}`,
    'palette, an amount': (nth: number) => `/search?text=${encodeURIComponent(`${1200 + nth},56`)}`,
    runs: () => '/runs',
    policies: () => '/policies',
  };
}

/** The server as it starts, without its port: a request that knows its session goes straight in. */
async function serverFor({ db, url, tools }: OwnDatabase, companyId: string): Promise<Ask> {
  const user = { id: 'bench', name: 'Bench', email: 'bench@example.org' };
  await db.insertInto('appUser').values(user).execute();
  await db.insertInto('membership').values({ companyId, userId: user.id, role: 'owner' }).execute();
  const sessions = openSessions({ databaseUrl: url, url: tools.installation.url });
  const { cookies } = await sessions.startFor(user.id, new Headers());
  const cookie = cookies
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ');
  const app = serve({
    contract,
    router: routes,
    rawRoutes: [],
    tools,
    webFolder: '/nowhere',
    sessions,
    enter,
    tellRefusal,
    whyNotReady: async () => null,
  });
  return async (path) => {
    const answer = await app.request(`/api/companies/bench${path}`, { headers: { cookie } });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text.slice(0, 300)}`);
  };
}

async function someIds({ db }: OwnDatabase, companyId: string) {
  const [debtors, items] = await Promise.all([
    db.selectFrom('debtor').select('id').where('companyId', '=', companyId).limit(100).execute(),
    db.selectFrom('dueItem').select('id').where('companyId', '=', companyId).limit(100).execute(),
  ]);
  return { debtors: debtors.map(({ id }) => id), items: items.map(({ id }) => id) };
}
