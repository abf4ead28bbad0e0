/**
 * What a use case is given in a test: the real database, the real queue, and a clock that stands.
 *
 *   const tools = toolsFor(fresh, { today: '2026-03-31' });
 *   await approveRun(await inside(tools, company.id), { runId });
 *   await runJobs(tools, dunningRunWorkers);        // does what was queued, in turn, until nothing is left
 */
import type { PgBoss } from 'pg-boss';
import { pino } from 'pino';
import { afterAll } from 'vitest';
import { addressAs, openDb, openPool } from '#server/platform/db.ts';
import { openQueue, outcomeOf, prepareQueues, queueOn, type Worker } from '#server/platform/queue.ts';
import type { Clock, CompanyTools, Installation, Queue, Tools } from '#server/platform/tools.ts';
import type { FreshDb } from './fresh-db.ts';

export type TestTools = Tools & { readonly clock: TestClock; readonly boss: Promise<PgBoss> };
type TestClock = Clock & { set(day: string): void };

type Given = { readonly today?: string; readonly installation?: Partial<Installation> };

export function toolsFor(
  { url }: Pick<FreshDb, 'url'>,
  { today = '2026-03-31', installation }: Given = {},
): TestTools {
  const boss = lazily(() => openQueue(url, () => {}));
  // As in production: what no company is entered for sees nothing of any, whatever role the test itself has.
  const pool = openPool({ connectionString: addressAs(url, 'rappel_entry'), max: 8 });
  pool.on('error', () => {});
  afterAll(async () => {
    if (boss.opened()) await (await boss.get()).stop({ graceful: false });
    await pool.end();
  });
  return {
    db: openDb(pool),
    clock: standingClock(today),
    log: pino({ level: 'silent' }),
    installation: { ...INSTALLATION, ...installation },
    queue: lazyQueue(boss.get),
    get boss() {
      return boss.get();
    },
  };
}

const INSTALLATION: Installation = {
  version: '0.0.0',
  url: 'http://localhost:3000',
  secret: 'a secret of forty characters for the tests',
  secondFactor: 'optional',
  trustedProxies: [],
  smtpUrl: null,
  smtpSeconds: 120,
  inbox: null,
  fixedToday: null,
  publicCalculator: false,
  mailsAreCaught: false,
  catcherUrl: null,
};

/** The same tools inside one company, on behalf of a user or of Rappel itself. */
export function inside(tools: Tools, companyId: string, actor: string | null = null): CompanyTools {
  return { ...tools, companyId, actor };
}

/** Half past nine in the morning, UTC, of a day that a test may change. */
export function standingClock(today: string): TestClock {
  let day = Temporal.PlainDate.from(today);
  return {
    set: (next) => {
      day = Temporal.PlainDate.from(next);
    },
    now: () => Temporal.Instant.from(`${day}T09:30:00Z`),
    today: () => day,
  };
}

export type JobOutcome = { readonly job: string; readonly status: string; readonly output?: unknown };

/** Does every waiting job of these workers, and the jobs they add, until none is left. Nothing is tried twice. */
export async function runJobs(tools: TestTools, workers: readonly Worker[]): Promise<readonly JobOutcome[]> {
  const boss = await tools.boss;
  await prepareQueues(boss, workers);
  const outcomes: JobOutcome[] = [];
  for (let found = true; found; ) {
    found = false;
    for (const worker of workers) {
      const jobs = await boss.fetch<object>(worker.name, { batchSize: 100 });
      for (const { id, data } of jobs) {
        const outcome = await outcomeOf(worker, tools, data);
        await boss.complete(worker.name, id);
        outcomes.push({ job: worker.name, ...outcome });
      }
      found ||= jobs.length > 0;
    }
  }
  return outcomes;
}

/** The payloads that wait in a queue, for a test that asks whether a job was added. */
export async function waitingJobs(tools: TestTools, name: string): Promise<readonly unknown[]> {
  const boss = await tools.boss;
  return (await boss.findJobs(name, { queued: true })).map(({ data }) => data);
}

/** A test adds jobs of whatever subject: their queues are made as they are met. */
function lazyQueue(boss: () => Promise<PgBoss>): Queue {
  const made = new Set<string>();
  const ready = async (name: string) => {
    const opened = await boss();
    if (!made.has(name)) await prepareQueues(opened, [{ name, options: {} }]);
    made.add(name);
    return queueOn(opened);
  };
  return {
    add: async (trx, job, payload, after) => (await ready(job.name)).add(trx, job, payload, after),
    addAll: async (trx, job, payloads) => (await ready(job.name)).addAll(trx, job, payloads),
  };
}

function lazily<T>(open: () => Promise<T>) {
  let opening: Promise<T> | null = null;
  return {
    opened: () => opening !== null,
    get: () => {
      opening ??= open();
      return opening;
    },
  };
}
