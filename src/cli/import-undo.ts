import type { Command } from 'commander';
import { refuse } from '#core/refusal.ts';
import { showImport } from '#server/imports/show-import.ts';
import { undoImport } from '#server/imports/undo-import.ts';
import { findLatestApplied } from '#server/imports/undo-queries.ts';
import { inCompany } from '#server/platform/db.ts';
import type { Context } from './program.ts';

/** `rappel import undo`: everything stands as before the latest import, unless something stands on it. */
export function addImportUndo(imports: Command, context: Context): void {
  imports
    .command('undo')
    .description('take the latest import back: what it added goes, what it changed stands as before')
    .argument('[import]', 'its id, as --json and the address of its page have it (default: the latest)')
    .action(async (given: string | undefined, _own: unknown, command: Command) => {
      const { company, json } = command.optsWithGlobals<{ company: string; json?: boolean }>();
      const undone = await context.inside(company, async (tools) => {
        const latest = given ?? (await inCompany(tools, findLatestApplied))?.id;
        const importId = latest ?? refuse('import_unknown', {});
        await undoImport(tools, importId);
        return showImport(tools, importId);
      });
      const { id, fileName, state } = undone;
      context.out(json ? JSON.stringify({ import: id, file: fileName, state }) : `${fileName}: undone`);
    });
}
