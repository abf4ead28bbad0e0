import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { BankFileResult } from '#contract/bank-statements.ts';
import type { BankPart } from '#core/bank/bank-reading.ts';
import { isRefusalCode, Refusal } from '#core/refusal.ts';
import type { BankFile } from '#formats/bank/open-bank-file.ts';
import { readWhole } from '#formats/bank/read-whole.ts';
import { keepBankFile } from '#server/bank-statements/keep-bank-file.ts';
import { dropBankFile, importBankFileNow } from '#server/bank-statements/steer-bank-file.ts';
import { countImported, type EntryCounts } from '#server/bank-statements/tell-import.ts';
import { refusalSentence } from '#server/platform/refusal-words.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { matchLines } from '#server/settlements/match-lines.ts';
import { fileReport } from './bank-parse.ts';
import { type Context, EXIT } from './program.ts';

export type BankImportOptions = {
  readonly company: string;
  readonly profile?: string;
  readonly dryRun?: boolean;
  readonly json?: boolean;
};

/** Imports files in their order, each whole or not at all. Ends as refused if a file or a statement of one was. */
export async function importBankFiles(
  context: Context,
  tools: CompanyTools,
  files: readonly string[],
  options: BankImportOptions,
): Promise<void> {
  let count = 0;
  if (options.json) context.out('{"files":[');
  for (const file of files) {
    const imported = await importOne(context, tools, file, options);
    const { accepted, result } = imported;
    if (!accepted || result.statements.refused > 0) context.exitWith(EXIT.refused);
    if (!options.json) {
      context.out(inWords(file, imported, options));
      continue;
    }
    for await (const report of reportsOf(file, imported, options)) {
      context.out(`${count > 0 ? ',' : ''}${JSON.stringify(report)}`);
      count += 1;
    }
  }
  if (options.json) context.out(']}');
}

type Imported = {
  readonly accepted: boolean;
  readonly result: BankFileResult;
  readonly countsOf: (entry: string | null) => EntryCounts;
  /** What was read of each file of it, where it is asked for. */
  readonly read: ReadonlyMap<BankFile, readonly (readonly BankPart[])[]>;
  /** Lines that are left to the server to match: too many to wait for. */
  readonly waiting: number;
};

async function importOne(
  context: Context,
  tools: CompanyTools,
  file: string,
  { profile, dryRun = false, json = false }: BankImportOptions,
): Promise<Imported> {
  const fileName = path.basename(file);
  const read = new Map<BankFile, (readonly BankPart[])[]>();
  const collect = (inner: BankFile, parts: readonly BankPart[]) => {
    const known = read.get(inner);
    if (known) known.push(parts);
    else read.set(inner, [parts]);
  };
  try {
    const bytes = readFileSync(file);
    const bankFileId = await keepBankFile(tools, { fileName, bytes, origin: 'command', profile });
    const onProgress = context.isTerminal ? progressLine(fileName) : undefined;
    const onParts = json ? collect : undefined;
    try {
      const imported = await importBankFileNow(tools, {
        ...{ bankFileId, onProgress, onParts, isTry: dryRun },
        matchesItself: true,
      });
      const { accepted, result, lineIds } = imported;
      if (!dryRun && lineIds !== null) await matchLines(tools, { lineIds });
      const waiting = lineIds === null ? result.lines.added + result.lines.pending : 0;
      return { accepted, result, countsOf: await countImported(tools, bankFileId), read, waiting };
    } finally {
      if (context.isTerminal) process.stderr.write('\r\u001b[2K');
      if (dryRun) await dropBankFile(tools, bankFileId);
    }
  } catch (error) {
    // A file that cannot even be kept is told like one that was read and refused; a wrong profile is of the command.
    if (!(error instanceof Refusal) || error.code === 'bank_profile_unknown') throw error;
    return refusedBefore(error);
  }
}

function refusedBefore({ code, facts }: Refusal): Imported {
  const problem = { code, facts: { ...facts }, at: { row: Number(facts.line ?? 0), column: '' } };
  const lines = { added: 0, known: 0, pending: 0, replaced: 0, lapsed: 0, returned: 0 };
  const statements = { added: 0, known: 0, refused: 0 };
  const result = { statements, lines, accountsAdded: [], problemCount: 1, problems: [problem] };
  return {
    accepted: false,
    result,
    read: new Map(),
    waiting: 0,
    countsOf: () => ({ added: 0, pending: 0, returned: 0, certain: 0, items: 0 }),
  };
}

/** The reading of each file, as `bank parse` prints it, with what became of it. */
async function* reportsOf(file: string, imported: Imported, { dryRun }: BankImportOptions) {
  const { accepted, result, countsOf, waiting } = imported;
  if (imported.read.size === 0) {
    yield unreadReport(file, imported);
    return;
  }
  for (const [inner, portions] of imported.read) {
    const name = file.slice(0, file.length - path.basename(file).length) + inner.name;
    const whole = await readWhole({ parts: once(portions) });
    const read = fileReport({ ...inner, name }, whole);
    const entry = name === file ? null : name.slice(file.length + 1);
    const told = countsOf(entry);
    const good = read.statements.filter(({ balanced }) => balanced !== false);
    const lines = good.reduce((sum, statement) => sum + statement.lines.length, 0);
    const { added, pending } = dryRun && entry === null ? result.lines : told;
    yield {
      ...read,
      accepted,
      counts: {
        statements: read.statements.length,
        lines: read.statements.reduce((sum, statement) => sum + statement.lines.length, 0),
        added,
        known: accepted ? Math.max(0, lines - added - pending) : 0,
        pending,
        replaced: result.lines.replaced,
        lapsed: result.lines.lapsed,
        returned: told.returned,
        refused: read.statements.length - good.length,
      },
      settlements: { certain: told.certain, items: told.items, waiting },
    };
  }
}

/** Of a file that could not even be kept: an empty one, or one that is too large. */
function unreadReport(file: string, { accepted, result }: Imported) {
  const problems = result.problems.map(({ code, facts, at }) => ({
    line: at.row,
    code,
    message: isRefusalCode(code) ? refusalSentence(code, facts, 'en') : code,
    refuses: 'file',
  }));
  return {
    ...{ file, format: null, problems, statements: [], accepted },
    counts: { statements: 0, lines: 0, ...result.lines, refused: 0 },
    settlements: { certain: 0, items: 0, waiting: 0 },
  };
}

async function* once<Item>(items: Iterable<Item>): AsyncGenerator<Item> {
  yield* items;
}

function inWords(
  file: string,
  { accepted, result, countsOf, waiting }: Imported,
  { dryRun }: BankImportOptions,
): string {
  const { statements, lines, problems, problemCount } = result;
  const outcome = dryRun ? 'tried, nothing changed' : accepted ? 'imported' : 'refused, nothing changed';
  const { certain, items } = countsOf(null);
  const counts = [
    `${statements.added} new statements, ${statements.known} known, ${statements.refused} refused`,
    `${lines.added} new lines, ${lines.known} known, ${lines.pending} pending`,
    ...(waiting > 0 ? [`${waiting} lines are matched by the server when it runs`] : []),
    ...(certain > 0 ? [`${certain} settled by themselves, of ${items} items`] : []),
  ];
  const said = problems.slice(0, MOST_PROBLEMS).map(({ code, facts, at }) => {
    const sentence = isRefusalCode(code) ? refusalSentence(code, facts, 'en') : code;
    return `  ${at.row > 0 && !facts.line ? `Line ${at.row}: ` : ''}${sentence}`;
  });
  const more = problemCount > MOST_PROBLEMS ? [`  … and ${problemCount - MOST_PROBLEMS} more`] : [];
  const text = [`${file}: ${outcome}: ${counts.join('; ')}`, ...said, ...more];
  return text.map((line) => line.replace(CONTROL_SIGNS, ' ')).join('\n');
}

const MOST_PROBLEMS = 20;
/** What a terminal would obey. */
const CONTROL_SIGNS = /\p{Cc}/gu;

function progressLine(name: string) {
  return ({ done, total }: { done: number; total: number }) => {
    const share = total > 0 ? Math.min(100, Math.floor((done / total) * 100)) : 0;
    process.stderr.write(`\r\u001b[2K${name}: ${share} %`);
  };
}
