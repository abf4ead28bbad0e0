import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { RunOptions } from '#contract/dunning-run-views.ts';
import { planRun } from '#server/dunning-runs/plan-run.ts';
import { inCompany } from '#server/platform/db.ts';
import { addDefaultPolicy } from '#server/policies/add-policy.ts';
import { fillReceivables } from './fill-receivables.ts';
import { percentile, printFigures, round } from './measure.ts';
import { type OwnDatabase, onOwnDatabase } from './own-database.ts';
import { type Ask, askAsOwner } from './own-server.ts';

/**
 * Fifty people at work at once: each reads a page or writes something down, looks at it for a second or two, and goes on.
 * Once alone, and once while a run over everything is planned. How long they wait, and how long the program's own loop is
 * held up.
 */
const ITEMS = Number(process.argv[2] ?? 100_000);
const USERS = Number(process.argv[3] ?? 50);
const SECONDS = Number(process.argv[4] ?? 40);
const TODAY = '2026-03-31';
const GOALS = { readP95: 200, writeP95: 400, loopP99: 100 };
const WRITES_SHARE = 0.2;

await onOwnDatabase(TODAY, async (own) => {
  const companyId = await fillReceivables(own.db, { items: ITEMS, today: TODAY });
  await inCompany({ db: own.db, companyId }, (trx) =>
    addDefaultPolicy(trx, { id: companyId, country: 'BE', currency: 'EUR', language: 'fr' }),
  );
  const debtors = await someDebtors(own, companyId);
  const ask = await askAsOwner(own, { id: companyId, key: 'bench' });
  for (const path of pages(debtors, 0)) await ask('GET', path);
  const tools = { ...own.tools, companyId, actor: null };
  const plan = () =>
    planRun(tools, { plannedFor: Temporal.PlainDate.from(TODAY), options: RunOptions.parse({}) });
  printFigures('users', {
    items: ITEMS,
    users: USERS,
    seconds: SECONDS,
    unit: 'ms',
    alone: await atWork({ ask, debtors }),
    besidePlanning: await atWork({ ask, debtors }, plan),
    goal: GOALS,
  });
});

type Company = { readonly ask: Ask; readonly debtors: readonly string[] };

/** What fifty people waited for, and what was done meanwhile, from a third of their time on. */
async function atWork(company: Company, meanwhile: () => Promise<unknown> = async () => {}) {
  const times = { read: [] as number[], write: [] as number[] };
  const loop = monitorEventLoopDelay({ resolution: 10 });
  loop.enable();
  const ends = performance.now() + SECONDS * 1000;
  const people = Array.from({ length: USERS }, (_, nth) => person(nth, { ...company, times, ends }));
  await pause(SECONDS * 300);
  const begun = performance.now();
  await meanwhile();
  const took = performance.now() - begun;
  await Promise.all(people);
  loop.disable();
  return {
    reads: figuresOf(times.read),
    writes: figuresOf(times.write),
    meanwhile: round(took),
    loopDelay: {
      p50: round(loop.percentile(50) / 1e6),
      p99: round(loop.percentile(99) / 1e6),
      max: round(loop.max / 1e6),
    },
  };
}

function figuresOf(list: readonly number[]) {
  return {
    asked: list.length,
    p50: percentile(list, 0.5),
    p95: percentile(list, 0.95),
    max: round(Math.max(...list)),
  };
}

type Work = Company & {
  readonly times: { readonly read: number[]; readonly write: number[] };
  readonly ends: number;
};

async function person(nth: number, { ask, debtors, times, ends }: Work): Promise<void> {
  // The same people do the same each time: a share of writes, and a look of one to two seconds between.
  let turn = nth * 7;
  await pause((nth * 40) % 1500);
  while (performance.now() < ends) {
    turn += 1;
    const isWrite = (turn * 31) % 100 < WRITES_SHARE * 100;
    const debtor = debtors[turn % debtors.length] ?? '';
    const list = pages(debtors, turn);
    const started = performance.now();
    if (isWrite) await ask('POST', `/debtors/${debtor}/notes`, { text: `Called, turn ${turn}.` });
    else await ask('GET', list[turn % list.length] ?? '/overview');
    (isWrite ? times.write : times.read).push(performance.now() - started);
    await pause(1000 + ((turn * 137) % 1000));
  }
}

function pages(debtors: readonly string[], turn: number): string[] {
  const debtor = debtors[turn % debtors.length] ?? '';
  return [
    `/worklist?page=${(turn % 5) + 1}`,
    '/overview',
    `/debtors?view=overdue&sort=overdue&page=${(turn % 20) + 1}`,
    `/debtors/${debtor}`,
    `/open-items?debtor=${debtor}`,
    `/open-items?sort=due&page=${(turn % 20) + 1}`,
    `/timeline?debtor=${debtor}`,
    `/search?text=${encodeURIComponent(`brasserie maes ${turn}`)}`,
    '/runs',
  ];
}

async function someDebtors({ db }: OwnDatabase, companyId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('debtor')
    .select('id')
    .where('companyId', '=', companyId)
    .limit(500)
    .execute();
  return rows.map(({ id }) => id);
}
