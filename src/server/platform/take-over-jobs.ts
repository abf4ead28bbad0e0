import { z } from 'zod';
import { fault } from './fault.ts';
import { QUEUE_SCHEMA } from './migrate.ts';
import type { QueueStore, Worker } from './queue.ts';
import type { Tools } from './tools.ts';

const LOOK_EVERY_MS = 1000;
/** Three signs of life that did not come: a worker gives one every two seconds. */
const SILENT_SECONDS_MAX = 6;
/** A job that ended so many of its processes is not begun again: it may be what ends them. */
const DEATHS_MAX = 100;
const TAKEN_OVER = 'the process that did this job is gone: it begins again';
const GIVEN_UP = 'the processes that did this job died again and again: it is given up';

/**
 * Begins again, as long as this process lives, what others began and left: within fifteen seconds of their death. To die
 * is no failure of the job: it uses up none of its tries. @returns what ends it.
 */
export function startTakingOver(
  boss: QueueStore,
  workers: readonly Worker[],
  tools: Tools,
): () => Promise<void> {
  let stopping = false;
  let wake = () => {};
  const work = (async () => {
    while (!stopping) {
      await takeOverJobs(boss, workers, tools).catch((error: unknown) =>
        tools.log.warn({ err: error }, 'jobs of dead processes could not be looked for'),
      );
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, LOOK_EVERY_MS);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  })();
  return async () => {
    stopping = true;
    wake();
    await work;
  };
}

/**
 * Begins again what was begun and left. No failure of the job: it waits for nothing. Of several who look, one has it: a
 * sign of life is given in its name, and whoever dies in the middle leaves it to the next, for as long as it stands as begun.
 * @param silentSeconds how long its process has said nothing; 0 where no other process lives.
 */
export async function takeOverJobs(
  boss: QueueStore,
  workers: readonly Worker[],
  tools: Tools,
  silentSeconds = SILENT_SECONDS_MAX,
): Promise<void> {
  const queue = boss.getDb();
  // One more try for each death, so that the failure told below begins it again.
  const { rows } = await queue.executeSql(
    `update ${QUEUE_SCHEMA}.job set heartbeat_on = ${QUEUE_SCHEMA}.job_now(),
       retry_limit = greatest(retry_limit, least(retry_limit + 1, $3))
     where name = any($1::text[]) and state = 'active'
       and coalesce(heartbeat_on, started_on) <= ${QUEUE_SCHEMA}.job_now() - make_interval(secs => $2)
     returning id, name, data, retry_count as "retryCount", retry_count >= retry_limit as "isLast"`,
    [workers.map(({ name }) => name), silentSeconds, DEATHS_MAX],
  );
  for (const left of rows.map(leftFrom)) {
    // One that cannot be begun again now is looked at again, and holds up no other.
    await beginAgain(boss, workers, tools, left).catch((error: unknown) =>
      tools.log.warn({ err: error, job: left.name, id: left.id }, 'a job could not be taken over yet'),
    );
  }
}

async function beginAgain(
  boss: QueueStore,
  workers: readonly Worker[],
  tools: Tools,
  { id, name, data, retryCount, isLast }: Left,
): Promise<void> {
  const worker = workers.find((one) => one.name === name);
  tools.log.warn({ job: name, id }, isLast ? GIVEN_UP : TAKEN_OVER);
  fault('job-taken-over');
  // Before it stands as failed, where nobody would look for it any more.
  if (isLast)
    await worker?.givenUp?.(tools, data, new Error('The processes that did it died again and again.'));
  await boss.fail(name, { id, retryCount }, { message: 'Its process is gone.' });
  await boss.getDb().executeSql(
    `update ${QUEUE_SCHEMA}.job set start_after = ${QUEUE_SCHEMA}.job_now()
     where name = $1 and id = $2 and state = 'retry'`,
    [name, id],
  );
}

const LEFT = z.object({
  id: z.string(),
  name: z.string(),
  data: z.unknown(),
  retryCount: z.number(),
  isLast: z.boolean(),
});

type Left = z.output<typeof LEFT>;

function leftFrom(row: unknown): Left {
  return LEFT.parse(row);
}
