import { ibanFromFrench } from '#core/bank/bank-account.ts';
import type { BankPart, StatementOpening } from '#core/bank/bank-reading.ts';
import { refuse } from '#core/refusal.ts';
import { CfonbMovement } from './cfonb-movement.ts';
import {
  amountFrom,
  cut,
  dayFrom,
  dayOrNull,
  decimalsIn,
  markOf,
  type Place,
  type RecordMark,
  WIDTH,
  type Zones,
} from './cfonb-records.ts';

/** Where neither the record nor those before it tell. */
const USUAL_DECIMALS = 2;

type Held = {
  readonly zones: Zones<'01'>;
  readonly row: number;
};

/** Statements one after the other: an old balance (01), movements (04) with complements (05), a new balance (07). */
export class CfonbFile {
  /** An old balance whose currency only its first movement may tell. */
  #held: Held | null = null;
  #opening: StatementOpening | null = null;
  #decimals = USUAL_DECIMALS;
  #movement: CfonbMovement | null = null;
  #parts: BankPart[] = [];
  #row = 0;
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  /** What has been read since it was last asked. */
  take(): readonly BankPart[] {
    const parts = this.#parts;
    this.#parts = [];
    return parts;
  }

  line(raw: string, row: number): void {
    const text = raw.length > WIDTH || raw.endsWith('\u001a') ? raw.replace(/[\s\p{Cc}]+$/u, '') : raw;
    if (text.trim() === '') return;
    this.#row = row;
    const place = { file: this.#file, row };
    const mark = markOf(text, place);
    if (mark === '01') this.#open(cut('01', text));
    else if (!this.#held && !this.#opening) this.#misplaced(mark, '01');
    else if (mark === '04') this.#move(cut('04', text), place);
    else if (mark === '05') this.#complement(cut('05', text));
    else this.#close(cut('07', text), place);
  }

  /** @throws Refusal bank_file_cut_short */
  end(): void {
    if (!this.#held && !this.#opening) return;
    refuse('bank_file_cut_short', { file: this.#file, line: String(this.#row), expected: '07' });
  }

  #open(zones: Zones<'01'>): void {
    if (this.#held || this.#opening) this.#misplaced('01', '07');
    this.#held = { zones, row: this.#row };
  }

  #move(zones: Zones<'04'>, place: Place): void {
    const opening = this.#opened(zones, place);
    this.#finish();
    const amount = amountFrom(zones.amount, decimalsIn(zones.decimals, place) ?? this.#decimals, place);
    this.#movement = new CfonbMovement(zones, {
      row: this.#row,
      amount,
      currency: zones.currency.trim() || opening.currency,
      bookedOn: dayFrom(zones.bookedOn, 'booking date', place),
      valueOn: dayOrNull(zones.valueOn, 'value date', place),
    });
  }

  #complement(zones: Zones<'05'>): void {
    if (!this.#movement) this.#misplaced('05', '04');
    this.#movement.complement(zones.qualifier, zones.text);
  }

  #close(zones: Zones<'07'>, place: Place): void {
    const opening = this.#opened(zones, place);
    this.#finish();
    const closing = amountFrom(zones.amount, decimalsIn(zones.decimals, place) ?? this.#decimals, place);
    const closedOn = dayOrNull(zones.day, 'new balance date', place);
    const closed = accountOf(zones);
    if (closed !== opening.account) {
      const facts = { statement: opening.openedOn ?? '', opened: opening.account, closed };
      const at = { row: this.#row, column: 'account' };
      const problem = { code: 'statement_account_changed', facts, at, refuses: null } as const;
      this.#parts.push({ part: 'problem', problem });
    }
    this.#parts.push({ part: 'closing', closing: { closing, closedOn, row: this.#row } });
    this.#opening = null;
  }

  /** The statement, opened with what the record at hand knows better than the old balance. */
  #opened(known: { currency: string; decimals: string }, place: Place): StatementOpening {
    if (this.#opening) return this.#opening;
    const held = this.#held;
    if (!held) return this.#misplaced('04', '01');
    this.#held = null;
    const at = { file: this.#file, row: held.row };
    this.#decimals =
      decimalsIn(held.zones.decimals, at) ?? decimalsIn(known.decimals, place) ?? USUAL_DECIMALS;
    this.#opening = {
      account: accountOf(held.zones),
      currency: held.zones.currency.trim() || known.currency.trim(),
      number: null,
      holder: null,
      openedOn: dayOrNull(held.zones.day, 'old balance date', at),
      opening: amountFrom(held.zones.amount, this.#decimals, at),
      row: held.row,
    };
    this.#parts.push({ part: 'opening', opening: this.#opening });
    return this.#opening;
  }

  #finish(): void {
    if (this.#movement) this.#parts.push({ part: 'line', line: this.#movement.line() });
    this.#movement = null;
  }

  #misplaced(given: RecordMark, expected: RecordMark): never {
    return refuse('bank_record_misplaced', { file: this.#file, line: String(this.#row), given, expected });
  }
}

/** The IBAN that bank, branch and account make, else these as they stand. */
function accountOf({ bank, branch, account }: { bank: string; branch: string; account: string }): string {
  return ibanFromFrench(bank, branch, account) ?? `${bank}${branch}${account}`.replaceAll(' ', '');
}
