import type { Command } from 'commander';
import { lookForTrace } from '#server/notices/look-for-traces.ts';
import { type Outcome, settleDispatch } from '#server/notices/settle-dispatch.ts';
import { showDoubtful } from '#server/notices/show-doubtful.ts';
import { idFrom, oneOf } from './print-rows.ts';
import type { Context } from './program.ts';

type Doubt = Awaited<ReturnType<typeof showDoubtful>>['rows'][number];

/** `rappel notices doubtful|look|settle`: mails of which it is not certain that they left. */
export function doubtCommands(notices: Command, context: Context): void {
  notices
    .command('doubtful')
    .description('mails of which it is not certain that they left, with what is known of each')
    .requiredOption('--company <key>', 'the company')
    .option('--json', 'print one JSON document')
    .addHelpText('before', 'Example:\n  $ rappel notices doubtful --company lambert\n')
    .action(async ({ company, json }: { company: string; json?: boolean }) => {
      await context.inside(company, async (tools) => {
        const { rows, total } = await showDoubtful(tools);
        if (json) return context.out(JSON.stringify({ total, rows }));
        context.out(rows.length === 0 ? 'Nothing is in doubt.' : rows.map(lineOf).join('\n'));
      });
    });
  notices
    .command('look <dispatch>')
    .description('look for the trace of such a mail now, where its way of sending keeps one')
    .requiredOption('--company <key>', 'the company')
    .addHelpText('before', 'Example:\n  $ rappel notices look 0198f2… --company lambert\n')
    .action(async (dispatch: string, { company }: { company: string }) => {
      await context.inside(company, async (tools) => {
        await lookForTrace(tools, { dispatch: idFrom(dispatch) });
        const { rows } = await showDoubtful(tools, { dispatch: idFrom(dispatch) });
        context.out(rows[0] ? lineOf(rows[0]) : 'It is certain now: see its notice.');
        if (rows[0]) context.exitWith(NOT_CERTAIN);
      });
    });
  notices
    .command('settle <dispatch>')
    .description('say what became of such a mail: it arrived, send it again as a possible copy, or let it be')
    .requiredOption('--company <key>', 'the company')
    .requiredOption('--as <outcome>', 'sent, again or withdrawn', oneOf(OUTCOMES))
    .addHelpText('before', 'Example:\n  $ rappel notices settle 0198f2… --company lambert --as sent\n')
    .action(async (dispatch: string, { company, as }: { company: string; as: Outcome }) => {
      await context.inside(company, async (tools) => {
        await settleDispatch(tools, { dispatch: idFrom(dispatch), outcome: as });
        context.out(SAID[as]);
      });
    });
}

const NOT_CERTAIN = 5;
const OUTCOMES = ['sent', 'again', 'withdrawn'] as const;
const SAID: Record<Outcome, string> = {
  sent: 'Taken as arrived.',
  again: 'It leaves again, as a possible copy.',
  withdrawn: 'Let be.',
};

function lineOf({ id, notice, debtor, to, offeredAt, via, answer, looks, nextLookAt }: Doubt): string {
  const last = looks.at(-1);
  const lines = [
    `${id}  notice ${notice.number}  ${debtor.number} ${debtor.name}  ${to.join(', ')}`,
    `  offered ${offeredAt ?? '?'} to ${via ?? '?'}; ${answer ? `last heard: ${answer}` : 'no answer was heard'}`,
    `  ${looks.length} looks${last ? `, the last ${last.at}: ${last.outcome}` : ''}; ${
      nextLookAt ? `next ${nextLookAt}` : 'only a person can settle it'
    }`,
  ];
  // A name may hold signs that a terminal would obey.
  return lines.map((line) => line.replace(/\p{Cc}+/gu, ' ')).join('\n');
}
