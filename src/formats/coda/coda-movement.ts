import type { BankDetail, BankLine } from '#core/bank/bank-reading.ts';
import { referenceOrNull, tidy } from '#core/bank/bank-text.ts';
import { structuredReferenceIn } from '#core/bank/find-reference.ts';
import { otherIban } from './coda-account.ts';
import {
  type Communication,
  type Information,
  readCommunication,
  readInformation,
} from './coda-communication.ts';
import type { Zones } from './coda-records.ts';

/** One movement with the records that belong to it, as they come. */
export class Movement {
  readonly row: number;
  readonly amount: bigint;
  readonly valueOn: string | null;
  readonly bookedOn: string | null;
  readonly main: Zones<'movement1'>;
  #second: Zones<'movement2'> | null = null;
  #third: Zones<'movement3'> | null = null;
  #informations: { isStructured: boolean; joined: string }[] = [];

  constructor(
    main: Zones<'movement1'>,
    read: { row: number; amount: bigint; valueOn: string | null; bookedOn: string | null },
  ) {
    this.main = main;
    this.row = read.row;
    this.amount = read.amount;
    this.valueOn = read.valueOn;
    this.bookedOn = read.bookedOn;
  }

  /** The kind of movement: 0 and 1 to 3 are booked, 5 to 9 are parts of one that is. */
  get type(): string {
    return this.main.code.charAt(0);
  }

  second(zones: Zones<'movement2'>): void {
    this.#second = zones;
  }

  third(zones: Zones<'movement3'>): void {
    this.#third = zones;
  }

  information(zones: Zones<'information1'>): void {
    this.#informations.push({ isStructured: zones.kind === '1', joined: zones.communication });
  }

  moreInformation(communication: string): void {
    const last = this.#informations.at(-1);
    if (last) last.joined += communication;
  }

  /** Everything but when it was booked. */
  detail(currency: string): BankDetail {
    const second = this.#second;
    const third = this.#third;
    const joined = `${this.main.communication}${second?.communication ?? BLANK_53}${third?.communication ?? ''}`;
    const told = readCommunication(joined, this.main.kind === '1');
    const informations = this.#informations.map(({ isStructured, joined }) =>
      readInformation(joined, isStructured),
    );
    const texts = [told.text, ...informations.map(({ text }) => text)].filter(Boolean);
    return {
      amount: this.amount,
      currency,
      counterparty: counterpartyOf(third, informations),
      iban: third ? otherIban(third.account) : null,
      bic: second ? bicOrNull(second.bic) : null,
      ultimateParty: this.#ultimateParty(informations),
      structuredReference: told.structuredReference ?? referenceIn(informations),
      text: (this.main.kind === '1' ? [...texts, ...addressesOf(informations)] : texts).join(' '),
      endToEndId: referenceOrNull(second?.customerReference) ?? told.endToEndId ?? null,
      bankReference: referenceOrNull(this.main.bankReference),
      mandate: told.mandate ?? null,
      code: tidy(this.main.code),
      ...this.#returnOf(told),
    };
  }

  #ultimateParty(informations: readonly Information[]): string | null {
    for (const { ultimateDebtor, ultimateBeneficiary } of informations) {
      const name = this.amount < 0n ? ultimateBeneficiary : ultimateDebtor;
      if (name) return name;
    }
    return null;
  }

  /** Returned or rejected (its digit and reason), or the bank's correction of an earlier movement. */
  #returnOf({ returned, reason, unpaid }: Communication): Pick<BankLine, 'reversal' | 'returnReason'> {
    const code = this.main.code;
    const kind = [this.#second?.returned, returned].find((digit) => digit && /[1-5]/.test(digit));
    const why = [this.#second?.reason, reason]
      .map((text) => text?.trim())
      .find((text) => /^[A-Z0-9]{4}$/.test(text ?? ''));
    if (kind || unpaid)
      return { reversal: true, returnReason: (kind ? why : null) ?? (unpaid ? `127/${unpaid}` : null) };
    return { reversal: isCorrection(code) || isReturn(code, this.amount), returnReason: null };
  }
}

const BLANK_53 = ' '.repeat(53);

/** Operations 49 and 99 of every family take back an earlier one. */
function isCorrection(code: string): boolean {
  return /^.\d{2}(49|99)/.test(code);
}

/** Unpaid direct debits (05/03, 05/05) leave the account again, and cheques that were not covered (03/38). */
function isReturn(code: string, amount: bigint): boolean {
  return amount < 0n && /^.(0503|0505|0338)/.test(code);
}

/** A name of 35 characters, the last perhaps a blank, may have been cut. */
const CUT = 34;

/** 35 characters in record 2.3; the whole name may follow in an information. */
function counterpartyOf(
  third: Zones<'movement3'> | null,
  informations: readonly Information[],
): string | null {
  const short = tidy(third?.name);
  const long = informations.find(({ name }) => name)?.name ?? null;
  if (short === null || (long?.startsWith(short) && (third?.name.trimEnd().length ?? 0) >= CUT)) return long;
  return short;
}

function addressesOf(informations: readonly Information[]): string[] {
  return informations.flatMap(({ address }) => (address ? [address] : []));
}

function referenceIn(informations: readonly Information[]): string | null {
  for (const { text } of informations) {
    const reference = text ? structuredReferenceIn(text) : null;
    if (reference) return reference;
  }
  return null;
}

function bicOrNull(text: string): string | null {
  const plain = text.replaceAll(' ', '');
  return /^[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?$/.test(plain) ? plain : null;
}
