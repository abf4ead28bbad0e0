import type { Command } from 'commander';
import type { BankFileUndoView } from '#contract/bank-undo-views.ts';
import { Refusal, refuse } from '#core/refusal.ts';
import { findStandingFile } from '#server/bank-statements/file-queries.ts';
import { showUndo } from '#server/bank-statements/show-undo.ts';
import { undoBankFile } from '#server/bank-statements/undo-bank-file.ts';
import { inCompany } from '#server/platform/db.ts';
import { type Context, EXIT } from './program.ts';

type Options = { readonly company: string; readonly dryRun?: boolean; readonly json?: boolean };

const HELP = `Examples:
  $ rappel bank undo --company lambert --dry-run
  $ rappel bank undo statement.cod --company lambert --json

The file is named as it came in, or by its id; of several of one name the latest that stands, without a name the latest of all.
Its lines and statements go, and what Rappel settled with them by itself is taken back: everything stands as before. Where a
person's decision, a later file of the same account, a reminder or your ledger stands on it, each is named, nothing changes,
and the command ends with 3. The JSON has "undone", the counts of what goes, and "obstacles".
`;

/** `rappel bank undo`: everything stands as before a bank file came in, unless something stands on it. */
export function addBankUndo(bank: Command, context: Context): void {
  bank
    .command('undo')
    .description('take a bank file back whole: its lines, and what Rappel settled with them by itself')
    .argument('[file]', 'its name or its id (default: the latest)')
    .requiredOption('--company <key>', 'the company whose bank it is')
    .option('--dry-run', 'tell what would go, and what is in the way; change nothing')
    .option('--json', 'print everything as one JSON document')
    .addHelpText('before', HELP)
    .action(async (given: string | undefined, { company, dryRun = false, json = false }: Options) => {
      await context.inside(company, async (tools) => {
        const id = await inCompany(tools, (trx) => findStandingFile(trx, given));
        const bankFileId = id ?? refuse('bank_file_not_found', {});
        const plan = await showUndo(tools, bankFileId);
        const tell = (undone: boolean, told = plan) =>
          context.out(json ? JSON.stringify({ undone, ...told }) : inWords(told, undone));
        if (dryRun) return tell(false);
        try {
          await undoBankFile(tools, bankFileId);
        } catch (error) {
          if (!(error instanceof Refusal) || error.code !== 'bank_file_undo_blocked') throw error;
          context.exitWith(EXIT.refused);
          // What is in the way may have come since the plan was made.
          return tell(false, await showUndo(tools, bankFileId));
        }
        tell(true);
      });
    });
}

function inWords(plan: BankFileUndoView, undone: boolean): string {
  const { file, statements, lines, settlements, items, linesBack, obstacles, obstacleCount } = plan;
  const counts = [
    `${statements} statements, ${lines} lines`,
    ...(settlements > 0 ? [`${settlements} settlements of ${items} items taken back`] : []),
    ...(linesBack > 0 ? [`${linesBack} lines of other files wait again`] : []),
    ...plan.accountsGone.map((number) => `account ${number} gone`),
    ...plan.accountsKept.map((name) => `account ${name} stays`),
  ];
  const head = undone
    ? `${file.name}: undone: ${counts.join('; ')}`
    : obstacleCount > 0
      ? `${file.name}: cannot be undone, nothing changed. In the way:`
      : `${file.name}: nothing changed. Would be undone: ${counts.join('; ')}`;
  const named = obstacles.map(({ kind, about, amount, on, by, number }) =>
    [
      `  ${kind}: ${about}`,
      amount && `${amount.amount} ${amount.currency}`,
      on,
      by,
      number && `notice ${number}`,
    ]
      .filter(Boolean)
      .join(', '),
  );
  const more = obstacleCount > obstacles.length ? [`  … and ${obstacleCount - obstacles.length} more`] : [];
  return [head, ...named, ...more].map((line) => line.replace(CONTROL_SIGNS, ' ')).join('\n');
}

/** What a terminal would obey. */
const CONTROL_SIGNS = /\p{Cc}/gu;
