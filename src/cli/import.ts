import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { type Command, Option } from 'commander';
import { type Problem, untoldPlace } from '#core/problem.ts';
import { emptyResult, type ImportResult } from '#core/receivables/import-result.ts';
import type { ImportFormat } from '#core/receivables/import-states.ts';
import { Refusal } from '#core/refusal.ts';
import { addFileImport } from '#server/imports/add-import.ts';
import { dropImport } from '#server/imports/drop-import.ts';
import { showImport } from '#server/imports/show-import.ts';
import { importNow } from '#server/imports/steer-import.ts';
import { refusalSentence } from '#server/platform/refusal-words.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { addImportUndo } from './import-undo.ts';
import { type Context, EXIT } from './program.ts';

type Options = {
  company: string;
  mapping?: string;
  as?: ImportFormat;
  lenient?: boolean;
  dryRun?: boolean;
  partial?: boolean;
  decimal?: 'comma' | 'point';
  days?: 'dmy' | 'mdy';
  json?: boolean;
};

/** One file as the command tells it: a promise to scripts, so nothing is renamed in it. */
type FileReport = {
  file: string;
  format: ImportFormat | null;
  documents: { added: number; changed: number; unchanged: number; settled: number };
  debtors: { added: number; changed: number };
  /** Rows that only tell of an erased debtor, which are left out. */
  erasedRows: number;
  problems: { row: number; column: string; code: string; message: string }[];
  applied: boolean;
};
/** The same with the problems as people read them. */
type ToldReport = FileReport & { readonly told: readonly string[] };

export function importCommand(program: Command, context: Context): void {
  const command = program
    .command('import')
    .description('read open items, debtors or electronic invoices from files, folders and ZIP archives')
    .argument('<file...>', 'CSV, TXT, XLSX, UBL (XML), a ZIP of these, or a folder')
    .requiredOption('--company <key>', 'the company whose ledger it is')
    .option('--mapping <name>', 'a mapping saved on the import screen')
    .addOption(
      new Option('--as <format>', 'what the file is, where its content leaves it open').choices([
        'csv',
        'xlsx',
        'ubl',
      ]),
    )
    .option('--lenient', 'import the good rows, leave the bad ones (default: one bad row stops the file)')
    .option('--partial', 'the list is not complete: settle nothing that it does not name')
    .addOption(
      new Option('--decimal <sign>', 'how amounts are written, where the file leaves it open').choices([
        'comma',
        'point',
      ]),
    )
    .addOption(
      new Option('--days <order>', 'how days are written, where the file leaves it open').choices([
        'dmy',
        'mdy',
      ]),
    )
    .option('--dry-run', 'tell what would happen, and change nothing')
    .option('--json', 'print the outcome as JSON')
    .addHelpText(
      'before',
      'Examples:\n  $ rappel import items.csv --company lambert --dry-run\n  $ rappel import invoices/ --company lambert\n',
    )
    .action(async (files: string[], options: Options) => {
      const reports = await context.inside(options.company, (tools) =>
        importFiles(tools, context, files, options),
      );
      if (options.json)
        context.out(JSON.stringify({ files: reports.map(({ told: _, ...report }) => report) }));
      else for (const report of reports) context.out(inWords(report, options));
      const refused = reports.some(({ applied, problems }) =>
        options.dryRun ? problems.length > 0 && !options.lenient : !applied,
      );
      if (refused) context.exitWith(EXIT.refused);
    });
  addImportUndo(command, context);
}

async function importFiles(
  tools: CompanyTools,
  context: Context,
  given: readonly string[],
  options: Options,
): Promise<ToldReport[]> {
  const reports: ToldReport[] = [];
  for (const file of given.flatMap(filesAt)) reports.push(await importFile(tools, context, file, options));
  return reports;
}

/** A folder stands for the files in it and below, in the order of their names; hidden ones are left out. */
export function filesAt(place: string): string[] {
  if (!statSync(place).isDirectory()) return [place];
  return readdirSync(place, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
}

async function importFile(
  tools: CompanyTools,
  context: Context,
  file: string,
  options: Options,
): Promise<ToldReport> {
  const progress = new ProgressLine(context, file);
  try {
    const importId = await addFileImport(tools, {
      fileName: path.basename(file),
      bytes: readFileSync(file),
      as: options.as,
      mapping: options.mapping,
      choices: choicesFrom(options),
      mirror: !options.partial,
      lenient: options.lenient ?? false,
    });
    const { format } = await showImport(tools, importId);
    try {
      const { result, applied } = await importNow(
        tools,
        { importId, isCheck: options.dryRun ?? false },
        (told) => progress.show(told),
      );
      return reportOf(file, format, result, applied);
    } finally {
      if (options.dryRun) await dropImport(tools, importId);
    }
  } catch (error) {
    if (!(error instanceof Refusal) || error.code === 'mapping_unknown') throw error;
    const { code, facts } = error;
    const problem = { code, facts, at: { row: Number(facts.line ?? 0), column: '' } };
    return reportOf(file, null, { ...emptyResult(), problems: [problem] }, false);
  } finally {
    progress.end();
  }
}

function choicesFrom({ decimal, days }: Options) {
  return {
    ...(decimal && { decimal: decimal === 'comma' ? (',' as const) : ('.' as const) }),
    ...(days && { days }),
  };
}

function reportOf(
  file: string,
  format: ImportFormat | null,
  result: ImportResult,
  applied: boolean,
): ToldReport {
  const { added, changed, unchanged, settled } = result.documents;
  const { debtors } = result;
  const problems = [...result.problems, ...result.suspicious];
  return {
    file,
    format,
    documents: { added, changed, unchanged, settled },
    debtors: { added: debtors.added, changed: debtors.changed },
    erasedRows: result.rows.erased,
    problems: problems.map(problemReport),
    told: problems.map(inPlace),
    applied,
  };
}

function problemReport({ code, facts, at }: Problem): FileReport['problems'][number] {
  return { row: at.row, column: at.column, code, message: refusalSentence(code, facts, 'en') };
}

function inPlace(problem: Problem): string {
  const { row, column } = untoldPlace(problem);
  const place = [row > 0 ? `row ${row}` : '', column].filter(Boolean).join(', ');
  return `${place ? `${place}: ` : ''}${problemReport(problem).message}`;
}

function inWords(report: ToldReport, { dryRun }: Options): string {
  const { file, documents, debtors, erasedRows, told, applied } = report;
  const { added, changed, unchanged, settled } = documents;
  const outcome = applied ? 'imported' : dryRun ? 'checked, nothing changed' : 'refused, nothing changed';
  const counts = `${added} new, ${changed} changed, ${settled} settled, ${unchanged} unchanged; debtors: ${debtors.added} new, ${debtors.changed} changed${erasedRows > 0 ? `; ${erasedRows} rows of erased debtors left out` : ''}`;
  const lines = told.slice(0, 20).map((line) => `  ${line}`);
  const more = told.length > 20 ? [`  … and ${told.length - 20} more`] : [];
  return [`${file}: ${outcome}: ${counts}`, ...lines, ...more].join('\n');
}

/** A line on standard error that moves while a person watches; nothing in a pipe. */
class ProgressLine {
  readonly #context: Context;
  readonly #name: string;
  #shown = false;

  constructor(context: Context, file: string) {
    this.#context = context;
    this.#name = path.basename(file);
  }

  show({ step, done, total }: { step: string; done: number; total: number }): void {
    if (!this.#context.isTerminal) return;
    const share = total > 0 ? ` ${Math.min(100, Math.floor((done / total) * 100))} %` : '';
    const bar = total > 0 ? ` [${'█'.repeat(Math.floor((done / total) * 24)).padEnd(24, '░')}]` : '';
    process.stderr.write(`\r\u001b[2K${this.#name}: ${step}${bar}${share} ${done > 0 ? done : ''}`);
    this.#shown = true;
  }

  end(): void {
    if (this.#shown) process.stderr.write('\r\u001b[2K');
  }
}
