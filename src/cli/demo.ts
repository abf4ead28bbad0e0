import type { Command } from 'commander';
import { DEMO_COMPANY } from '#demo/company.ts';
import { DEMO_TODAY } from '#demo/ledger.ts';
import { loadDemo } from '#server/companies/load-demo.ts';
import { findCompanyByKey } from '#server/companies/queries.ts';
import { openServerLog } from '#server/platform/log.ts';
import type { Tools } from '#server/platform/tools.ts';
import { startServer } from '#server/start-server.ts';
import { addUser, findUserByEmail } from '#server/users/queries.ts';
import { addSignInLink, linkAddress } from '#server/users/sign-in-links.ts';
import type { Context } from './program.ts';
import { prepareWeb, untilStopped } from './start.ts';

const VISITOR = { email: 'demo@rappel.example', name: 'Odile Lambert', language: 'en' } as const;

export function demoCommand(program: Command, context: Context): void {
  program
    .command('demo')
    .description('start Rappel with an invented company on its own day; its mails are caught, nothing leaves')
    .option('--json', 'print the addresses as JSON once it is ready')
    .addHelpText('before', 'Example:\n  $ rappel demo\n')
    .action(async ({ json }: { json?: boolean }) => {
      // Its own folder, so that trying things out and real work never meet.
      const env = {
        RAPPEL_DATA_DIR: 'data/demo',
        RAPPEL_TODAY: String(DEMO_TODAY),
        // Its visitor comes by a link and has no password to add one with.
        RAPPEL_SECOND_FACTOR: 'optional',
        ...context.env,
      };
      const settings = context.settings(env);
      const prepare = () => prepareWeb(context);
      const { log, close } = openServerLog(settings);
      const server = await startServer(settings, {
        log,
        catchMails: true,
        prepare,
      });
      const link = await prepareDemo(server.installation.tools).catch(async (error: unknown) => {
        await server.stop();
        throw error;
      });
      if (json)
        context.out(
          JSON.stringify({ address: server.address, link, pid: process.pid, today: settings.today }),
        );
      else context.out(words(String(server.address), link, String(settings.today)));
      await untilStopped(server, context);
      await close();
    });
}

/** Loads the demo company where it is missing. @returns a link that signs the visitor in, once. */
async function prepareDemo(tools: Tools): Promise<string> {
  const { db, clock, installation } = tools;
  const known = await findUserByEmail(db, VISITOR.email);
  const userId = known?.id ?? (await db.transaction().execute((trx) => addUser(trx, VISITOR)));
  const company = await findCompanyByKey(db, DEMO_COMPANY.key);
  if (!company || (company.isDemo && company.demoLoadedAt === null)) await loadDemo(tools, userId);
  const expiresAt = clock.now().add({ hours: 24 });
  const token = await db
    .transaction()
    .execute((trx) => addSignInLink(trx, { userId, setsPassword: false, expiresAt }));
  return linkAddress(installation.url, token);
}

function words(address: string, link: string, today: string): string {
  return [
    `The demo is ready: ${address}`,
    `Sign in (works once): ${link}`,
    `It is ${today} there. Mails are caught and shown under “Outbox of the demo”. Ctrl-C stops it.`,
  ].join('\n');
}
