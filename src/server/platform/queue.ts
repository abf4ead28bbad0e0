import { fromKysely, type JobResult, type JobWithMetadata, PgBoss } from 'pg-boss';
import { z } from 'zod';
import { Refusal } from '#core/refusal.ts';
import { fault } from './fault.ts';
import type { Job } from './job.ts';
import { QUEUE_SCHEMA } from './migrate.ts';
import { isOutage } from './outage.ts';
import { isNoRoom } from './room.ts';
import { runAlone } from './run-alone.ts';
import type { CompanyTools, Queue, Tools } from './tools.ts';

/** Where jobs are kept, and who fetches them. */
export type QueueStore = PgBoss;

/** A job bound to the use case that does it, listed in a subject's workers.ts. */
export type Worker = {
  readonly name: string;
  readonly options: WorkOptions;
  run(tools: Tools, data: unknown): Promise<unknown>;
  /** After the last try: what has to be told, and to whom. */
  givenUp?(tools: Tools, data: unknown, error: unknown): Promise<unknown>;
};

type GivenUp<Payload> = (tools: CompanyTools, payload: Payload, error: unknown) => Promise<unknown>;
type WorkOptions = {
  /** Thousands at a time: its own table, and fetched in batches. */
  readonly bulk?: boolean;
  /** How many at once in this process. */
  readonly atOnce?: number;
  /** How often it is tried again when the outside fails. A refusal is never tried again. */
  readonly retries?: number;
  /** One at a time over all processes: while one is at it, the next is left out. */
  readonly single?: boolean;
};

const OfCompany = z.object({ companyId: z.uuid(), actor: z.string().nullable().optional() });

/** Binds a job of one company. The payload is checked again: the queue outlives deployments. */
export function work<Payload extends { companyId: string }>(
  { name, payload }: Job<Payload>,
  run: (tools: CompanyTools, payload: Payload) => Promise<unknown>,
  { givenUp, ...options }: WorkOptions & { readonly givenUp?: GivenUp<Payload> } = {},
): Worker {
  const inside = (tools: Tools, data: unknown): CompanyTools => {
    const { companyId, actor = null } = OfCompany.parse(data);
    return { ...tools, companyId, actor };
  };
  return {
    name,
    options,
    run: (tools, data) => run(inside(tools, data), payload.parse(data)),
    ...(givenUp && {
      givenUp: (tools, data, error) => givenUp(inside(tools, data), payload.parse(data), error),
    }),
  };
}

/** Binds a job that is of no company: what the clock asks for, on behalf of all of them. */
export function workForAll<Payload extends object>(
  { name, payload }: Job<Payload>,
  run: (tools: Tools, payload: Payload) => Promise<unknown>,
  options: WorkOptions = {},
): Worker {
  return { name, options, run: (tools, data) => run(tools, payload.parse(data)) };
}

/** A job that the clock adds by itself. The hours are those of the time zone. */
export type Recurring = {
  readonly job: Job<Record<string, never>>;
  readonly cron: string;
  timeZone?: string;
};

const CHUNK = 5000;
/** How often a worker says that it is at its job. */
const REFRESH_SECONDS = 2;

export function queueOn(boss: PgBoss): Queue {
  return {
    async add(trx, job, payload, after) {
      const options = after ? { startAfter: new Date(after.epochMilliseconds) } : {};
      const added = await boss.send(job.name, payload, { ...options, db: fromKysely(trx) });
      if (!added) throw new Error(`The queue did not take the job ${job.name}.`);
    },
    async addAll(trx, job, payloads) {
      const db = fromKysely(trx);
      for (let start = 0; start < payloads.length; start += CHUNK) {
        const chunk = payloads.slice(start, start + CHUNK);
        await boss.insert(
          job.name,
          chunk.map((data) => ({ data })),
          { db },
        );
      }
    },
  };
}

/** Opens the queue's store without working on it: enough to add jobs, for commands and tests. */
export async function openQueue(connectionString: string, onError: (error: Error) => void): Promise<PgBoss> {
  const boss = new PgBoss({
    connectionString,
    schema: QUEUE_SCHEMA,
    max: 2,
    supervise: false,
    schedule: false,
  });
  boss.on('error', onError);
  return boss.start();
}

/** The queue as a server has it: it watches over its jobs and listens for new ones. */
export async function openWorkingQueue(
  connectionString: string,
  onError: (error: Error) => void,
): Promise<PgBoss> {
  const boss = new PgBoss({
    connectionString,
    schema: QUEUE_SCHEMA,
    max: 6,
    useListenNotify: true,
    superviseIntervalSeconds: 5,
    monitorIntervalSeconds: 5,
  });
  boss.on('error', onError);
  return boss.start();
}

/** Makes each worker's queue where it is missing. A queue keeps the options it was made with, but for these. */
export async function prepareQueues(
  boss: PgBoss,
  workers: readonly Pick<Worker, 'name' | 'options'>[],
): Promise<void> {
  const known = new Set((await boss.getQueues()).map(({ name }) => name));
  for (const { name, options } of workers) {
    // Stands behind startTakingOver, should no process of ours look: without it, only the expiry would, in a day.
    const tried = {
      retryLimit: options.retries ?? 5,
      retryBackoff: true,
      retryDelay: 2,
      retryDelayMax: 600,
      heartbeatSeconds: 60,
      expireInSeconds: 23 * 3600,
      notify: true,
    };
    if (known.has(name)) await boss.updateQueue(name, tried);
    else await boss.createQueue(name, { ...tried, partition: options.bulk ?? false });
  }
}

/** Starts every worker. What dead processes left is begun again by startTakingOver. */
export async function startWorkers(boss: PgBoss, workers: readonly Worker[], tools: Tools): Promise<void> {
  await prepareQueues(boss, workers);
  for (const worker of workers) {
    const { bulk = false, atOnce = 1 } = worker.options;
    const fetch = { batchSize: bulk ? 25 : 1, burstWhenBatchFull: true, localConcurrency: atOnce };
    const polling = { pollingIntervalSeconds: 2, notifyPollingIntervalSeconds: 2 };
    const options = {
      ...{ ...fetch, ...polling, heartbeatRefreshSeconds: REFRESH_SECONDS },
      ...{ perJobResults: true as const, includeMetadata: true as const },
    };
    await boss.work<object, unknown, typeof options>(worker.name, options, (jobs) =>
      runInTurn(worker, tools, jobs),
    );
  }
}

/** Brings the schedule in line with the page that lists it: what is not on it any more is not done any more. */
export async function startSchedule(boss: PgBoss, schedule: readonly Recurring[]): Promise<void> {
  const listed = new Set(schedule.map(({ job }) => job.name));
  for (const { name, key } of await boss.getSchedules())
    if (!listed.has(name)) await boss.unschedule(name, key);
  for (const { job, cron, timeZone = 'UTC' } of schedule)
    await boss.schedule(job.name, cron, {}, { tz: timeZone });
}

async function runInTurn(
  worker: Worker,
  tools: Tools,
  jobs: readonly JobWithMetadata<object>[],
): Promise<JobResult[]> {
  const results: JobResult[] = [];
  for (const { id, data, retryCount, retryLimit } of jobs) {
    const isLastTry = retryCount >= retryLimit;
    results.push({ id, ...(await outcomeOf(worker, tools, data, isLastTry)) });
  }
  return results;
}

/** Does one job and tells how it ended: a refusal is recorded and not tried again, for it would be refused again. */
export async function outcomeOf(
  worker: Worker,
  tools: Tools,
  data: unknown,
  isLastTry = false,
): Promise<Omit<JobResult, 'id'>> {
  const log = tools.log.child({ job: worker.name, ...idsOf(data) });
  const { room } = tools.installation;
  try {
    fault('job-fetched');
    await room?.awaited();
    if (!worker.options.single) await worker.run({ ...tools, log }, data);
    else if (!(await runAlone(tools, worker.name, () => worker.run({ ...tools, log }, data))))
      log.info('another process is at it: left out');
    fault('job-done');
    return { status: 'completed' };
  } catch (error) {
    if (error instanceof Refusal) {
      log.warn({ code: error.code }, 'job refused');
      return { status: 'deadletter', output: { code: error.code, facts: error.facts } };
    }
    log.error({ err: error }, 'job failed');
    // That the disk is full is no fault of the job: it is tried again when there is room, and not counted.
    if (room?.whyNot() && (isNoRoom(error) || isOutage(error)))
      return outcomeOf(worker, tools, data, isLastTry);
    if (isLastTry) await worker.givenUp?.({ ...tools, log }, data, error);
    return { status: 'failed', output: { message: error instanceof Error ? error.message : String(error) } };
  }
}

/** Payloads hold ids only, so they may be logged. */
function idsOf(data: unknown): Record<string, string> {
  const entries = Object.entries(data ?? {}).filter(
    ([name, value]) => name.endsWith('Id') && typeof value === 'string',
  );
  return Object.fromEntries(entries);
}
