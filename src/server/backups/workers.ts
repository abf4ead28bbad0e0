import { workForAll } from '#server/platform/queue.ts';
import type { Tools } from '#server/platform/tools.ts';
import { backUp, backUpByNight } from './back-up.ts';
import { backUpByNightJob, backUpNowJob } from './jobs.ts';

export const backupWorkers = [
  workForAll(
    backUpByNightJob,
    async (tools) => {
      const { backups } = tools.installation;
      const made = backups && (await backUpByNight(tools.db, backups, tools.clock.now()));
      if (made) tell(tools, made);
    },
    { retries: 3 },
  ),
  workForAll(
    backUpNowJob,
    async (tools) => {
      const { backups } = tools.installation;
      if (!backups) return;
      tell(tools, await backUp(tools.db, backups, { reason: 'asked', at: tools.clock.now() }));
    },
    { retries: 0 },
  ),
];

function tell({ log }: Tools, { file, differences, written }: Awaited<ReturnType<typeof backUp>>): void {
  const facts = { file, size: written.size, rows: written.rows };
  if (differences.length > 0) log.error({ ...facts, differences }, 'a backup was made and is not good');
  else log.info(facts, 'a backup was made and verified');
}
