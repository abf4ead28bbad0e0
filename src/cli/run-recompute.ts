import type { Command } from 'commander';
import type { RunChanges } from '#contract/run-changes.ts';
import { recomputeRunNow } from '#server/dunning-runs/recompute-run.ts';
import { showRun, showRunChanges } from '#server/dunning-runs/show-run.ts';
import { findNamed } from './find-run.ts';
import type { Context } from './program.ts';

type Given = { company?: string; json?: boolean };

/** `rappel run recompute RUN`: today's facts, what a person changed, and what differs from the time before. */
export function addRecompute(run: Command, context: Context): void {
  run
    .command('recompute <run>')
    .description('compute a planned run again from the facts as they are now, and say what changed')
    .option('--company <key>', 'the company, where runs are named by their number')
    .option('--json', 'print what changed as JSON')
    .addHelpText('before', 'Example:\n  $ rappel run recompute 12 --company lambert\n')
    .action(async (name: string, { company, json }: Given) => {
      const done = await context.withRappel(async (rappel) => {
        const { tools, found } = await findNamed(rappel, name, company);
        await recomputeRunNow(tools, { run: found.id });
        const { state, summary } = await showRun(tools, { run: found.id });
        const lostEdits = (summary?.lostEdits ?? []).map(({ debtor, change, because }) => ({
          debtor: debtor.number,
          change,
          because,
        }));
        const changes = await showRunChanges(tools, { run: found.id });
        return { run: found.id, state, changes, lostEdits };
      });
      context.out(json ? JSON.stringify(done) : textOf(done.changes, done.lostEdits));
    });
}

/** For people: one notice a line, then each thing that changed on it. */
function textOf(
  changes: RunChanges | null,
  lost: readonly { readonly debtor: string; readonly change: string; readonly because: string }[],
): string {
  if (!changes) return 'Nothing to compare it with.';
  const { added, gone, changed, same, keptEdits, proposals } = changes;
  return [
    `${added} new, ${gone} gone, ${changed} changed, ${same} as before; ${keptEdits} edits kept, ${lost.length} lost`,
    ...proposals.flatMap(({ debtor, kind, total, totalBefore, currency, changes: lines }) => [
      `${debtor.number.padEnd(14)}  ${kind.padEnd(8)}  ${totalBefore ?? '-'} -> ${total ?? '-'} ${currency}`,
      ...lines.map(({ code, facts }) => `    ${[code, ...Object.values(facts)].join(' ')}`),
    ]),
    ...lost.map(({ debtor, change, because }) => `${debtor.padEnd(14)}  lost      ${change}: ${because}`),
  ].join('\n');
}
