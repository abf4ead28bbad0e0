import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Command } from 'commander';
import { stringify } from 'csv-stringify/sync';
import { type ExportedNotice, exportNotices } from '#server/notices/export-notices.ts';
import { findNamed } from './find-run.ts';
import type { Context } from './program.ts';

type Given = { to: string; company?: string; json?: boolean };

/** `rappel notices …`: what was issued, as files. */
export function noticesCommands(program: Command, context: Context): void {
  const notices = program.command('notices').description('letters that were issued');
  notices
    .command('export <run>')
    .description('write the letters of a run as PDFs, with an index as CSV and JSON')
    .requiredOption('--to <folder>', 'where to write; made where it is missing')
    .option('--company <key>', 'the company, where runs are named by their number')
    .option('--json', 'print the index as JSON')
    .addHelpText('before', 'Example:\n  $ rappel notices export 12 --company lambert --to letters/\n')
    .action(async (name: string, { to, company, json }: Given) => {
      const folder = path.resolve(to);
      await mkdir(folder, { recursive: true });
      const { run, index } = await context.withRappel(async (rappel) => {
        const { tools, found } = await findNamed(rappel, name, company);
        const keep = (file: string, bytes: Buffer) => writeFile(path.join(folder, file), bytes);
        return { run: found.id, index: await exportNotices(tools, found.id, keep) };
      });
      await writeFile(path.join(folder, 'index.csv'), csvOf(index));
      await writeFile(
        path.join(folder, 'index.json'),
        `${JSON.stringify({ run, notices: index }, null, 2)}\n`,
      );
      const letters = index.filter(({ file }) => file !== '').length;
      context.out(
        json ? JSON.stringify({ run, to: folder, notices: index }) : `${letters} letters in ${folder}`,
      );
    });
}

/** A name that a spreadsheet would take for a formula is kept a name; numbers stay numbers. */
function csvOf(index: readonly ExportedNotice[]): string {
  const rows = index.map((row) => ({ ...row, debtor: asText(row.debtor), name: asText(row.name) }));
  return stringify(rows, { header: true, record_delimiter: 'windows', bom: true, escape_formulas: true });
}

function asText(text: string): string {
  return /^[=+\-@\t\r\0＝＋－＠]/.test(text) ? `'${text}` : text;
}
