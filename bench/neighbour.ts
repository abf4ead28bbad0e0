import { setTimeout as pause } from 'node:timers/promises';
import { RunOptions } from '#contract/dunning-run-views.ts';
import { approveRun } from '#server/dunning-runs/approve-run.ts';
import { planRun } from '#server/dunning-runs/plan-run.ts';
import { sendRun } from '#server/dunning-runs/send-run.ts';
import { addFileImport } from '#server/imports/add-import.ts';
import { importNow } from '#server/imports/steer-import.ts';
import { dispatchOnce } from '#server/notices/dispatcher.ts';
import { inCompany } from '#server/platform/db.ts';
import { newId } from '#server/platform/ids.ts';
import { startMailCatcher } from '#server/platform/mail-catcher.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { addDefaultPolicy } from '#server/policies/add-policy.ts';
import { fillReceivables } from './fill-receivables.ts';
import { percentile, printFigures, round } from './measure.ts';
import { listOf } from './open-items-list.ts';
import { type OwnDatabase, onOwnDatabase } from './own-database.ts';
import { type Ask, askAsOwner } from './own-server.ts';

/**
 * What one company feels of another: five people of company B read its main screens, first alone, then while company A
 * imports a list, plans a run over it and sends the mails, all in the one process that a small installation has.
 */
const ROWS = Number(process.argv[2] ?? 500_000);
const MAILS = Number(process.argv[3] ?? 10_000);
const ITEMS_OF_B = 20_000;
const PEOPLE = 5;
const ALONE_SECONDS = 30;
const TODAY = '2026-03-31';
const SCREENS = [
  '/worklist',
  '/overview',
  '/debtors?view=overdue&sort=overdue',
  '/open-items?sort=due&page=3',
  '/search?text=brasserie%20maes',
  '/runs',
];

await onOwnDatabase(TODAY, async (own) => {
  const quiet = await fillReceivables(own.db, { items: ITEMS_OF_B, today: TODAY });
  await addPolicy({ ...own.tools, companyId: quiet, actor: null });
  const ask = await askAsOwner(own, { id: quiet, key: 'bench' });
  await readAll(ask, { until: Promise.resolve() });
  const alone = await readAll(ask, { until: pause(ALONE_SECONDS * 1000) });
  const stages: Record<string, object> = {};
  const whole: number[] = [];
  for (const [name, work] of Object.entries(await noisyWork(own))) {
    const started = performance.now();
    const beside = await readAll(ask, { until: work() });
    const seconds = round((performance.now() - started) / 1000, 1);
    whole.push(...beside);
    stages[name] = { seconds, ...figuresOf(beside), times: timesOf(beside, alone) };
  }
  printFigures('neighbour', {
    rows: ROWS,
    mails: MAILS,
    unit: 'ms',
    alone: figuresOf(alone),
    beside: stages,
    whole: { ...figuresOf(whole), times: timesOf(whole, alone) },
    goal: { times: 2 },
  });
});

function p95(times: readonly number[]): number {
  return percentile(times, 0.95);
}

function timesOf(beside: readonly number[], alone: readonly number[]): number {
  return round(p95(beside) / p95(alone), 2);
}

function figuresOf(times: readonly number[]) {
  return { asked: times.length, p50: percentile(times, 0.5), p95: p95(times) };
}

/** Reads until the work has ended, each person one screen a second. @returns how long each answer took, in ms */
async function readAll(ask: Ask, { until }: { until: Promise<unknown> }): Promise<number[]> {
  const times: number[] = [];
  let isOver = false;
  const person = async (nth: number) => {
    for (let turn = nth; times.length === 0 || !isOver; turn += PEOPLE) {
      const started = performance.now();
      await ask('GET', SCREENS[turn % SCREENS.length] ?? '/overview');
      times.push(performance.now() - started);
      await pause(1000);
    }
  };
  const people = Array.from({ length: PEOPLE }, (_, nth) => person(nth));
  await until;
  isOver = true;
  await Promise.all(people);
  return times;
}

/** The work of company A, one stage after another. */
async function noisyWork({ db, tools }: OwnDatabase): Promise<Record<string, () => Promise<unknown>>> {
  const sink = await startMailCatcher(async () => {});
  const companyId = newId();
  await db
    .insertInto('company')
    .values({
      ...{ id: companyId, key: 'noisy', name: 'Noisy SA', country: 'BE', language: 'fr', currency: 'EUR' },
      ...{ timeZone: 'Europe/Brussels', mode: 'live', iban: 'BE68539007547034' },
      mailFromAddress: 'compta@noisy.example',
    })
    .execute();
  const installation = { ...tools.installation, smtpUrl: sink.url };
  const company: CompanyTools = { ...tools, installation, companyId, actor: null };
  await addPolicy(company);
  const bytes = listOf(ROWS);
  const options = RunOptions.parse({ debtorTo: `C${String(MAILS).padStart(6, '0')}` });
  let run = '';
  return {
    import: async () => {
      const importId = await addFileImport(company, { fileName: 'open-items.csv', bytes });
      await importNow(company, { importId, isCheck: false }, undefined);
    },
    plan: async () => {
      run = await planRun(company, { plannedFor: Temporal.PlainDate.from(TODAY), options });
    },
    issue: async () => {
      await approveRun(company, { run, send: false });
      await sendRun(company, { runId: run });
    },
    send: async () => {
      await dispatchOnce(company);
      await sink.stop();
    },
  };
}

function addPolicy(company: CompanyTools): Promise<unknown> {
  return inCompany(company, (trx) =>
    addDefaultPolicy(trx, { id: company.companyId, country: 'BE', currency: 'EUR', language: 'fr' }),
  );
}
