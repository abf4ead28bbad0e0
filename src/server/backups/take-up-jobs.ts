import { z } from 'zod';
import type { Db } from '#server/platform/db.ts';
import { job } from '#server/platform/job.ts';
import type { Queue } from '#server/platform/tools.ts';

const Data = z.record(z.string(), z.unknown());

/**
 * Gives the queue the jobs that came back with a backup, once: they leave our table in the same transaction.
 * @param known the names of the queues; a job of another version's is left out
 * @returns how many
 */
export async function takeUpRestoredJobs(
  db: Db,
  queue: Queue,
  known: ReadonlySet<string>,
  prepare: () => Promise<void>,
): Promise<number> {
  const waiting = await db.selectFrom('restoredJob').select('id').limit(1).executeTakeFirst();
  if (!waiting) return 0;
  await prepare();
  return db.transaction().execute(async (trx) => {
    const jobs = await trx.deleteFrom('restoredJob').returning(['name', 'data', 'startAt']).execute();
    const ours = jobs.filter(({ name }) => known.has(name));
    for (const { name, data, startAt } of ours)
      await queue.add(trx, job(name, Data), Data.parse(data), startAt ?? undefined);
    return ours.length;
  });
}
