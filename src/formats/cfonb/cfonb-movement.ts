import { ibanShaped } from '#core/bank/bank-account.ts';
import type { BankLine } from '#core/bank/bank-reading.ts';
import { referenceOrNull, tidy } from '#core/bank/bank-text.ts';
import { structuredReferenceIn } from '#core/bank/find-reference.ts';
import { structuredReferenceFrom } from '#core/receivables/structured-reference.ts';
import type { Zones } from './cfonb-records.ts';

/** A movement and its complements, each named by three letters. */
export class CfonbMovement {
  readonly #zones: Zones<'04'>;
  readonly #read: Pick<BankLine, 'row' | 'amount' | 'currency' | 'bookedOn' | 'valueOn'>;
  readonly #complements: { qualifier: string; text: string }[] = [];

  constructor(
    zones: Zones<'04'>,
    read: Pick<BankLine, 'row' | 'amount' | 'currency' | 'bookedOn' | 'valueOn'>,
  ) {
    this.#zones = zones;
    this.#read = read;
  }

  complement(qualifier: string, text: string): void {
    this.#complements.push({ qualifier: qualifier.trim(), text });
  }

  line(): BankLine {
    const zones = this.#zones;
    const isIn = this.#read.amount >= 0n;
    const text = [zones.label, ...this.#words()]
      .map((part) => tidy(part))
      .filter(Boolean)
      .join(' ');
    const returnReason = referenceOrNull(zones.rejected);
    return {
      ...this.#read,
      counterparty: tidy(this.#first(isIn ? 'NPY' : 'NBE')),
      iban: this.#iban(isIn),
      bic: null,
      ultimateParty: tidy(this.#first(isIn ? 'NPO' : 'NBU')),
      structuredReference: this.#reference(text),
      text,
      endToEndId: referenceOrNull(this.#first('RCN')?.slice(0, 35)),
      bankReference: referenceOrNull(zones.reference) ?? referenceOrNull(zones.entry),
      mandate: referenceOrNull(this.#first('RUM')?.slice(0, 35)),
      code: tidy(zones.code),
      reversal: returnReason !== null,
      returnReason,
      pending: false,
      details: [],
    };
  }

  #first(qualifier: string): string | undefined {
    return this.#complements.find((one) => one.qualifier === qualifier)?.text;
  }

  #iban(isIn: boolean): string | null {
    for (const qualifier of isIn ? ['CPY', 'IPY'] : ['CBE', 'IBE']) {
      const iban = ibanShaped((this.#first(qualifier) ?? '').slice(0, 35));
      if (iban) return iban;
    }
    return null;
  }

  /** LC2 goes on where LCC stopped, in the middle of a word if need be; the rest stands for itself. */
  #words(): string[] {
    const words: string[] = [];
    for (const { qualifier, text } of this.#complements) {
      if (qualifier === 'LC2' && words.length > 0) words[words.length - 1] += text;
      else if (qualifier === 'REF') words.push(referenceOrNull(text) ?? '');
      else if (!NAMED.has(qualifier)) words.push(text);
    }
    return words;
  }

  #reference(text: string): string | null {
    const written = this.#first('LCS') ?? this.#first('LCC') ?? '';
    return structuredReferenceFrom(written.slice(0, 35)) ?? structuredReferenceIn(text);
  }
}

/** Complements with a field of their own, or of no use to anybody who reads the text. */
const NAMED = new Set(['NPY', 'NBE', 'NPO', 'NBU', 'RCN', 'RUM', 'CPY', 'CBE', 'IPY', 'IBE', 'MMO']);
