import { type Money, toDecimal } from '#core/money/money.ts';
import { type PaymentReference, printReference } from './payment-reference.ts';

export type EpcPayment = {
  readonly beneficiary: string;
  readonly iban: string;
  readonly bic: string | null;
  readonly amount: Money;
  readonly reference: PaymentReference;
};

const LARGEST = 99_999_999_999n;

/**
 * What the QR code of a SEPA transfer says (EPC069-12, version 2), or null where there can be none: it pays euros
 * only, and at least a cent. A Belgian reference stands in the free line, as Belgian banks read it; an RF one in the
 * structured line. Accents are left out of the name: readers disagree about them.
 */
export function epcPayload({ beneficiary, iban, bic, amount, reference }: EpcPayment): string | null {
  if (amount.currency !== 'EUR' || amount.minor < 1n || amount.minor > LARGEST || !iban) return null;
  const structured = reference.kind === 'creditor' ? reference.text : '';
  const free = reference.kind === 'belgian' ? printReference(reference) : structured ? '' : reference.text;
  const lines = [
    'BCD',
    '002',
    '1',
    'SCT',
    bic ?? '',
    plain(beneficiary).slice(0, 70).trim(),
    iban.replace(/\s/g, ''),
    `EUR${toDecimal(amount)}`,
    '',
    structured,
    plain(free).slice(0, 140).trim(),
  ];
  // Nothing stands after the last line that says something.
  return lines.join('\n').replace(/\n+$/, '');
}

function plain(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replaceAll('œ', 'oe')
    .replaceAll('ß', 'ss')
    .replace(/[‘’]/g, "'")
    .replace(/\s+/g, ' ');
}
