import { createHmac } from 'node:crypto';
import { hostname } from 'node:os';
import { keysOf } from '#server/platform/secret.ts';
import type { Tools } from '#server/platform/tools.ts';
import { addProcess, lockLease, markAlive, type ProcessFacts, removeProcess } from './queries.ts';
import type { ProcessRole } from './tables.ts';

/** A process's place among those that share the database. */
export type HeldLease = {
  /** The number that every change of this process carries. Another one after others took it for dead. */
  number(): bigint;
  giveBack(): Promise<void>;
};

type Who = { readonly role: ProcessRole; readonly address?: string | null };

const BEAT_EVERY_MS = 3000;
const REGAIN_EVERY_MS = 500;

/**
 * Registers this process and says every three seconds that it lives, over a connection of its own: the connection's end
 * tells its death at once, silence tells it within twelve seconds. Whoever was taken for dead and goes on, as after a
 * long pause, gets a new number: what it held under the old one is no longer its own.
 */
export async function holdLease(
  tools: Pick<Tools, 'db' | 'installation' | 'log'>,
  who: Who,
): Promise<HeldLease> {
  const { db, installation, log } = tools;
  const facts: ProcessFacts = {
    role: who.role,
    host: hostname(),
    pid: process.pid,
    address: who.address ?? null,
    version: installation.version,
    secretMark: secretMarkOf(installation.secret),
  };
  let lease = await addProcess(db, facts);
  let leaving = () => {};
  let isLeaving = false;
  const left = new Promise<void>((resolve) => {
    leaving = () => {
      isLeaving = true;
      resolve();
    };
  });
  const renew = async () => {
    lease = await addProcess(db, facts);
    log.warn({ lease: String(lease) }, 'others took this process for dead: it goes on under a new number');
  };
  let isLocked = () => {};
  const locked = new Promise<void>((resolve) => {
    isLocked = resolve;
  });
  const beating = (async () => {
    while (!isLeaving) {
      await db
        .connection()
        .execute(async (held) => {
          while (!isLeaving) {
            if (!(await markAlive(held, lease))) await renew();
            await lockLease(held, lease);
            isLocked();
            await Promise.race([left, pause(BEAT_EVERY_MS)]);
          }
        })
        .catch((error: unknown) =>
          log.warn({ err: error }, 'the database does not hear that this process lives'),
        );
      if (!isLeaving) await Promise.race([left, pause(REGAIN_EVERY_MS)]);
    }
  })();
  await Promise.race([locked, beating]);
  return {
    number: () => lease,
    async giveBack() {
      leaving();
      await beating;
      await removeProcess(db, lease).catch(() => {});
    },
  };
}

/** Tells two secrets apart without telling what they are. */
export function secretMarkOf(secret: string): string {
  return createHmac('sha256', keysOf(secret)[0]).update('rappel process').digest('hex').slice(0, 16);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref());
}
