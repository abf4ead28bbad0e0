import { createReadStream, readFileSync } from 'node:fs';
import path from 'node:path';
import type { BankFileResult } from '#contract/bank-statements.ts';
import { isRefusalCode, Refusal } from '#core/refusal.ts';
import type { BankReader } from '#formats/bank/bank-reader.ts';
import { openBankFile } from '#formats/bank/open-bank-file.ts';
import { readWhole } from '#formats/bank/read-whole.ts';
import { bankCsvReader } from '#formats/bank-csv/read-bank-csv.ts';
import { keepBankFile } from '#server/bank-statements/keep-bank-file.ts';
import { CSV_START, csvReaderFor } from '#server/bank-statements/keep-profile.ts';
import { dropBankFile, importBankFileNow } from '#server/bank-statements/steer-bank-file.ts';
import { countImported, type EntryCounts } from '#server/bank-statements/tell-import.ts';
import { inCompany } from '#server/platform/db.ts';
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
  /** What reads it, should it be a CSV. */
  readonly otherwise: BankReader;
};

async function importOne(
  context: Context,
  tools: CompanyTools,
  file: string,
  { profile, dryRun = false }: BankImportOptions,
): Promise<Imported> {
  const fileName = path.basename(file);
  try {
    const bytes = readFileSync(file);
    const bankFileId = await keepBankFile(tools, { fileName, bytes, origin: 'command', profile });
    const onProgress = context.isTerminal ? progressLine(fileName) : undefined;
    const options = { bankFileId, onProgress, isTry: dryRun, matchesItself: true };
    try {
      const { accepted, result, lineIds } = await importBankFileNow(tools, options);
      if (!dryRun) await matchLines(tools, { lineIds });
      const otherwise = await inCompany(tools, (trx) =>
        csvReaderFor(trx, tools.companyId, {
          profile: profile ?? null,
          start: async () => bytes.subarray(0, CSV_START),
        }),
      );
      return { accepted, result, countsOf: await countImported(tools, bankFileId), otherwise };
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
    otherwise: bankCsvReader(),
    countsOf: () => ({ added: 0, pending: 0, returned: 0, certain: 0, items: 0 }),
  };
}

/** The reading of each file, as `bank parse` prints it, with what became of it. */
async function* reportsOf(
  file: string,
  { accepted, result, countsOf, otherwise }: Imported,
  { dryRun }: BankImportOptions,
) {
  for await (const inner of openBankFile(createReadStream(file), file, { otherwise })) {
    const read = fileReport(inner, await readWhole(inner));
    const entry = inner.name === file ? null : inner.name.slice(file.length + 1);
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
      settlements: { certain: told.certain, items: told.items },
    };
  }
}

function inWords(
  file: string,
  { accepted, result, countsOf }: Imported,
  { dryRun }: BankImportOptions,
): string {
  const { statements, lines, problems, problemCount } = result;
  const outcome = dryRun ? 'tried, nothing changed' : accepted ? 'imported' : 'refused, nothing changed';
  const { certain, items } = countsOf(null);
  const counts = [
    `${statements.added} new statements, ${statements.known} known, ${statements.refused} refused`,
    `${lines.added} new lines, ${lines.known} known, ${lines.pending} pending`,
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
