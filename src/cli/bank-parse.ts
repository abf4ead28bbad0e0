import { fineToDecimal } from '#core/bank/bank-amount.ts';
import type { BankDetail, BankLine, BankProblem } from '#core/bank/bank-reading.ts';
import type { BankCsvProfile } from '#core/bank/csv-profile.ts';
import { type BankBytes, type BankFile, openBankFile } from '#formats/bank/open-bank-file.ts';
import { readKeeping, type WholeFile, type WholeStatement } from '#formats/bank/read-whole.ts';
import { bankCsvReader } from '#formats/bank-csv/read-bank-csv.ts';
import { refusalSentence } from '#server/platform/refusal-words.ts';
import { printRows } from './print-rows.ts';
import { type Context, EXIT } from './program.ts';
import { type Spooled, SpoolLines } from './spool-lines.ts';

/** Prints files as they are read, one after the other. The command ends as refused if one of them would be. */
export async function parseBankFiles(
  context: Context,
  files: readonly { name: string; content: BankBytes }[],
  json: boolean,
  profile: BankCsvProfile = {},
): Promise<void> {
  let count = 0;
  if (json) context.out('{"files":[');
  for (const { name, content } of files) {
    for await (const file of openBankFile(content, name, { otherwise: bankCsvReader(profile) })) {
      const problems = json
        ? await printAsJson(context, file, count === 0)
        : await printInWords(context, file);
      if (problems.some(({ refuses }) => refuses !== null)) context.exitWith(EXIT.refused);
      count += 1;
    }
  }
  if (json) context.out(']}');
}

/** The document in pieces: of a long file nothing is in memory but the heads of its statements; its lines wait on disk. */
async function printAsJson(
  { out }: Context,
  file: BankFile,
  isFirst: boolean,
): Promise<readonly BankProblem[]> {
  const spool = new SpoolLines();
  try {
    const { problems, statements } = await spoolFile(file, spool);
    const format = formatOf(file, problems);
    const report = { file: file.name, format, problems: problems.map(problemReport) };
    out(`${isFirst ? '' : ','}${JSON.stringify(report).slice(0, -1)},"statements":[`);
    for (const [index, { head, lines }] of statements.entries()) {
      out(`${index > 0 ? ',' : ''}${JSON.stringify(headReport(head)).slice(0, -1)},"lines":[`);
      for (const text of spool.read(lines)) out(text);
      out(']}');
    }
    out(']}');
    return problems;
  } finally {
    spool.close();
  }
}

type SpooledStatement = { readonly head: WholeStatement<never>; readonly lines: Spooled };

/** What is wrong with a file tells whether its statements count, and comes last: until then its lines are put by. */
async function spoolFile(file: BankFile, spool: SpoolLines) {
  const starts: number[] = [];
  let isFirst = true;
  const parts = (async function* () {
    for await (const portion of file.parts) {
      for (const part of portion) {
        if (part.part === 'line') {
          spool.add(`${isFirst ? '' : ',\n'}${JSON.stringify(lineReport(part.line))}`);
          isFirst = false;
        } else if (part.part === 'opening') {
          starts.push(spool.mark());
          isFirst = true;
        }
      }
      yield portion.filter(({ part }) => part !== 'line');
    }
  })();
  const { problems, statements } = await readKeeping<never>({ parts }, () => {
    throw new Error('a line that was put by');
  });
  const end = spool.mark();
  const spooled = statements.map(
    (head, nth): SpooledStatement => ({
      head,
      lines: { from: starts[nth] ?? end, until: starts[nth + 1] ?? end },
    }),
  );
  return { problems, statements: spooled };
}

const PORTION = 1000;

/** One file as the command tells it: a promise to scripts, so nothing is renamed in it. */
export function fileReport(file: BankFile, { problems, statements }: WholeFile) {
  return {
    file: file.name,
    format: formatOf(file, problems),
    problems: problems.map(problemReport),
    statements: statements.map(statementReport),
  };
}

/** Anything may be tried as a CSV: what turns out to be none has no format. */
function formatOf({ format }: BankFile, problems: readonly BankProblem[]): BankFile['format'] {
  return problems.some(({ code }) => code === 'bank_file_unknown') ? null : format;
}

export function problemReport({ code, facts, at, refuses }: BankProblem) {
  return { line: at.row, code, message: refusalSentence(code, facts, 'en'), refuses };
}

export function statementReport(statement: WholeStatement) {
  return { ...headReport(statement), lines: statement.lines.map(lineReport) };
}

function headReport({ opening, closing }: WholeStatement<unknown>) {
  const { account, currency, number, openedOn } = opening;
  const amount = (fine: bigint | null | undefined) => amountReport(fine, currency);
  const openingBalance = opening.opening ?? closing?.opening;
  return {
    account,
    currency,
    number,
    openedOn,
    opening: amount(openingBalance),
    closedOn: closing?.closedOn ?? null,
    closing: amount(closing?.closing),
    balanced: isBalanced(closing),
  };
}

/** An opening that was worked out from the closing makes it, of course; null where there is no balance at all. */
function isBalanced(closing: WholeStatement['closing']): boolean | null {
  if (closing?.balanced === false) return false;
  if (typeof closing?.closing !== 'bigint' || typeof closing.opening !== 'bigint') return null;
  return true;
}

function lineReport(line: BankLine) {
  const { bookedOn, valueOn, pending, details } = line;
  return { bookedOn, valueOn, ...detailReport(line), pending, details: details.map(detailReport) };
}

function detailReport(detail: BankDetail) {
  return {
    amount: amountReport(detail.amount, detail.currency),
    currency: detail.currency,
    counterparty: detail.counterparty,
    iban: detail.iban,
    bic: detail.bic,
    ultimateParty: detail.ultimateParty,
    structuredReference: detail.structuredReference,
    text: detail.text,
    endToEndId: detail.endToEndId,
    bankReference: detail.bankReference,
    mandate: detail.mandate,
    code: detail.code,
    reversal: detail.reversal,
    returnReason: detail.returnReason,
  };
}

function amountReport(fine: bigint | null | undefined, currency: string): string | null {
  return fine === null || fine === undefined ? null : fineToDecimal(fine, currency);
}

async function printInWords(context: Context, file: BankFile): Promise<readonly BankProblem[]> {
  const { statements, problems } = await readKeeping(file, rowOf);
  const lines = statements.reduce((sum, statement) => sum + statement.lines.length, 0);
  const out = (text: string) => context.out(text.replace(CONTROL_SIGNS, ' '));
  out(
    `${file.name}: ${formatOf(file, problems) ?? 'not read'}; statements: ${statements.length}, lines: ${lines}`,
  );
  for (const problem of problems.slice(0, MOST_PROBLEMS)) {
    const { line, message } = problemReport(problem);
    out(`  ${line > 0 && !problem.facts.line ? `Line ${line}: ` : ''}${message}`);
  }
  if (problems.length > MOST_PROBLEMS) out(`  … and ${problems.length - MOST_PROBLEMS} more`);
  for (const statement of statements) {
    context.out('');
    out(headingOf(statement));
    await printRows(context, TABLE, portionsOf(statement.lines));
  }
  return problems;
}

async function* portionsOf<Row>(rows: readonly Row[]): AsyncGenerator<readonly Row[]> {
  for (let from = 0; from < rows.length; from += PORTION) yield rows.slice(from, from + PORTION);
}

const MOST_PROBLEMS = 20;
/** What a terminal would obey. */
const CONTROL_SIGNS = /\p{Cc}/gu;

function headingOf(statement: WholeStatement<unknown>): string {
  const { account, currency, number, openedOn, opening, closedOn, closing, balanced } = headReport(statement);
  const from = [openedOn, opening].filter(Boolean).join(' ') || '?';
  const to = [closedOn, closing].filter(Boolean).join(' ') || '?';
  const verdict = balanced === null ? '' : balanced ? ', adds up' : ', DOES NOT ADD UP';
  return `${account} ${currency}${number ? ` no. ${number}` : ''}: ${from} to ${to}${verdict}`;
}

function rowOf(line: BankLine): readonly string[] {
  return [
    line.bookedOn,
    fineToDecimal(line.amount, line.currency).padStart(12),
    (line.counterparty ?? '').slice(0, 35),
    line.structuredReference ?? '',
    `${line.pending ? '(pending) ' : ''}${line.text}`.slice(0, 80),
  ];
}

const TABLE = {
  name: 'lines',
  format: 'table',
  columns: ['BOOKED', 'AMOUNT', 'FROM OR TO', 'REFERENCE', 'TEXT'],
  line: (row: readonly string[]) => row,
} as const;
