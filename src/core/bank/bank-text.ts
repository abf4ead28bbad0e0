import type { BankDetail, BankLine } from './bank-reading.ts';

/** Ends cut, runs of blanks made one; null if nothing is left. */
export function tidy(text: string | null | undefined): string | null {
  if (!text) return null;
  const plain = text.replace(/\s+/g, ' ').trim();
  return plain === '' ? null : plain;
}

/** As `tidy`, for what must be a text. */
export function tidyText(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/** What banks write where the payer gave no reference of his own. */
export function referenceOrNull(text: string | null | undefined): string | null {
  const plain = tidy(text);
  return plain === null || /^(NOT ?PROVIDED|NONREF|NONE|NOTAVAILABLE|0+)$/i.test(plain) ? null : plain;
}

const CARD = /(?<![0-9A-Z])(?:[2456]\d{3}([ -]?)\d{4}\1\d{4}\1\d{4}|3[47]\d{2}([ -]?)\d{6}\2\d{5})(?!\d)/g;

/** The text with the numbers of payment cards masked but for their last four digits. They are never kept. */
export function maskCards(text: string): string {
  if (!/\d{4}[ -]?\d{4}/.test(text)) return text;
  return text.replace(CARD, (number) => (hasLuhnCheck(number) ? maskedCard(number) : number));
}

/**
 * The line, and its parts, without the numbers of payment cards that a bank let through. The bank's own reference stays:
 * one in ten of sixteen digits passes for a card, and a movement is told apart by it.
 */
export function withMaskedCards(line: BankLine): BankLine {
  const details = line.details.map(maskedTexts);
  const isSame = details.every((detail, index) => detail === line.details[index]);
  return isSame ? maskedTexts(line) : { ...maskedTexts(line), details };
}

function maskedTexts<Line extends BankDetail>(line: Line): Line {
  const text = maskCards(line.text);
  const counterparty = line.counterparty && maskCards(line.counterparty);
  return text === line.text && counterparty === line.counterparty ? line : { ...line, text, counterparty };
}

/** 'xxxxxxxxxxxx1234': what stands where a card number belongs, whatever its check digit. */
export function maskedCard(number: string): string {
  const plain = number.replace(/[ -]/g, '');
  return plain.length <= 4 ? plain : 'x'.repeat(plain.length - 4) + plain.slice(-4);
}

function hasLuhnCheck(number: string): boolean {
  const digits = number.replace(/\D/g, '');
  let sum = 0;
  for (let back = 0; back < digits.length; back++) {
    const digit = Number(digits[digits.length - 1 - back]);
    const value = back % 2 === 0 ? digit : digit * 2;
    sum += value > 9 ? value - 9 : value;
  }
  return sum % 10 === 0;
}
