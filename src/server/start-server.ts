import path from 'node:path';
import type { Logger } from 'pino';
import { enter } from './companies/enter-company.ts';
import { type OpenInstallation, openInstallation } from './installation.ts';
import { contract, rawRoutes, routes, workers } from './main.ts';
import { startDispatcher } from './notices/dispatcher.ts';
import { startCatchingMails } from './outbox/catch-mails.ts';
import { closeServer, listenOn } from './platform/listen.ts';
import { pendingMigrations } from './platform/migrate.ts';
import { startSchedule, startWorkers } from './platform/queue.ts';
import { serve } from './platform/serve.ts';
import { openSessions } from './platform/sessions.ts';
import type { Settings } from './platform/settings.ts';
import { schedule } from './schedule.ts';

export const WEB_FOLDER = path.join(import.meta.dirname, '../../dist/web');

export type RunningServer = {
  readonly address: string;
  readonly installation: OpenInstallation;
  /** Answers what was asked, ends what is being done or leaves it for the next start, and closes the database. */
  stop(): Promise<void>;
};

type Options = {
  readonly log: Logger;
  readonly catchMails?: boolean;
  /** Done once it is sure that no other process serves these data. */
  readonly prepare?: () => Promise<void>;
};

/** Starts PostgreSQL, the web server and the workers in this process. */
export async function startServer(
  settings: Settings,
  { log, catchMails = false, prepare }: Options,
): Promise<RunningServer> {
  // A demo company's mails are caught on every installation; all of them are, where the demo is what runs.
  const catcher = await startCatchingMails(() => installation.tools.db);
  const smtpUrl = catchMails ? catcher.url : settings.smtpUrl;
  const options = { log, works: true, mailsAreCaught: catchMails, catcherUrl: catcher.url };
  const installation = await openInstallation({ ...settings, smtpUrl }, options);
  const { database, boss, tools } = installation;
  const address = `http://${hostForPeople(settings.host)}:${settings.port}`;
  try {
    await database.becomeServer(address);
    await prepare?.();
    const sessions = openSessions({
      databaseUrl: database.url,
      secret: tools.installation.secret,
      url: settings.url,
    });
    const whyNotReady = async () => {
      const pending = await pendingMigrations(database.pool).catch(() => null);
      if (pending === null) return 'the database does not answer';
      return pending > 0 ? 'the database is not up to date' : null;
    };
    const app = serve({
      contract,
      router: routes,
      rawRoutes,
      tools,
      webFolder: WEB_FOLDER,
      sessions,
      enter,
      whyNotReady,
    });
    const server = await listenOn(app.fetch, settings);
    await startWorkers(boss, workers, tools);
    await startSchedule(boss, schedule);
    const dispatcher = await startDispatcher(tools);
    const stop = async () => {
      await closeServer(server);
      await dispatcher.stop();
      await catcher.stop();
      await installation.close();
      await sessions.close();
    };
    return { address, installation, stop };
  } catch (error) {
    await catcher.stop();
    await installation.close();
    throw error;
  }
}

function hostForPeople(host: string): string {
  return ['127.0.0.1', '0.0.0.0', '::', '::1'].includes(host) ? 'localhost' : host;
}
