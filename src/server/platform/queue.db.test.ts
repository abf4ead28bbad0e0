import { expect, test } from 'vitest';
import { z } from 'zod';
import { refuse } from '#core/refusal.ts';
import { freshDb } from '#test/support/fresh-db.ts';
import { addCompany, addDebtor, addDocument } from '#test/support/people.ts';
import { runJobs, toolsFor, waitingJobs } from '#test/support/tools.ts';
import { inCompany } from './db.ts';
import { job } from './job.ts';
import { QUEUE_SCHEMA } from './migrate.ts';
import { openWorkingQueue, queueOn, startWorkers, work } from './queue.ts';
import { takeOverJobs } from './take-over-jobs.ts';

const fresh = await freshDb();
const tools = toolsFor(fresh);
const company = await addCompany(tools);
const count = job('test.count', z.object({ companyId: z.uuid(), step: z.number() }));
const payload = (step: number) => ({ companyId: company.companyId, step });

test('a job exists if, and only if, the change of its transaction does', async () => {
  const undone = inCompany(company, async (trx) => {
    await tools.queue.add(trx, count, payload(1));
    throw new Error('undone');
  });
  await expect(undone).rejects.toThrow('undone');
  expect(await waitingJobs(tools, count.name)).toEqual([]);
  await inCompany(company, (trx) => tools.queue.addAll(trx, count, [payload(2), payload(3)]));
  expect(await waitingJobs(tools, count.name)).toHaveLength(2);
});

test('a worker gets the tools of the company its job names', async () => {
  const seen: string[] = [];
  const worker = work(count, async ({ companyId }, { step }) => void seen.push(`${companyId} ${step}`));
  const outcomes = await runJobs(tools, [worker]);
  expect(seen.sort()).toEqual([`${company.companyId} 2`, `${company.companyId} 3`]);
  expect(outcomes.map(({ status }) => status)).toEqual(['completed', 'completed']);
});

test('a refusal is recorded and not tried again; another failure is', async () => {
  await inCompany(company, (trx) => tools.queue.addAll(trx, count, [payload(4), payload(5)]));
  const worker = work(count, async (_, { step }) => {
    if (step === 4) refuse('company_unknown', { company: 'x' });
    throw new Error('the outside failed');
  });
  const outcomes = await runJobs(tools, [worker]);
  expect(outcomes.map(({ status }) => status).sort()).toEqual(['deadletter', 'failed']);
});

test('a running server does what was added, at once, and what a killed one left', async () => {
  const boss = await tools.boss;
  await inCompany(company, (trx) => tools.queue.add(trx, count, payload(6)));
  expect(await boss.fetch(count.name)).toHaveLength(1); // and the process that fetched it dies
  const done: number[] = [];
  let heard = () => {};
  const both = new Promise<void>((resolve) => {
    heard = resolve;
  });
  const worker = work(count, async (_, { step }) => {
    done.push(step);
    if (done.length === 2) heard();
  });
  const working = await openWorkingQueue(fresh.url, () => {});
  await startWorkers(working, [worker], tools);
  await takeOverJobs(working, [worker], tools, 0);
  await inCompany(company, (trx) => queueOn(working).add(trx, count, payload(7)));
  await both;
  expect(done.sort()).toEqual([6, 7]);
  await working.stop({ graceful: false });
}, 30_000);

test('a job whose processes died too often stands as begun until it is given up, by one of those who look', async () => {
  const boss = await tools.boss;
  const jobs = (change: string) => boss.getDb().executeSql(`${change} where name = $1`, [count.name]);
  await inCompany(company, (trx) => tools.queue.add(trx, count, payload(8)));
  await boss.fetch(count.name);
  await jobs(`update ${QUEUE_SCHEMA}.job set retry_count = 100, retry_limit = 100`);
  const told: number[] = [];
  const worker = work(count, async () => {}, {
    givenUp: async (_, { step }) => {
      if (told.push(step) === 1) throw new Error('the database went away');
    },
  });

  await takeOverJobs(boss, [worker], tools, 0);
  const { rows: begun } = await jobs(`select state from ${QUEUE_SCHEMA}.job`);
  expect(begun).toContainEqual({ state: 'active' });
  await takeOverJobs(boss, [worker], tools);
  expect(told).toEqual([8]);

  await jobs(`update ${QUEUE_SCHEMA}.job set heartbeat_on = heartbeat_on - interval '7 seconds'`);
  await Promise.all([1, 2].map(() => takeOverJobs(boss, [worker], tools)));
  expect(told).toEqual([8, 8]);
  const { rows: ended } = await jobs(`select state from ${QUEUE_SCHEMA}.job`);
  expect(ended).not.toContainEqual({ state: 'active' });
});

test('the builders make a debtor with open items', async () => {
  const debtor = await addDebtor(company, { number: 'D1' });
  const invoice = await addDocument(company, debtor, { items: [{ dueOn: '2026-02-01', open: '120.50' }] });
  const rows = await inCompany(company, (trx) => trx.selectFrom('dueItem').selectAll().execute());
  expect(rows).toMatchObject([{ id: invoice.items[0]?.id, openMinor: 12050n, level: 0 }]);
});
