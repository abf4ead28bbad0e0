import type { Command } from 'commander';
import { rotateSecret } from '#server/secrets/rotate-secret.ts';
import { type Context, NeedsConfirmation } from './program.ts';

export function secretCommand(program: Command, context: Context): void {
  program
    .command('secret')
    .description('change the secret that seals passwords of mail servers and authenticator apps')
    .command('rotate')
    .description('make a new secret, and seal everything anew; while no server runs')
    .option('--yes', 'do it')
    .option('--json', 'print what was done as JSON')
    .addHelpText(
      'before',
      'Example:\n  $ rappel secret rotate --yes\n\nWhere RAPPEL_SECRET is set: give it the new secret and RAPPEL_OLD_SECRET the earlier one, run this, and take\nRAPPEL_OLD_SECRET away.\n',
    )
    .action(async ({ yes, json }: { yes?: boolean; json?: boolean }) => {
      if (!yes) {
        throw new NeedsConfirmation(
          'The secret would be replaced, and links in mails that veto a run stop working. Repeat with --yes.',
        );
      }
      const done = await context.withRappel((tools, { settings, database }) =>
        rotateSecret(tools, settings, database.asAdmin),
      );
      if (json) return context.out(JSON.stringify(done));
      context.out(`Sealed anew: ${done.resealed}.`);
      for (const place of done.unreadable) {
        context.say(
          `Something in ${place} was sealed with a secret that is lost. Enter it again on its page.`,
        );
      }
    });
}
