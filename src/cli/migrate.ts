import type { Command } from 'commander';
import { openLog } from '#server/platform/log.ts';
import { planUpgrade } from '#server/platform/plan-upgrade.ts';
import type { Context } from './program.ts';

type Given = { readonly dryRun?: boolean; readonly json?: boolean };

export function migrateCommand(program: Command, context: Context): void {
  program
    .command('migrate')
    .description('bring the database up to this program; any command and every start does it too')
    .option('--dry-run', 'only say what would be done')
    .option('--json', 'print it as JSON')
    .addHelpText('before', 'Example:\n  $ rappel migrate --dry-run\n')
    .action(async (given: Given) => {
      const settings = context.settings();
      const plan = await planUpgrade(settings, openLog('error'));
      if (!given.dryRun && plan.waiting.length > 0) await context.withRappel(async () => {});
      const done = !given.dryRun;
      if (given.json) return context.out(JSON.stringify({ version: 1, done, ...plan }));
      if (plan.waiting.length === 0) return context.out('The database is up to date.');
      if (plan.keepsBackup) context.out(`First a backup of what is there${done ? ' was made' : ''}.`);
      for (const { name, says } of plan.waiting)
        context.out(`${done ? 'done' : 'would do'}  ${name}\n          ${says}`);
      if (!done) context.out('Nothing was changed.');
    });
}
