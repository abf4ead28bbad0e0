import { setTimeout as wait } from 'node:timers/promises';
import type pg from 'pg';
import type { Random } from '#test/model/random.ts';
import type { ScriptedSmtp } from '#test/support/scripted-smtp.ts';
import type { TestTools } from '#test/support/tools.ts';
import { addApprovedRun, isOver, type States, statesOf, until } from './approved-run.ts';
import type { RappelProcess } from './processes.ts';

type Round = {
  readonly tools: TestTools;
  readonly pool: pg.Pool;
  readonly smtp: ScriptedSmtp;
  readonly notices: number;
  readonly pauseSeconds: number;
  readonly random: Random;
};

/** Two processes share a run; one stands still in the middle of it, is taken for dead, and goes on. */
export async function shareWithPause(
  workers: readonly [RappelProcess, RappelProcess],
  { tools, pool, smtp, notices, pauseSeconds, random }: Round,
): Promise<States> {
  const before = smtp.accepted.length;
  const run = await addApprovedRun(tools, pool, { notices });
  const begins = before + random.from(1, Math.floor(notices / 2));
  await until(
    async () => smtp.accepted.length,
    (accepted) => accepted >= begins,
    { secondsMax: 300, everyMs: 5 },
  );
  const paused = workers[random.from(0, 1)] ?? workers[0];
  paused.kill('SIGSTOP');
  await wait(pauseSeconds * 1000);
  paused.kill('SIGCONT');
  return until(() => statesOf(pool, run), isOver, { secondsMax: 600 });
}

/** Message-IDs that a server took more than once. */
export function duplicatesIn({ accepted }: ScriptedSmtp): readonly string[] {
  const seen = new Set<string>();
  return accepted.map(({ messageId }) => messageId).filter((id) => seen.size === seen.add(id).size);
}
