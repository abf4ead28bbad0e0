import { fineToDecimal } from '#core/bank/bank-amount.ts';
import type { BankPart, BankProblem, StatementOpening } from '#core/bank/bank-reading.ts';
import { tidy } from '#core/bank/bank-text.ts';
import { nameOf } from '#core/bank/check-statement.ts';
import { ownAccount } from './coda-account.ts';
import { amountFrom, dayOrNull, unreadable, unsignedFrom } from './coda-fields.ts';
import { MovementGroup } from './coda-group.ts';
import { Movement } from './coda-movement.ts';
import { cut, type RecordKind, type Zones } from './coda-records.ts';

type MovementRecord = Extract<RecordKind, `movement${string}` | `information${string}`>;

type Setting = {
  readonly file: string;
  readonly row: number;
  readonly createdOn: string | null;
  /** Where parts go, as the file has them now. */
  readonly parts: () => BankPart[];
};

type BookedOn = { readonly day: string; readonly row: number };

/** One statement: its old balance, its movements, its new balance, and what its trailer says of them. */
export class CodaStatement {
  isClosed = false;
  readonly #opening: StatementOpening;
  readonly #structure: string;
  readonly #setting: Setting;
  #group: MovementGroup | null = null;
  #movement: Movement | null = null;
  #closing: { row: number; closing: bigint; closedOn: string | null; account: string } | null = null;
  #records = 1;
  #debit = 0n;
  #credit = 0n;
  #first: BookedOn | null = null;
  #last: BookedOn | null = null;

  constructor(zones: Zones<'oldBalance'>, setting: Setting) {
    const place = { file: setting.file, row: setting.row };
    this.#setting = setting;
    this.#structure = zones.structure;
    const { account, currency } = ownAccount(zones.account, zones.structure, place);
    this.#opening = {
      account,
      currency,
      number: tidy(zones.number) ?? tidy(zones.paper),
      holder: tidy(zones.holder),
      openedOn: dayOrNull(zones.day, 'old balance date', place),
      opening: amountFrom(zones.amount, zones.sign, 'old balance', place),
      row: setting.row,
    };
    setting.parts().push({ part: 'opening', opening: this.#opening });
  }

  get hasMovements(): boolean {
    return this.#movement !== null;
  }

  /** A record 2 or 3. @returns false if it belongs to nothing before it */
  record(kind: MovementRecord, text: string, row: number): boolean {
    this.#records += 1;
    if (kind === 'movement1') return this.#begin(cut('movement1', text), row);
    const movement = this.#movement;
    if (movement?.main.sequence !== text.slice(2, 6)) return false;
    if (kind === 'movement2') movement.second(cut('movement2', text));
    else if (kind === 'movement3') movement.third(cut('movement3', text));
    else if (kind === 'information1') movement.information(cut('information1', text));
    else movement.moreInformation(cut(kind, text).communication);
    return true;
  }

  close(zones: Zones<'newBalance'>, row: number): void {
    const place = { file: this.#setting.file, row };
    this.#records += 1;
    this.#finishGroup();
    this.isClosed = true;
    const { account } = ownAccount(zones.account, this.#structure, place);
    const closing = amountFrom(zones.amount, zones.sign, 'new balance', place);
    const closedOn = dayOrNull(zones.day, 'new balance date', place);
    this.#closing = { row, closing, closedOn, account };
    this.#sayOutside(closedOn);
  }

  /** The trailer: what it counts must be there. An account on which nothing moved may have no new balance. */
  finish(records: number, zones: Zones<'trailer'>, row: number): void {
    const place = { file: this.#setting.file, row };
    if (!this.#closing) {
      const { opening, openedOn, account } = this.#opening;
      this.#closing = { row, closing: opening ?? 0n, closedOn: this.#setting.createdOn ?? openedOn, account };
    }
    this.#checkAccount(this.#closing.account);
    this.#checkTotal('debit', unsignedFrom(zones.debit, 'total debit', place), this.#debit, row);
    this.#checkTotal('credit', unsignedFrom(zones.credit, 'total credit', place), this.#credit, row);
    if (records !== this.#records)
      this.#totalsDisagree('records', String(records), String(this.#records), row);
    const { closing, closedOn } = this.#closing;
    this.#setting.parts().push({ part: 'closing', closing: { closing, closedOn, row: this.#closing.row } });
  }

  #begin(main: Zones<'movement1'>, row: number): boolean {
    const place = { file: this.#setting.file, row };
    if (!/^\d{8}$/.test(main.code.replaceAll(' ', '0')))
      unreadable('transaction code', main.code, '00150000', place);
    if (!/^\d{4}$/.test(main.sequence)) unreadable('sequence number', main.sequence, '0001', place);
    const movement = new Movement(main, {
      row,
      amount: amountFrom(main.amount, main.sign, 'amount', place),
      valueOn: dayOrNull(main.valueOn, 'value date', place),
      bookedOn: dayOrNull(main.bookedOn, 'entry date', place),
    });
    this.#movement = movement;
    if (main.detail === '0000' || main.detail.trim() === '') {
      this.#finishGroup();
      this.#group = new MovementGroup(movement);
      if (movement.amount < 0n) this.#debit -= movement.amount;
      else this.#credit += movement.amount;
      return true;
    }
    if (this.#group?.sequence !== main.sequence) return false;
    this.#group.add(movement);
    return true;
  }

  #finishGroup(): void {
    const group = this.#group;
    this.#group = null;
    if (!group) return;
    const { movement } = group;
    const bookedOn =
      movement.bookedOn ?? movement.valueOn ?? this.#setting.createdOn ?? this.#opening.openedOn;
    const place = { file: this.#setting.file, row: movement.row };
    if (bookedOn === null) unreadable('entry date', movement.main.bookedOn, '310326', place);
    this.#watchDay(bookedOn, movement.row);
    const { line, problem } = group.line(bookedOn, this.#opening.currency);
    if (problem) this.#say(problem);
    this.#setting.parts().push({ part: 'line', line });
  }

  #watchDay(day: string, row: number): void {
    if (!this.#first || day < this.#first.day) this.#first = { day, row };
    if (!this.#last || day > this.#last.day) this.#last = { day, row };
  }

  /** A line booked outside the statement is only said: banks do it around holidays. */
  #sayOutside(closed: string | null): void {
    const opened = this.#opening.openedOn;
    if (!opened || !closed) return;
    const outside = [this.#first, this.#last].find(
      (booked) => booked && (booked.day < opened || booked.day > closed),
    );
    if (!outside) return;
    const facts = { day: outside.day, opened, closed };
    this.#say({
      code: 'statement_day_outside',
      facts,
      at: { row: outside.row, column: 'entry date' },
      refuses: null,
    });
  }

  #checkAccount(closed: string): void {
    const { account: opened } = this.#opening;
    if (opened === closed) return;
    const { statement } = nameOf(this.#opening);
    const at = { row: this.#closing?.row ?? 0, column: 'account' };
    this.#say({
      code: 'statement_account_changed',
      facts: { statement, opened, closed },
      at,
      refuses: null,
    });
  }

  #checkTotal(total: 'debit' | 'credit', said: bigint, counted: bigint, row: number): void {
    const words = (fine: bigint) => fineToDecimal(fine, this.#opening.currency);
    if (said !== counted) this.#totalsDisagree(total, words(said), words(counted), row);
  }

  #totalsDisagree(total: string, given: string, expected: string, row: number): void {
    const facts = { ...nameOf(this.#opening), total, given, expected };
    this.#say({ code: 'statement_totals_disagree', facts, at: { row, column: total }, refuses: 'statement' });
  }

  #say(problem: BankProblem): void {
    this.#setting.parts().push({ part: 'problem', problem });
  }
}
