import { fineToDecimal } from '#core/bank/bank-amount.ts';
import type { BankDetail, BankLine, BankProblem } from '#core/bank/bank-reading.ts';
import { type BankBytes, type BankFile, openBankFile } from '#formats/bank/open-bank-file.ts';
import { readWhole, type WholeFile, type WholeStatement } from '#formats/bank/read-whole.ts';
import { refusalSentence } from '#server/platform/refusal-words.ts';
import { printRows } from './print-rows.ts';
import { type Context, EXIT } from './program.ts';

/** Prints files as they are read, one after the other. The command ends as refused if one of them would be. */
export async function parseBankFiles(
  context: Context,
  files: readonly { name: string; content: BankBytes }[],
  json: boolean,
): Promise<void> {
  let count = 0;
  if (json) context.out('{"files":[');
  for (const { name, content } of files) {
    for await (const file of openBankFile(content, name)) {
      const whole = await readWhole(file);
      if (whole.problems.some(({ refuses }) => refuses !== null)) context.exitWith(EXIT.refused);
      if (json) context.out(`${count > 0 ? ',' : ''}${JSON.stringify(fileReport(file, whole))}`);
      else await printInWords(context, file, whole);
      count += 1;
    }
  }
  if (json) context.out(']}');
}

/** One file as the command tells it: a promise to scripts, so nothing is renamed in it. */
export function fileReport({ name, format }: BankFile, { problems, statements }: WholeFile) {
  return {
    file: name,
    format,
    problems: problems.map(problemReport),
    statements: statements.map(statementReport),
  };
}

export function problemReport({ code, facts, at, refuses }: BankProblem) {
  return { line: at.row, code, message: refusalSentence(code, facts, 'en'), refuses };
}

export function statementReport({ opening, closing, lines }: WholeStatement) {
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
    lines: lines.map(lineReport),
  };
}

/** An opening that was worked out from the closing makes it, of course; null where there is no balance at all. */
function isBalanced(closing: WholeStatement['closing']): boolean | null {
  if (typeof closing?.closing !== 'bigint' || typeof closing.opening !== 'bigint') return null;
  return closing.balanced !== false;
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

async function printInWords(context: Context, { name, format }: BankFile, whole: WholeFile): Promise<void> {
  const { statements, problems } = whole;
  const lines = statements.reduce((sum, statement) => sum + statement.lines.length, 0);
  const out = (text: string) => context.out(text.replace(CONTROL_SIGNS, ' '));
  out(`${name}: ${format ?? 'not read'}; statements: ${statements.length}, lines: ${lines}`);
  for (const problem of problems.slice(0, MOST_PROBLEMS)) {
    const { line, message } = problemReport(problem);
    out(`  ${line > 0 && !problem.facts.line ? `Line ${line}: ` : ''}${message}`);
  }
  if (problems.length > MOST_PROBLEMS) out(`  … and ${problems.length - MOST_PROBLEMS} more`);
  for (const statement of statements) {
    context.out('');
    out(headingOf(statement));
    if (statement.lines.length > 0) await printRows(context, LINES, once(statement.lines));
  }
}

async function* once<Item>(item: Item): AsyncGenerator<Item> {
  yield item;
}

const MOST_PROBLEMS = 20;
/** What a terminal would obey. */
const CONTROL_SIGNS = /\p{Cc}/gu;

function headingOf(statement: WholeStatement): string {
  const { account, currency, number, openedOn, opening, closedOn, closing, balanced } =
    statementReport(statement);
  const from = [openedOn, opening].filter(Boolean).join(' ') || '?';
  const to = [closedOn, closing].filter(Boolean).join(' ') || '?';
  const verdict = balanced === null ? '' : balanced ? ', adds up' : ', DOES NOT ADD UP';
  return `${account} ${currency}${number ? ` no. ${number}` : ''}: ${from} to ${to}${verdict}`;
}

const LINES = {
  name: 'lines',
  format: 'table',
  columns: ['BOOKED', 'AMOUNT', 'FROM OR TO', 'REFERENCE', 'TEXT'],
  line: (line: BankLine) => [
    line.bookedOn,
    fineToDecimal(line.amount, line.currency).padStart(12),
    (line.counterparty ?? '').slice(0, 35),
    line.structuredReference ?? '',
    `${line.pending ? '(pending) ' : ''}${line.text}`.slice(0, 80),
  ],
} as const;
