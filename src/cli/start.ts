import { type Command, Option } from 'commander';
import { openServerLog } from '#server/platform/log.ts';
import type { Settings } from '#server/platform/settings.ts';
import { type Role, type RunningServer, startServer } from '#server/start-server.ts';
import { buildWeb, needsBuild } from './build-web.ts';
import type { Context } from './program.ts';

const STOP_SECONDS_MAX = 20;

export function startCommand(program: Command, context: Context): void {
  program
    .command('start')
    .description('start Rappel: PostgreSQL, the web server and the workers in one process')
    .addOption(
      new Option('--role <role>', 'what this process does; several share one DATABASE_URL')
        .choices(['all', 'web', 'worker'])
        .default('all'),
    )
    .option('--json', 'print the address as JSON once it is ready')
    .addHelpText(
      'before',
      'Examples:\n  $ rappel start\n  $ PORT=8080 RAPPEL_DATA_DIR=/var/lib/rappel rappel start\n' +
        '  $ DATABASE_URL=postgresql://… rappel start --role worker\n',
    )
    .action(async ({ json, role }: { json?: boolean; role: Role }) => {
      const settings = context.settings();
      const prepare = () => prepareWeb(context);
      const { log, close } = openServerLog(settings);
      const server = await startServer(settings, { log, role, prepare });
      // Listened for before it says that it is ready: whoever reads that may stop it at once.
      const stopped = untilStopped(server, context).then(close);
      context.out(json ? JSON.stringify(readyFacts(server, settings)) : readyWords(server, settings));
      await stopped;
    });
}

/** Builds the pages where they are missing or old: a person waits a few seconds, once. */
export async function prepareWeb(context: Context): Promise<void> {
  if (!needsBuild()) return;
  context.say('Building the pages (once, some seconds)…');
  await buildWeb(context.say);
}

/** Waits for Ctrl-C or a stop by the system, then stops whole, within twenty seconds. A second Ctrl-C stops at once. */
export async function untilStopped(server: Pick<RunningServer, 'stop'>, context: Context): Promise<void> {
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.once(signal, () => {
        process.on(signal, () => process.exit(1));
        resolve();
      });
    }
  });
  context.say('Stopping…');
  // What does not end in time is left as after a crash: the next start takes it up.
  setTimeout(() => process.exit(1), STOP_SECONDS_MAX * 1000).unref();
  await server.stop();
}

function readyFacts({ address }: RunningServer, { url, dataDir, databaseUrl }: Settings) {
  return { address, url, pid: process.pid, data: databaseUrl ? 'DATABASE_URL' : dataDir };
}

function readyWords({ address }: RunningServer, { dataDir, databaseUrl, today, url }: Settings): string {
  const lines = [
    address ? `Rappel is ready: ${address}` : 'This worker is ready. Its pages are on the web processes.',
    ...(url === address || !address ? [] : [`Its links say:   ${url}`]),
    `Its data are in: ${databaseUrl ? 'the database of DATABASE_URL' : dataDir}`,
    ...(today ? [`Every day is ${today} (RAPPEL_TODAY).`] : []),
    'Ctrl-C stops it.',
  ];
  return lines.join('\n');
}
