import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Logger } from 'pino';
import { z } from 'zod';
import { backUpBeforeUpgrade, placeOfBackups } from './backups/back-up-before-upgrade.ts';
import { takeUpRestoredJobs } from './backups/take-up-jobs.ts';
import { workers } from './main.ts';
import { clockOf } from './platform/clock.ts';
import { type OpenDatabase, openDatabase } from './platform/database.ts';
import { openDb } from './platform/db.ts';
import { openQueue, openWorkingQueue, prepareQueues, type QueueStore, queueOn } from './platform/queue.ts';
import { watchRoom } from './platform/room.ts';
import { secretOf } from './platform/secret.ts';
import type { Settings } from './platform/settings.ts';
import type { Installation, Tools } from './platform/tools.ts';
import { recogniseInstallation } from './send-stops/recognise-installation.ts';

/** The program with its database open: what a command and a server have in common. */
export type OpenInstallation = {
  readonly settings: Settings;
  readonly database: OpenDatabase;
  readonly boss: QueueStore;
  readonly tools: Tools;
  close(): Promise<void>;
};

const PACKAGE = path.join(import.meta.dirname, '../../package.json');
export const version = z
  .object({ version: z.string() })
  .parse(JSON.parse(readFileSync(PACKAGE, 'utf8'))).version;

type Options = {
  readonly log: Logger;
  /** A server works on its jobs, a command only adds some. */
  readonly works: boolean;
  readonly mailsAreCaught?: boolean;
  readonly catcherUrl?: string;
};

/** Opens the database of these settings, starting PostgreSQL where nobody did. Close it, or it stays. */
export async function openInstallation(settings: Settings, options: Options): Promise<OpenInstallation> {
  const { log, works, mailsAreCaught = false, catcherUrl = null } = options;
  const secret = secretOf(settings);
  const beforeUpgrade = async (url: string) => {
    await backUpBeforeUpgrade(placeOfBackups(settings, { database: url, secret, version }), log);
  };
  const database = await openDatabase(settings, log, { beforeUpgrade });
  const onError = (error: unknown) => log.warn({ err: error }, 'the queue or the reserve had a difficulty');
  let leaveQueue = async () => {};
  try {
    const boss = await (works ? openWorkingQueue : openQueue)(database.url, onError);
    leaveQueue = () => boss.stop({ graceful: false });
    if (!works) await prepareQueues(boss, workers);
    const { url, smtpUrl, smtpSeconds, publicMailHostsOnly, inbox, publicCalculator, today } = settings;
    const secret = secretOf(settings);
    const { secondFactor, secondFactorIsUsual, trustedProxies, hsts } = settings;
    const room = settings.databaseUrl ? null : watchRoom(settings.dataDir, { keepsReserve: works, onError });
    const installation: Installation = {
      ...(room && { room }),
      version,
      url,
      secret,
      hsts,
      secondFactor,
      secondFactorIsUsual,
      trustedProxies,
      smtpUrl,
      smtpSeconds,
      publicMailHostsOnly,
      inbox,
      publicCalculator,
      fixedToday: today,
      dataDir: settings.dataDir,
      mailsAreCaught,
      catcherUrl,
      backups: placeOfBackups(settings, { database: database.url, secret, version }),
    };
    const tools: Tools = {
      db: openDb(database.pool),
      queue: queueOn(boss),
      clock: clockOf(today),
      log,
      installation,
    };
    await recogniseInstallation(tools.db, {
      dataDir: settings.dataDir,
      version,
      isUpgraded: database.isUpgraded,
      isServed: (await database.findServer()) !== null,
    });
    await takeUpRestoredJobs(tools.db, tools.queue, new Set(workers.map(({ name }) => name)), () =>
      prepareQueues(boss, workers),
    );
    const close = async () => {
      await room?.stop();
      await boss.stop({ graceful: works, timeout: 10_000 });
      await database.close();
    };
    return { settings, database, boss, tools, close };
  } catch (error) {
    // Whatever stays open keeps a process that failed from ending.
    await leaveQueue();
    await database.close();
    throw error;
  }
}
