import type { Command } from 'commander';
import { listStandingFences } from '#server/send-stops/queries.ts';
import { BY_SHELL, releaseSending } from '#server/send-stops/release-sending.ts';
import type { Context } from './program.ts';

type Given = { readonly reason?: string; readonly json?: boolean };

/** What a person reads before they say that it may leave. */
const WHY: Readonly<Record<string, (facts: Readonly<Record<string, string>>) => string>> = {
  restored: ({ takenAt }) =>
    `these data were restored${takenAt ? ` from the backup of ${takenAt}` : ', or are older than what was here before'}`,
  copied: ({ host, folder, hostBefore, folderBefore }) =>
    `these data ran at ${hostBefore}:${folderBefore} and now run at ${host}:${folder}; if the first still runs, this is a copy`,
  upgraded: ({ from, to }) =>
    `Rappel was upgraded from ${from} to ${to}; it ends by itself after ten minutes`,
};

export function releaseCommand(program: Command, context: Context): void {
  program
    .command('release')
    .description('say why nothing leaves just now; with --reason, let it leave again')
    .option('--reason <text>', 'what you checked; it is kept on record')
    .option('--json', 'print it as JSON')
    .addHelpText('before', 'Example:\n  $ rappel release --reason "the old server is switched off"\n')
    .action((given: Given) =>
      context.withRappel(async ({ db }) => {
        const standing = await listStandingFences(db);
        const stops = standing.map(({ kind, facts, raisedAt, endsAt }) => ({
          kind,
          facts,
          raisedAt,
          endsAt,
        }));
        const { reason } = given;
        const released =
          reason === undefined ? 0 : await releaseSending({ db }, { fence: null, reason, by: BY_SHELL });
        if (given.json) return context.out(JSON.stringify({ version: 1, stops, released }));
        if (stops.length === 0) return context.out('Nothing is held back.');
        for (const { kind, facts, raisedAt } of stops)
          context.out(
            `Held back since ${raisedAt.toString({ smallestUnit: 'second' })}: ${WHY[kind]?.(facts) ?? kind}.`,
          );
        context.out(
          reason === undefined
            ? 'Nothing leaves until you release it: rappel release --reason "…"'
            : 'Released. What waits leaves within seconds.',
        );
      }),
    );
}
