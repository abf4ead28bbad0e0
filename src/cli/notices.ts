import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Command } from 'commander';
import { figure, writeCsv } from '#formats/csv/write-csv.ts';
import { type ExportedNotice, exportNotices } from '#server/notices/export-notices.ts';
import { doubtCommands } from './doubts.ts';
import { findNamed } from './find-run.ts';
import type { Context } from './program.ts';

type Given = { to: string; company?: string; json?: boolean };

/** `rappel notices …`: what was issued, as files. */
export function noticesCommands(program: Command, context: Context): void {
  const notices = program.command('notices').description('letters that were issued, and mails in doubt');
  doubtCommands(notices, context);
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

const INDEX_COLUMNS = [
  'file',
  'notice',
  'debtor',
  'name',
  'level',
  'channel',
  'state',
  'currency',
  'total',
  'issuedOn',
  'deadlineOn',
  'sha256',
] as const satisfies readonly (keyof ExportedNotice)[];
const FIGURES: ReadonlySet<string> = new Set(['notice', 'level', 'total']);

/** A name that a spreadsheet would take for a formula is kept a name; numbers stay numbers. */
export function csvOf(index: readonly ExportedNotice[]): string {
  const rows = index.map((row) =>
    INDEX_COLUMNS.map((column) => {
      const value = String(row[column] ?? '');
      return FIGURES.has(column) ? figure(value) : value;
    }),
  );
  return writeCsv([INDEX_COLUMNS, ...rows], { bom: true });
}
