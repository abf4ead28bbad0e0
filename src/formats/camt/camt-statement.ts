import { fineToDecimal } from '#core/bank/bank-amount.ts';
import type { BankLine, BankPart, BankProblem, StatementOpening } from '#core/bank/bank-reading.ts';
import { nameOf } from '#core/bank/check-statement.ts';
import { accountIn, childOf, type Element, elementAt, type Fields, textAt } from './element.ts';

type Balance = { readonly amount: bigint; readonly currency: string; readonly on: string | null };

/** Count and sum of what was read, to hold against the totals that a statement says of itself. */
class Sum {
  count = 0;
  sum = 0n;

  add(amount: bigint): void {
    this.count += 1;
    this.sum += amount < 0n ? -amount : amount;
  }
}

type Counted = { readonly all: Sum; readonly credits: Sum; readonly debits: Sum };
const counted = (): Counted => ({ all: new Sum(), credits: new Sum(), debits: new Sum() });

/** One Stmt, Rpt or Ntfctn while it is read: its head opens it at the first entry, or at its end. */
export class CamtStatement {
  account = '';
  #currency = '';
  #holder: string | null = null;
  #numbers = new Map<string, string | null>();
  #from: string | null = null;
  #to: string | null = null;
  #balances = new Map<string, Balance>();
  #summary: Element | null = null;
  #opening: StatementOpening | null = null;
  #booked = counted();
  #every = counted();
  #parts = 0;
  readonly #row: number;
  readonly #fields: Fields;

  constructor(row: number, fields: Fields) {
    this.#row = row;
    this.#fields = fields;
  }

  /** Any child but an entry. */
  take(element: Element): void {
    const { name } = element;
    if (name === 'Acct') this.#takeAccount(element);
    else if (name === 'Bal') this.#takeBalance(element);
    else if (name === 'TxsSummry') this.#summary = element;
    else if (name === 'ElctrncSeqNb' || name === 'LglSeqNb')
      this.#numbers.set(name, element.text.trim() || null);
    else if (name === 'CreDtTm') this.#to ??= this.#fields.dayAt(element);
    else if (name === 'FrToDt') {
      this.#from = this.#fields.dayAt(element, 'FrDtTm') ?? this.#fields.dayAt(element, 'FrDt');
      this.#to = this.#fields.dayAt(element, 'ToDtTm') ?? this.#fields.dayAt(element, 'ToDt') ?? this.#to;
    }
  }

  /** The day a line is booked on that says none. */
  day(): string | null {
    return this.#balances.get('CLBD')?.on ?? this.#to;
  }

  line(line: BankLine): readonly BankPart[] {
    const opened = this.#open(line.currency);
    for (const totals of line.pending ? [this.#every] : [this.#every, this.#booked]) {
      totals.all.add(line.amount);
      (line.amount < 0n ? totals.debits : totals.credits).add(line.amount);
    }
    this.#parts += Math.max(line.details.length, 1);
    const apart = partsApart(line);
    return [...opened, { part: 'line', line }, ...(apart ? [apart] : [])];
  }

  end(): readonly BankPart[] {
    const opened = this.#open('');
    const currency = this.#currency;
    const closing = this.#balances.get('CLBD');
    const mixed = closing !== undefined && closing.currency !== currency ? closing : null;
    const closed: BankPart = {
      part: 'closing',
      closing: {
        closedOn: closing?.on ?? this.#to,
        closing: mixed ? null : (closing?.amount ?? null),
        ...(mixed && { balanced: false }),
        row: this.#row,
      },
    };
    return [...opened, ...(mixed ? [this.#currencyMixed(mixed)] : []), ...this.#totalsApart(), closed];
  }

  #open(currency: string): readonly BankPart[] {
    if (this.#opening) return [];
    const before = this.#balances.get('OPBD') ?? this.#balances.get('PRCD');
    const [any] = this.#balances.values();
    this.#currency ||= before?.currency || any?.currency || currency;
    if (this.account === '') this.#fields.missing({ ...NOTHING, row: this.#row, name: 'Stmt' }, 'Acct/Id');
    this.#opening = {
      account: this.account,
      currency: this.#currency,
      number: this.#numbers.get('ElctrncSeqNb') ?? this.#numbers.get('LglSeqNb') ?? null,
      holder: this.#holder,
      openedOn: before?.on ?? this.#from,
      opening: before && before.currency === this.#currency ? before.amount : null,
      row: this.#row,
    };
    return [{ part: 'opening', opening: this.#opening }];
  }

  #takeAccount(account: Element): void {
    this.account = accountIn(account) ?? '';
    this.#currency = textAt(account, 'Ccy') ?? '';
    this.#holder =
      textAt(account, 'Ownr', 'Nm') ?? textAt(account, 'Ownr', 'Pty', 'Nm') ?? textAt(account, 'Nm');
  }

  #takeBalance(balance: Element): void {
    const type = elementAt(balance, 'Tp', 'CdOrPrtry') ?? childOf(balance, 'Tp');
    const kind = textAt(type, 'Cd') ?? textAt(type, 'Prtry') ?? '';
    if (!/^(OPBD|PRCD|CLBD)$/.test(kind)) return;
    // Several openings are those of pages, several closings too: the first and the last are the statement's.
    if (kind !== 'CLBD' && this.#balances.has(kind)) return;
    this.#balances.set(kind, {
      // Some central banks leave the direction out where the account cannot be overdrawn.
      amount:
        this.#fields.amount(balance) * (childOf(balance, 'CdtDbtInd') ? this.#fields.direction(balance) : 1n),
      currency: childOf(balance, 'Amt')?.currency ?? '',
      on: this.#fields.dayAt(balance, 'Dt'),
    });
  }

  #currencyMixed(closing: Balance): BankPart {
    const facts = { ...this.#name(), given: closing.currency, expected: this.#currency };
    return problem('statement_currency_mixed', facts, this.#row, 'Bal/Amt', 'statement');
  }

  #totalsApart(): readonly BankPart[] {
    const apart = [
      ...this.#totalApart('TtlNtries', 'all'),
      ...this.#totalApart('TtlCdtNtries', 'credits'),
      ...this.#totalApart('TtlDbtNtries', 'debits'),
    ];
    return apart.slice(0, 1);
  }

  /** Banks count booked entries or all of them, and some count their transactions: what fits one of these is right. */
  #totalApart(name: string, which: keyof Counted): readonly BankPart[] {
    const total = childOf(this.#summary ?? undefined, name);
    if (!total) return [];
    const [booked, every] = [this.#booked[which], this.#every[which]];
    const count = textAt(total, 'NbOfNtries');
    const counts = [booked.count, every.count, ...(which === 'all' ? [this.#parts] : [])];
    if (count !== null && !counts.some((each) => String(each) === count.replace(/^0+(?=\d)/, ''))) {
      return [this.#apart(total, `${name}/NbOfNtries`, count, String(booked.count))];
    }
    const sum = childOf(total, 'Sum');
    if (!sum || sum.text.trim() === '') return [];
    const given = this.#fields.amountIn(sum, total);
    if (given === booked.sum || given === every.sum) return [];
    const words = (fine: bigint) => fineToDecimal(fine, this.#currency);
    return [this.#apart(total, `${name}/Sum`, words(given), words(booked.sum))];
  }

  #apart(total: Element, field: string, given: string, expected: string): BankPart {
    const facts = { ...this.#name(), total: field, given, expected };
    return problem('statement_totals_disagree', facts, total.row, field, 'statement');
  }

  #name() {
    const opening = this.#opening;
    return opening ? nameOf(opening) : { account: this.account, statement: '?' };
  }
}

const NOTHING: Element = { name: '', row: 0, text: '', currency: '', children: [] };

/** Parts that do not make their line are shown, and said: fees may have been kept back. */
function partsApart(line: BankLine): BankPart | null {
  if (line.details.length === 0) return null;
  const sum = line.details.reduce((total, { amount }) => total + amount, 0n);
  if (sum === line.amount) return null;
  const words = (fine: bigint) => `${fineToDecimal(fine, line.currency)} ${line.currency}`;
  const facts = { line: String(line.row), given: words(line.amount), sum: words(sum) };
  return problem('bank_parts_apart', facts, line.row, 'NtryDtls', null);
}

function problem(
  code: BankProblem['code'],
  facts: Readonly<Record<string, string>>,
  row: number,
  column: string,
  refuses: BankProblem['refuses'],
): BankPart {
  return { part: 'problem', problem: { code, facts, at: { row, column }, refuses } };
}
