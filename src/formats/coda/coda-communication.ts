import { maskedCard, referenceOrNull, tidy, tidyText } from '#core/bank/bank-text.ts';
import { structuredReferenceIn } from '#core/bank/find-reference.ts';
import { structuredReferenceFrom } from '#core/receivables/structured-reference.ts';

/** What a communication tells, whatever its kind. */
export type Communication = {
  readonly structuredReference?: string | null;
  /** For people, and for the search of document numbers. */
  readonly text?: string | null;
  readonly mandate?: string | null;
  readonly endToEndId?: string | null;
  /** A direct debit that was not paid, by the digit that says why. */
  readonly unpaid?: string | null;
  readonly returned?: string | null;
  readonly reason?: string | null;
};

/** A communication of a movement, its parts joined as they stand: a word may break between two records. */
export function readCommunication(joined: string, isStructured: boolean): Communication {
  if (!isStructured)
    return { structuredReference: structuredReferenceIn(tidyText(joined)), text: tidy(joined) };
  const type = joined.slice(0, 3);
  const read = STRUCTURED[type];
  return read ? read(joined.slice(3)) : { text: tidy(joined.slice(3)) };
}

/** By the three digits that say what it is; layouts as in the standard, lengths in characters. */
const STRUCTURED: Readonly<Record<string, (content: string) => Communication>> = {
  '100': (content) => reference(content.slice(0, 25), content),
  '101': (content) => reference(content.slice(0, 12), content.slice(0, 12)),
  '102': (content) => reference(content.slice(0, 12), content.slice(0, 12)),
  '103': (content) => ({ text: tidy(content.slice(0, 12)) }),
  '105': (content) => ({ structuredReference: structuredReferenceFrom(content.slice(45, 57)) }),
  '106': () => ({}),
  '107': readOldDirectDebit,
  '108': () => ({}),
  '111': (content) => ({ text: tidy(content.slice(35, 61)) }),
  '113': readCardPayment,
  '114': readTerminalCredit,
  '115': readTerminalDeposit,
  '121': () => ({}),
  '122': () => ({}),
  '123': () => ({}),
  '124': (content) => ({ text: words(masked(content.slice(0, 20)), content.slice(21, 33)) }),
  '125': (content) => ({ text: words(content.slice(0, 16)) }),
  '126': () => ({}),
  '127': readSepaDirectDebit,
};

/** A reference with wrong check digits is free text. */
function reference(written: string, otherwise: string): Communication {
  const structuredReference = structuredReferenceFrom(written);
  return structuredReference ? { structuredReference } : { text: tidy(otherwise) };
}

/** The direct debit before SEPA: number 12, then the creditor's own words. */
function readOldDirectDebit(content: string): Communication {
  return {
    mandate: referenceOrNull(content.slice(0, 12)),
    text: tidy(content.slice(18).replace(/\b0+\b/g, ' ')),
  };
}

/** Card 16, scheme 1, terminal 6, sequence 6, day 6, time 4, …, name 16 and town 10 of the terminal. */
function readCardPayment(content: string): Communication {
  return { text: words(masked(content.slice(0, 16)), content.slice(40, 66)) };
}

/** Scheme 1, terminal 6, period 3, sequence 6, day 6, time 4, kind 1, terminal 26, reference 16. */
function readTerminalCredit(content: string): Communication {
  const written = content.slice(53, 69);
  const structuredReference = structuredReferenceFrom(written);
  return { structuredReference, text: words(content.slice(27, 53), structuredReference ? '' : written) };
}

/** Card 16, scheme 1, terminal 6, sequence 6, day 6, time 4, day 6, sequence 6, amount 15, check 1, terminal 26, message 12. */
function readTerminalDeposit(content: string): Communication {
  const written = content.slice(93, 105);
  const structuredReference = structuredReferenceFrom(written);
  const message = structuredReference || /^0*$/.test(written.trim()) ? '' : written;
  return { structuredReference, text: words(masked(content.slice(0, 16)), content.slice(67, 93), message) };
}

/** Day 6, type 1, scheme 1, paid or why not 1, creditor 35, mandate 35, communication 62, kind of return 1, reason 4. */
function readSepaDirectDebit(content: string): Communication {
  const message = content.slice(79, 141);
  return {
    structuredReference: structuredReferenceIn(tidyText(message)),
    text: tidy(message),
    mandate: referenceOrNull(content.slice(44, 79)),
    unpaid: /[1-4]/.exec(content.slice(8, 9))?.[0] ?? null,
    returned: content.slice(141, 142),
    reason: content.slice(142, 146),
  };
}

function masked(number: string): string {
  const plain = number.trim();
  return /^\d{8,}$/.test(plain.replace(/[ -]/g, '')) ? maskedCard(plain) : plain;
}

function words(...parts: readonly string[]): string | null {
  return tidy(parts.join(' '));
}

/** What records 3 tell of a movement: names, addresses, and text of the bank. */
export type Information = {
  readonly name?: string | null;
  readonly address?: string | null;
  readonly ultimateDebtor?: string | null;
  readonly ultimateBeneficiary?: string | null;
  readonly text?: string | null;
};

/** An information record: 73 characters of 3.1, 105 of 3.2 and 90 of 3.3, each padded where the next follows. */
export function readInformation(joined: string, isStructured: boolean): Information {
  if (!isStructured) return { text: tidy(joined) };
  const content = joined.slice(3);
  switch (joined.slice(0, 3)) {
    case '001':
      return { name: tidy(content.slice(0, 70)), address: tidy(content.slice(70, 140)) };
    case '002':
      return { text: tidy(content) };
    case '006':
      return { text: tidy(content.slice(0, 30)) };
    case '008':
      return { ultimateBeneficiary: tidy(content.slice(0, 70)) };
    case '009':
      return { ultimateDebtor: tidy(content.slice(0, 70)) };
    default:
      return {};
  }
}
