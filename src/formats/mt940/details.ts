import type { Movement } from './read-movement.ts';

/** What the text of a movement says, whichever way the bank writes it. Left out is what it does not say. */
export type Details = {
  readonly counterparty?: string | undefined;
  readonly iban?: string | undefined;
  readonly bic?: string | undefined;
  readonly ultimateParty?: string | undefined;
  readonly text: string;
  /** A reference that the bank names as such, unchecked. */
  readonly reference?: string | undefined;
  readonly endToEndId?: string | undefined;
  readonly mandate?: string | undefined;
  /** The bank's code of the kind of movement, where the text has a better one than ':61:'. */
  readonly code?: string | undefined;
  readonly returnReason?: string | undefined;
  readonly isReturn?: boolean;
};

/** The ':86:' lines of a movement: one list for each ':86:' it has. */
export type Information = { readonly movement: Movement; readonly blocks: readonly (readonly string[])[] };

/** Lines joined: where a bank cut them at its width the word goes on, else a blank parts them. */
export function joined(
  lines: readonly string[],
  isCut: (before: string, line: string) => boolean = () => false,
): string {
  let text = '';
  // A dash alone is how some banks end a message, wherever they end it.
  const own = lines.filter((line) => line.trim() !== '-');
  own.forEach((line, index) => {
    const before = own[index - 1];
    text +=
      before === undefined || goesOn(before, line, index === 1) || isCut(before, line) ? line : ` ${line}`;
  });
  return text;
}

/** Sixty-five characters, of which some banks count the tag of the first line. */
function goesOn(before: string, line: string, isFirst: boolean): boolean {
  if (before.length >= (isFirst ? 61 : 65)) return true;
  return /\d$/.test(before) && /^[-:]\d/.test(line);
}

export function spaced(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/** Undefined for nothing, and for the words by which banks say that nothing was given. */
export function told(text: string | undefined): string | undefined {
  const plain = spaced(text ?? '');
  return plain === '' || /^(NOT ?PROVIDED|NONREF|NOREF|[-/.0]+)$/i.test(plain) ? undefined : plain;
}

/** An IBAN, or an account number without the zeros and the letter P before it. */
export function accountFrom(text: string | undefined): string | undefined {
  const plain = (text ?? '').replace(/[\s.]/g, '').toUpperCase();
  if (/^[A-Z]{2}\d{2}[A-Z0-9]{6,30}$/.test(plain)) return plain;
  const number = /^P?0*([1-9]\d{2,})$/.exec(plain)?.[1];
  return number;
}

export function bicFrom(text: string | undefined): string | undefined {
  const plain = (text ?? '').trim().toUpperCase();
  return /^[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?$/.test(plain) ? plain : undefined;
}
