import { type Currency, decimalsOf } from '#core/money/currencies.ts';
import { divideRounded, parseMoney } from '#core/money/money.ts';
import type { Instalment } from './read-invoice.ts';
import { all, type Element, textAt } from './read-xml.ts';

/**
 * The due items of an invoice: agreed instalments that add up to what is payable, or one. The due day is the
 * invoice's own, then the one of its payment means, then what its terms say in words; else the debtor's terms decide.
 */
export function instalmentsOf(
  root: Element,
  payable: bigint,
  currency: Currency,
  issuedOn: Temporal.PlainDate,
): Instalment[] {
  const parts = all(root, 'PaymentTerms').flatMap((terms) => partOf(terms, payable, currency));
  const sum = parts.reduce((total, { amount }) => total + amount, 0n);
  const days = new Set(parts.map(({ dueOn }) => String(dueOn)));
  if (parts.length > 1 && days.size === parts.length && sum === payable) {
    return parts.sort((a, b) => Temporal.PlainDate.compare(a.dueOn, b.dueOn));
  }
  return [{ amount: payable, ...dueOf(root, issuedOn) }];
}

function partOf(terms: Element, payable: bigint, currency: Currency) {
  const dueOn = dayIn(textAt(terms, 'InstallmentDueDate') ?? textAt(terms, 'PaymentDueDate'));
  const amount = textAt(terms, 'Amount');
  const percent = textAt(terms, 'PaymentPercent');
  if (!dueOn || (amount === null && percent === null)) return [];
  const part = amount === null ? share(payable, percent ?? '') : minor(amount, currency);
  const sign = payable < 0n && part !== null && part > 0n ? -1n : 1n;
  return part === null ? [] : [{ dueOn, dueSource: 'document' as const, amount: sign * part }];
}

function minor(text: string, currency: Currency): bigint | null {
  const decimals = decimalsOf(currency);
  const found = /^-?\d+(?:\.(\d+))?$/.exec(text);
  return found && (found[1] ?? '').length <= decimals ? parseMoney(text, currency).minor : null;
}

function share(payable: bigint, percent: string): bigint | null {
  const found = /^(\d{1,3})(?:\.(\d{1,4}))?$/.exec(percent);
  if (!found) return null;
  const tenThousandths = BigInt(`${found[1]}${(found[2] ?? '').padEnd(4, '0')}`);
  return divideRounded(payable * tenThousandths, 1_000_000n);
}

function dueOf(root: Element, issuedOn: Temporal.PlainDate): Omit<Instalment, 'amount'> {
  const own = dayIn(textAt(root, 'DueDate'));
  if (own) return { dueOn: own, dueSource: 'document' };
  const means = all(root, 'PaymentMeans').map((one) => dayIn(textAt(one, 'PaymentDueDate')));
  const ofMeans = means.find((day) => day !== null);
  if (ofMeans) return { dueOn: ofMeans, dueSource: 'payment_means' };
  const terms = all(root, 'PaymentTerms');
  const ofTerms = terms.map((one) =>
    dayIn(textAt(one, 'PaymentDueDate') ?? textAt(one, 'InstallmentDueDate')),
  );
  const stated = ofTerms.find((day) => day !== null);
  if (stated) return { dueOn: stated, dueSource: 'document' };
  for (const one of terms) {
    const days = daysOfTerms(textAt(one, 'Note') ?? '');
    if (days !== null) return { dueOn: issuedOn.add({ days }), dueSource: 'terms_text' };
  }
  return { dueOn: null, dueSource: 'company_default' };
}

function dayIn(text: string | null): Temporal.PlainDate | null {
  if (!text || !/^\d{4}-\d{2}-\d{2}/.test(text)) return null;
  try {
    return Temporal.PlainDate.from(text.slice(0, 10), { overflow: 'reject' });
  } catch {
    return null;
  }
}

const NET =
  /\b(?:net(?:to)?|within|innerhalb(?: von)?|binnen|sous|dans(?: les)?|à|payable (?:in|within)|zahlbar(?: in| innerhalb(?: von)?| bis)?|te betalen (?:binnen|in))\s*(?:de\s*)?(\d{1,3})\s*(?:days?|tagen?|jours?|dagen?)\b|\b(\d{1,3})\s*(?:days?|tagen?|tage|jours?|dagen?)\b(?:\s*(?:net(?:to)?|nets?|date (?:de )?facture|na factuurdatum|after invoice|ab rechnungsdatum|rein netto))?/giu;
const DISCOUNT = /skonto|escompte|discount|korting|rabatt|%/i;

/** '30 Tage netto', 'Paiement à 30 jours', 'Net 30 days': the days, if the sentence names one number and no discount. */
export function daysOfTerms(note: string): number | null {
  if (note.length > 1000 || /#SKONTO#/.test(note)) return null;
  const plain = note
    .split(/[\n;.]|,\s/)
    .filter((part) => !DISCOUNT.test(part))
    .join('\n');
  const found = new Set<number>();
  for (const match of plain.matchAll(NET)) found.add(Number(match[1] ?? match[2]));
  const [days, ...others] = found;
  return days !== undefined && others.length === 0 && days <= 365 ? days : null;
}
