import type { Command } from 'commander';
import { showStatus } from '#server/installation-status/show-status.ts';
import { wordsOfNoRoom } from '#server/platform/room.ts';
import { type Context, EXIT } from './program.ts';

type Status = Awaited<ReturnType<typeof showStatus>>;

export function statusCommand(program: Command, context: Context): void {
  program
    .command('status')
    .description(
      'how the installation stands: what holds mails back, backups, queue, processes, mail of each company',
    )
    .option('--json', 'print it as JSON; the exit code is 1 while something needs a person')
    .addHelpText('before', 'Example:\n  $ rappel status --json\n')
    .action(({ json }: { readonly json?: boolean }) =>
      context.withRappel(async (tools) => {
        const status = await showStatus(tools);
        const noRoom = tools.installation.room?.whyNot();
        const alarms = [...alarmsOf(status), ...(noRoom ? [wordsOfNoRoom(noRoom)] : [])];
        if (json) context.out(JSON.stringify({ ...status, schema: 1, ok: alarms.length === 0, alarms }));
        else for (const line of [...linesOf(status), ...alarms.map((each) => `! ${each}`)]) context.out(line);
        if (alarms.length > 0) context.exitWith(EXIT.failure);
      }),
    );
}

/** What a monitor wakes somebody for. */
function alarmsOf({ stops, backups, companies }: Status): string[] {
  return [
    ...stops.map(({ kind }) => `nothing leaves: ${kind}`),
    ...(backups.late ? ['no good backup for more than 26 hours'] : []),
    ...companies.flatMap(({ key, stops: own }) => own.map(({ kind }) => `${key}: nothing leaves: ${kind}`)),
    ...companies
      .filter(({ doubtful }) => doubtful > 0)
      .map(({ key, doubtful }) => `${key}: ${doubtful} not certain`),
  ];
}

function linesOf({ version, backups, queue, processes, companies }: Status): string[] {
  const { lastGood, folder } = backups;
  return [
    `Rappel ${version}`,
    `backups    ${lastGood ? `last good ${lastGood.startedAt}, ${lastGood.rows} rows` : 'none yet'}, in ${folder}`,
    `queue      ${queue.waiting} waiting, the oldest for ${queue.oldestSeconds} s; ${queue.failedThisWeek} failed this week`,
    ...processes.map(
      ({ role, host, pid, beatSecondsAgo }) =>
        `process    ${role} ${pid} on ${host}, last heard of ${beatSecondsAgo} s ago`,
    ),
    ...companies.map(
      ({ key, mode, lastRunOn, sentToday, refusedToday, waiting, doubtful }) =>
        `company    ${key} (${mode}): last run ${lastRunOn ?? 'never'}; in 24 h ${sentToday} sent, ${refusedToday} refused; ` +
        `${waiting} waiting, ${doubtful} not certain`,
    ),
  ];
}
