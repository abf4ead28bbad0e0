import { createHash, type Hash } from 'node:crypto';
import { fineToDecimal, fineToMinor } from '#core/bank/bank-amount.ts';
import type {
  BankFormat,
  BankLine,
  BankPart,
  BankProblem,
  StatementClosing,
  StatementOpening,
} from '#core/bank/bank-reading.ts';
import { stateOfFormat } from '#core/bank/statement-states.ts';
import { type Currency, isCurrency } from '#core/money/currencies.ts';
import type { BankFile } from '#formats/bank/open-bank-file.ts';
import type { Bulk, CopyRow } from '#server/platform/bulk.ts';
import { newId } from '#server/platform/ids.ts';
import { asUuid, layDown, STAGED_LINE } from './staged-tables.ts';

/** A statement as the file has it, its lines laid down under its `position`. */
export type StagedStatement = {
  readonly position: number;
  readonly id: string;
  readonly entry: string | null;
  readonly row: number;
  readonly format: BankFormat;
  readonly account: string;
  readonly holder: string | null;
  readonly number: string | null;
  readonly openedOn: string | null;
  readonly currency: Currency;
  readonly opening: bigint | null;
  readonly closing: bigint | null;
  readonly closedOn: string | null;
  /** The last day a booked line of it stands on. */
  readonly lastBookedOn: string | null;
  readonly lines: number;
  readonly digest: string;
  /** Why it is refused. */
  readonly problem: BankProblem | null;
};

export type StagedFile = {
  readonly format: BankFormat | 'zip' | null;
  readonly statements: readonly StagedStatement[];
  readonly problems: readonly BankProblem[];
  /** The first thing that refuses the whole file. */
  readonly refusedBy: BankProblem | null;
};

export type StagingTerms = {
  /** The currency of an account whose file leaves it out. */
  currencyOf(account: string): Currency;
  /** Only the statement at this place, whatever is wrong with it: a person overrides that. */
  readonly only?: number;
  /** Sees all that is read, as it is read: for those who print it. */
  readonly onParts?: ((file: BankFile, parts: readonly BankPart[]) => void) | undefined;
  /** Told after each portion; may stop the work by a throw. */
  told(lines: number): Promise<void>;
};

/**
 * Reads a file, or an archive of them, and lays its lines down in a table of the transaction's own, portion by portion:
 * of any number of lines, little is in memory. Stops at what refuses the file.
 */
export async function stageFile(
  bulk: Bulk,
  files: AsyncIterable<BankFile>,
  name: string,
  terms: StagingTerms,
): Promise<StagedFile> {
  const stage = new Stage(bulk, terms);
  const formats: BankFormat[] = [];
  const passedOver: BankProblem[] = [];
  let isArchive = false;
  for await (const file of files) {
    isArchive ||= file.name !== name;
    stage.begin(file, isArchive ? file.name.slice(name.length + 1) : null);
    let isForeign = false;
    for await (const parts of file.parts) {
      terms.onParts?.(file, parts);
      isForeign ||= isArchive && (file.format === null || parts.some(isNoBankFile));
      if (isForeign) passedOver.push(...problemsIn(parts));
      else await stage.take(parts);
    }
    if (file.format && !isForeign) formats.push(file.format);
    stage.finish();
    if (stage.refusedBy) break;
  }
  await stage.close();
  const { statements } = stage;
  // What lies beside bank files in an archive is told and passed over; an archive of nothing else is refused.
  const isNone = isArchive && formats.length === 0;
  const problems = [...stage.problems, ...(isNone ? passedOver : passedOver.map(onlySaid))];
  const refusedBy = stage.refusedBy ?? (isNone ? (passedOver[0] ?? null) : null);
  return { format: isArchive ? 'zip' : (formats[0] ?? null), statements, problems, refusedBy };
}

/** What no format knows is tried as a CSV, and turns out to be none. */
function isNoBankFile(part: BankPart): boolean {
  return part.part === 'problem' && part.problem.code === 'bank_file_unknown';
}

function problemsIn(parts: readonly BankPart[]): BankProblem[] {
  return parts.flatMap((part) => (part.part === 'problem' ? [part.problem] : []));
}

function onlySaid(problem: BankProblem): BankProblem {
  return { ...problem, refuses: null };
}

type Open = {
  readonly statement: Omit<StagedStatement, 'currency' | 'opening' | 'digest'>;
  readonly opening: bigint | null;
  readonly given: string;
  currency: Currency | null;
  lines: number;
  lastBookedOn: string | null;
  readonly hash: Hash;
  problem: BankProblem | null;
  closing: StatementClosing | null;
};

/** Lines that are sent at once. */
const PORTION = 2000;

/** What the reading of one file has come to. */
class Stage {
  readonly statements: StagedStatement[] = [];
  readonly problems: BankProblem[] = [];
  refusedBy: BankProblem | null = null;
  readonly #bulk: Bulk;
  readonly #terms: StagingTerms;
  #file: { name: string; format: BankFormat; entry: string | null } | null = null;
  #open: Open | null = null;
  #rows: CopyRow[] = [];
  #sending: Promise<void> = Promise.resolve();
  #lines = 0;
  #position = -1;

  constructor(bulk: Bulk, terms: StagingTerms) {
    this.#bulk = bulk;
    this.#terms = terms;
  }

  begin({ name, format }: BankFile, entry: string | null): void {
    this.#file = format && { name, format, entry };
  }

  async take(parts: readonly BankPart[]): Promise<void> {
    for (const part of parts) {
      if (this.refusedBy) return;
      if (part.part === 'line') this.#line(part.line);
      else if (part.part === 'opening') this.#opening(part.opening);
      else if (part.part === 'closing') this.#closing(part.closing);
      else this.#problem(part.problem);
    }
    if (this.#rows.length >= PORTION) await this.#flush();
    await this.#terms.told(this.#lines);
  }

  /** The end of one file: a statement without a closing ends with it. */
  finish(): void {
    this.#end();
  }

  async close(): Promise<void> {
    await this.#flush();
    await this.#sending;
  }

  /** While these lines are sent, the next ones are read. */
  async #flush(): Promise<void> {
    if (this.#rows.length === 0) return;
    await this.#sending;
    const rows = this.#rows;
    this.#rows = [];
    this.#sending = this.#bulk.copy('staged_line', STAGED_LINE, rows);
    // Told where it is awaited: at the next portion, or at the end.
    this.#sending.catch(() => {});
  }

  #opening({ account, currency, number, holder, openedOn, opening, row }: StatementOpening): void {
    this.#end();
    this.#position += 1;
    if (!this.#file || this.#isOther()) return;
    const { format, entry } = this.#file;
    const place = { position: this.#position, id: newId(), entry, row, format };
    const told = { account, holder, number, openedOn, closing: null, closedOn: null };
    const counts = { lastBookedOn: null, lines: 0, problem: null };
    this.#open = {
      statement: { ...place, ...told, ...counts },
      opening,
      given: currency,
      currency: null,
      lines: 0,
      lastBookedOn: null,
      hash: createHash('sha256'),
      problem: null,
      closing: null,
    };
    if (account === '') this.#refuse('bank_account_missing', { row, column: 'account' }, {});
    if (currency !== '') this.#currency(this.#open, currency, row);
  }

  #isOther(): boolean {
    return this.#terms.only !== undefined && this.#terms.only !== this.#position;
  }

  #currency(open: Open, given: string, row: number): Currency | null {
    if (open.currency) return open.currency;
    const currency = given === '' ? this.#terms.currencyOf(open.statement.account) : given;
    if (isCurrency(currency)) open.currency = currency;
    else this.#refuse('bank_currency_unknown', { row, column: 'currency' }, { given: currency });
    return open.currency;
  }

  #line(line: BankLine): void {
    const open = this.#open;
    if (!open) return;
    const own = this.#currency(open, line.currency, line.row);
    const currency = isCurrency(line.currency) ? line.currency : own;
    if (!currency) return;
    this.#lines += 1;
    const { format, position } = open.statement;
    const pending = line.pending || stateOfFormat(format) !== 'booked';
    const laid = layDown({ ...line, pending }, { statement: position, nth: this.#lines, currency });
    if (!laid) {
      this.#refuse('bank_amount_too_fine', { row: line.row, column: 'amount' }, amountFacts(line, currency));
      return;
    }
    open.lines += 1;
    open.hash.update(laid.identity);
    if (!pending && line.bookedOn > (open.lastBookedOn ?? '')) open.lastBookedOn = line.bookedOn;
    for (const row of laid.rows) this.#rows.push(row);
  }

  #closing(closing: StatementClosing): void {
    if (this.#open) this.#open.closing = closing;
    this.#end(closing.row);
  }

  #problem(problem: BankProblem): void {
    const { refuses, ...told } = problem;
    // What a person overrides is no problem any more.
    if (refuses === 'file') this.refusedBy ??= problem;
    if (refuses === 'statement' && this.#open) this.#open.problem ??= problem;
    else if (refuses === 'statement') this.#refuseLast(problem);
    if (this.#terms.only === undefined || refuses === 'file') this.problems.push({ ...told, refuses });
  }

  /** The trailer of a file speaks of the statement before it. */
  #refuseLast(problem: BankProblem): void {
    const last = this.statements.at(-1);
    if (last && !last.problem) this.statements[this.statements.length - 1] = { ...last, problem };
  }

  #refuse(code: OwnProblem, at: BankProblem['at'], facts: Record<string, string>): void {
    const where = { file: this.#file?.name ?? '', line: String(at.row) };
    this.#problem({ code, facts: { ...where, ...facts }, at, refuses: 'file' });
  }

  #end(row = 0): void {
    const open = this.#open;
    this.#open = null;
    if (!open) return;
    const { statement, closing: end } = open;
    const currency = this.#currency(open, '', row || statement.row);
    if (!currency || this.refusedBy) return;
    const opening = this.#minor(end?.opening ?? open.opening, currency, statement.row);
    const closing = this.#minor(end?.closing ?? null, currency, end?.row ?? row);
    const closedOn = end?.closedOn ?? open.lastBookedOn ?? statement.openedOn;
    const told = [statement.account, currency, statement.openedOn, opening, closedOn, closing, open.lines];
    const digest = asUuid(open.hash.update(told.join('\n')).digest('hex'));
    const { lines, lastBookedOn, problem } = open;
    const balances = { currency, opening, closing, closedOn };
    this.statements.push({ ...statement, ...balances, lines, lastBookedOn, digest, problem });
  }

  #minor(fine: bigint | null, currency: Currency, row: number): bigint | null {
    const minor = fine === null ? null : fineToMinor(fine, currency);
    if (fine !== null && minor === null) {
      this.#refuse(
        'bank_amount_too_fine',
        { row, column: 'balance' },
        amountFacts({ amount: fine }, currency),
      );
    }
    return minor;
  }
}

type OwnProblem = 'bank_account_missing' | 'bank_currency_unknown' | 'bank_amount_too_fine';

function amountFacts({ amount }: { amount: bigint }, currency: Currency): Record<string, string> {
  return { given: fineToDecimal(amount, currency), currency };
}
