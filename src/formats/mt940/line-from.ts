import { fineToDecimal } from '#core/bank/bank-amount.ts';
import type { BankDetail, BankLine } from '#core/bank/bank-reading.ts';
import { structuredReferenceIn } from '#core/bank/find-reference.ts';
import { structuredReferenceFrom } from '#core/receivables/structured-reference.ts';
import { type Details, type Information, told } from './details.ts';
import { decodeInformation } from './dialects.ts';
import { amountFrom } from './read-movement.ts';

/** The words in the place of a customer's reference that say where it stands, or that there is none. */
const NO_REFERENCE = /^(NONREF|NOREF|EREF|KREF|PREF|MARF|MREF|RREF|STARTDISPO|UEBERTRAG|NOTPROVIDED)\+?$/i;

/** The movement with what its text says. */
export function lineFrom(information: Information, currency: string, isInterim: boolean): BankLine {
  const { movement } = information;
  const details = decodeInformation(information);
  const { type, mark } = movement;
  const said = movement.supplementary.join('');
  const original = moneyIn(said, 'OCMT');
  const line: Omit<BankLine, 'details'> = {
    row: movement.row,
    bookedOn: (movement.entryOn ?? movement.valueOn).iso,
    valueOn: movement.valueOn.iso,
    amount: movement.amount,
    currency,
    counterparty: details.counterparty ?? null,
    iban: details.iban ?? null,
    bic: details.bic ?? null,
    ultimateParty: details.ultimateParty ?? null,
    structuredReference:
      (details.reference ? structuredReferenceFrom(details.reference) : null) ??
      structuredReferenceIn(details.text),
    text: withOriginal(details.text, original, currency),
    endToEndId: details.endToEndId ?? customerReference(information, details),
    bankReference: told(movement.bankReference ?? undefined) ?? null,
    mandate: details.mandate ?? null,
    code: details.code ?? type,
    reversal: mark.startsWith('R') || details.isReturn === true || type === 'NRTI',
    returnReason: details.returnReason ?? null,
    // An interim report tells what may still change; EC and ED announce what is to come.
    pending: isInterim || mark.startsWith('E'),
  };
  return { ...line, details: returnedAndFees(line, original, moneyIn(said, 'CHGS')) };
}

/** The reference of who ordered it, unless it stands for something else there: an account, or a word. */
function customerReference({ movement }: Information, details: Details): string | null {
  const reference = told(movement.customerReference ?? undefined);
  if (reference === undefined || NO_REFERENCE.test(reference) || movement.behind !== null) return null;
  return reference.length < 3 || /^P?\d{9,10}$/.test(reference) || reference === details.iban
    ? null
    : reference;
}

type Money = { readonly amount: bigint; readonly currency: string };

/** '/OCMT/USD120,50/' and '/CHGS/EUR3,50/': what was paid at first, and what banks kept of it. */
function moneyIn(text: string, name: 'OCMT' | 'CHGS'): Money | null {
  const found = new RegExp(`/${name}/([A-Z]{3})([\\d.]*,?\\d*)`).exec(text);
  const amount = amountFrom(found?.[2] ?? '');
  return found && amount !== null ? { amount, currency: found[1] ?? '' } : null;
}

/** What was paid in another currency, said behind the text. */
function withOriginal(text: string, original: Money | null, currency: string): string {
  if (!original || original.currency === currency || original.amount === 0n) return text;
  return `${text} (${fineToDecimal(original.amount, original.currency)} ${original.currency})`.trim();
}

/** What is returned costs a fee, in one sum: only parted can the payment that comes back be found again. */
function returnedAndFees(
  {
    row: _row,
    bookedOn: _bookedOn,
    valueOn: _valueOn,
    pending: _pending,
    ...line
  }: Omit<BankLine, 'details'>,
  original: Money | null,
  fees: Money | null,
): readonly BankDetail[] {
  if (!line.reversal || line.amount >= 0n || !original || !fees || fees.amount === 0n) return [];
  if (original.currency !== line.currency || fees.currency !== line.currency) return [];
  if (original.amount + fees.amount !== -line.amount) return [];
  const fee = { amount: -fees.amount, counterparty: null, iban: null, bic: null, text: 'CHGS', code: 'CHGS' };
  const nothing = { endToEndId: null, mandate: null, reversal: false, returnReason: null };
  return [
    { ...line, amount: -original.amount },
    { ...line, ...fee, ...nothing, structuredReference: null },
  ];
}
