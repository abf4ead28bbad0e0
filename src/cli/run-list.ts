import type { Command } from 'commander';
import type { RunView } from '#contract/dunning-run-views.ts';
import { showRuns } from '#server/dunning-runs/show-run.ts';
import type { Context } from './program.ts';

type Given = { company: string; json?: boolean; last: string };
const SHOWN_MAX = 200;

/** `rappel run list`: the runs of a company, the newest first. */
export function addRunList(run: Command, context: Context): void {
  run
    .command('list')
    .description('list the runs of a company, the newest first')
    .requiredOption('--company <key>', 'the company')
    .option('--last <count>', `how many, ${SHOWN_MAX} at most`, '20')
    .option('--json', 'print them as JSON')
    .addHelpText('before', 'Example:\n  $ rappel run list --company lambert\n')
    .action(async ({ company, json, last }: Given) => {
      const perPage = Math.max(1, Math.min(SHOWN_MAX, Math.trunc(Number(last)) || 20));
      const { rows, total } = await context.inside(company, (tools) => showRuns(tools, { page: 1, perPage }));
      context.out(json ? JSON.stringify({ runs: rows.map(rowOf), total }) : rows.map(lineOf).join('\n'));
      if (!json && total > rows.length) context.say(`${total - rows.length} older runs.`);
    });
}

function rowOf({
  id,
  number,
  state,
  plannedFor,
  plannedAt,
  plannedBy,
  approvedBy,
  endedAt,
  options,
  summary,
}: RunView) {
  return {
    run: id,
    number,
    state,
    on: plannedFor,
    part: options.part ?? 'all',
    notices: summary?.notices ?? null,
    plannedAt,
    plannedBy,
    approvedBy,
    endedAt,
  };
}

function lineOf(run: RunView): string {
  const { number, state, on, notices, part } = rowOf(run);
  const by = part === 'automatic' ? 'by itself' : (run.plannedBy ?? 'Rappel');
  return [String(number).padStart(6), on, state.padEnd(9), `${notices ?? '-'} notices`.padStart(14), by].join(
    '  ',
  );
}
