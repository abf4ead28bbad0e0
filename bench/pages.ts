import { inCompany } from '#server/platform/db.ts';
import { addDefaultPolicy } from '#server/policies/add-policy.ts';
import { fillReceivables } from './fill-receivables.ts';
import { percentile, printFigures, round } from './measure.ts';
import { type OwnDatabase, onOwnDatabase } from './own-database.ts';
import { type Ask, askAsOwner } from './own-server.ts';

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
  const ask = await askAsOwner(own, { id: companyId, key: 'bench' });
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

async function timesOf(ask: Ask, pathOf: (nth: number) => string): Promise<number[]> {
  for (let nth = 0; nth < 3; nth += 1) await ask('GET', pathOf(nth));
  const times: number[] = [];
  for (let nth = 0; nth < TIMES; nth += 1) {
    const started = performance.now();
    await ask('GET', pathOf(nth));
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

async function someIds({ db }: OwnDatabase, companyId: string) {
  const [debtors, items] = await Promise.all([
    db.selectFrom('debtor').select('id').where('companyId', '=', companyId).limit(100).execute(),
    db.selectFrom('dueItem').select('id').where('companyId', '=', companyId).limit(100).execute(),
  ]);
  return { debtors: debtors.map(({ id }) => id), items: items.map(({ id }) => id) };
}
