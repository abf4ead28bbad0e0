import path from 'node:path';
import type { Logger } from 'pino';
import { enter } from './companies/enter-company.ts';
import { type OpenInstallation, openInstallation } from './installation.ts';
import { contract, rawRoutes, routes, workers } from './main.ts';
import { startDispatcher } from './notices/dispatcher.ts';
import { startCatchingMails } from './outbox/catch-mails.ts';
import { replayRestrictions } from './personal-data/restriction-stones.ts';
import { replayErasures } from './personal-data/tombstones.ts';
import { fault } from './platform/fault.ts';
import { closeServer, listenOn } from './platform/listen.ts';
import { startSchedule, startWorkers } from './platform/queue.ts';
import { openRequestBudget } from './platform/request-budget.ts';
import { serve } from './platform/serve.ts';
import { openSessions } from './platform/sessions.ts';
import type { Settings } from './platform/settings.ts';
import { startTakingOver, takeOverJobs } from './platform/take-over-jobs.ts';
import type { Tools } from './platform/tools.ts';
import { type HeldLease, holdLease, secretMarkOf } from './processes/hold-lease.ts';
import { listProcesses } from './processes/queries.ts';
import type { ProcessRole } from './processes/tables.ts';
import { schedule } from './schedule.ts';
import { tellRefusal } from './security-log/tell-security.ts';
import { auditAtStartJob } from './self-audit/jobs.ts';
import { keepMark } from './send-stops/recognise-installation.ts';
import { startSilenceWatch } from './silence/keep-watch.ts';
import { whyNotReady } from './why-not-ready.ts';

export const WEB_FOLDER = path.join(import.meta.dirname, '../../dist/web');

/** What a process does: answer people, do the work behind it, or both. */
export type Role = Exclude<ProcessRole, 'command'>;

export type RunningServer = {
  /** Null: this process has no pages. */
  readonly address: string | null;
  readonly installation: OpenInstallation;
  /** Answers what was asked, ends what is being done or leaves it for the next start, and closes the database. */
  stop(): Promise<void>;
};

type Options = {
  readonly log: Logger;
  readonly role?: Role;
  readonly catchMails?: boolean;
  /** Done once it is sure that no other process serves these data. */
  readonly prepare?: () => Promise<void>;
};

/**
 * Of one user or API key: twenty a second, for a minute; screens ask a fraction of it. Of one machine, behind whose address
 * a whole house may sit: a hundred a second.
 */
const REQUESTS_PER_MINUTE = { asker: 1_200, machine: 6_000 };
const JOBS_STOP_MS_MAX = 12_000;

/**
 * Starts Rappel in this process: PostgreSQL, the web server and the workers, or one of the latter two. On a database of
 * its own (DATABASE_URL) as many processes as one likes share the work; the embedded one belongs to one.
 */
export async function startServer(
  settings: Settings,
  { log, role = 'all', catchMails = false, prepare }: Options,
): Promise<RunningServer> {
  const alone = settings.databaseUrl === null;
  if (alone && role !== 'all') {
    throw new Error(
      'The embedded database belongs to one process. Start it without --role, or set DATABASE_URL to a PostgreSQL that ' +
        'the web and worker processes share.',
    );
  }
  // A demo company's mails are caught on every installation; all of them are, where the demo is what runs.
  const catcher = await startCatchingMails(() => installation.tools.db);
  const smtpUrl = catchMails ? catcher.url : settings.smtpUrl;
  const options = { log, works: role !== 'web', mailsAreCaught: catchMails, catcherUrl: catcher.url };
  const installation = await openInstallation({ ...settings, smtpUrl }, options).catch(async (error) => {
    await catcher.stop();
    throw error;
  });
  const address =
    role === 'worker'
      ? null
      : `${settings.tls ? 'https' : 'http'}://${hostForPeople(settings.host)}:${settings.port}`;
  try {
    const name = `process ${process.pid}${address ? ` at ${address}` : ' (worker)'}`;
    await installation.database.becomeServer(name, alone);
    await refuseOtherSecret(installation.tools);
    if (address) await prepare?.();
    const mark = keepMark(installation.tools.db, settings.dataDir, (error) =>
      log.warn({ err: error }, 'the mark of these data could not be kept'),
    );
    const lease = await holdLease(installation.tools, { role, address });
    fault('lease-held');
    // A restore may have brought somebody back, and only this process's folder may tell of it: whatever its role.
    await replayErasures(installation.tools);
    await replayRestrictions(installation.tools);
    const web = address ? await startWeb(settings, installation) : null;
    const working = role === 'web' ? null : await startWorking(installation, lease, alone);
    const stop = async () => {
      await Promise.all([web?.stop(), working?.stop()]);
      await lease.giveBack();
      mark.stop();
      await catcher.stop();
      await installation.close();
    };
    return { address, installation, stop };
  } catch (error) {
    await catcher.stop();
    await installation.close();
    throw error;
  }
}

type Started = { stop(): Promise<void> };

async function startWeb(settings: Settings, { database, tools }: OpenInstallation): Promise<Started> {
  const sessions = openSessions({
    databaseUrl: database.entryUrl,
    url: settings.url,
  });
  const silence = startSilenceWatch(tools);
  const app = serve({
    contract,
    router: routes,
    rawRoutes,
    tools,
    webFolder: WEB_FOLDER,
    sessions,
    enter,
    budget: openRequestBudget(REQUESTS_PER_MINUTE),
    tellRefusal,
    whyNotReady: () => whyNotReady(tools, { pool: database.pool, silence }),
  });
  const server = await listenOn(app.fetch, settings);
  return {
    async stop() {
      silence.stop();
      await closeServer(server);
      await sessions.close();
    },
  };
}

async function startWorking(
  { boss, tools }: OpenInstallation,
  lease: HeldLease,
  alone: boolean,
): Promise<Started> {
  await startWorkers(boss, workers, tools);
  if (alone) await takeOverJobs(boss, workers, tools, 0);
  await startSchedule(boss, schedule);
  await boss.send(auditAtStartJob.name, {});
  const stopTakingOver = startTakingOver(boss, workers, tools);
  const dispatcher = startDispatcher(tools, lease);
  return {
    async stop() {
      const jobs = boss.stop({ graceful: true, timeout: JOBS_STOP_MS_MAX });
      await Promise.all([stopTakingOver(), dispatcher.stop(), jobs]);
    },
  };
}

/** What one process seals, another could not open: neither passwords of mail servers nor cookies. */
async function refuseOtherSecret({ db, installation }: Tools): Promise<void> {
  const mark = secretMarkOf(installation.secret);
  const other = (await listProcesses(db)).find(
    ({ secretMark }) => secretMark !== null && secretMark !== mark,
  );
  if (!other) return;
  throw new Error(
    `Process ${other.pid} on ${other.host} works on the same database with another secret. Give all processes the ` +
      'same RAPPEL_SECRET.',
  );
}

function hostForPeople(host: string): string {
  return ['127.0.0.1', '0.0.0.0', '::', '::1'].includes(host) ? 'localhost' : host;
}
