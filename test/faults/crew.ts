/**
 * Processes that are killed one after another, each at its point, and begun again, until the plan is done.
 *
 *   const struck = await runCrew({ env, args: ['start', '--role', 'worker'], kills, atOnce: 2 });
 */
import type pg from 'pg';
import { type RappelProcess, startProcess } from './processes.ts';

/** Where and at which time in a process's life it is killed. */
export type Kill = { readonly point: string; readonly occurrence: number };

export type CrewReport = {
  readonly struck: readonly string[];
  /** Points that were not reached any more while a process waited for them. */
  readonly missed: readonly string[];
};

type Crew = {
  readonly env: Readonly<Record<string, string>>;
  readonly args: readonly string[];
  readonly kills: readonly Kill[];
  readonly atOnce: number;
  /** How long a process may go on without reaching its point. */
  readonly patienceSeconds: number;
  /** After each death: what would otherwise need time to pass. */
  readonly afterDeath?: () => Promise<unknown>;
  /** Whether there is nothing left that could be killed in the middle. */
  readonly isOver: () => Promise<boolean>;
};

export async function runCrew(crew: Crew): Promise<CrewReport> {
  const waiting = [...crew.kills];
  const struck: string[] = [];
  const missed: string[] = [];
  const lane = async () => {
    for (let kill = waiting.shift(); kill; kill = waiting.shift()) {
      const name = `${kill.point}#${kill.occurrence}`;
      (await dieAt(crew, name)) ? struck.push(name) : missed.push(name);
      await crew.afterDeath?.();
      if (await crew.isOver())
        missed.push(...waiting.splice(0).map(({ point, occurrence }) => `${point}#${occurrence}`));
    }
  };
  await Promise.all(Array.from({ length: crew.atOnce }, lane));
  return { struck, missed };
}

async function dieAt({ env, args, patienceSeconds, isOver }: Crew, name: string): Promise<boolean> {
  let process: RappelProcess;
  try {
    process = await startProcess({ ...env, RAPPEL_FAULTS: name }, args);
  } catch (error) {
    // Killed before it was ready, as it was asked to be.
    if (error instanceof Error && error.message.includes(`fault ${name}:kill`)) return true;
    throw error;
  }
  const { ended } = process;
  const end = performance.now() + patienceSeconds * 1000;
  let over = false;
  while (process.isAlive() && performance.now() < end && !over) {
    await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 250))]);
    over = await isOver();
  }
  process.kill('SIGKILL');
  await ended;
  return process.said().includes(`fault ${name}:kill`);
}

/** Lets ten seconds pass for what is dead: the living renew their signs of life sooner than anybody looks again. */
export async function passTime(pool: pg.Pool): Promise<void> {
  await pool.query(`update worker_lease set beat_at = beat_at - interval '6 seconds'`);
  await pool.query(
    `update pgboss.job set heartbeat_on = heartbeat_on - interval '9 seconds' where state = 'active'`,
  );
}
