import { ibanShaped } from '#core/bank/bank-account.ts';
import { fineFrom } from '#core/bank/bank-amount.ts';
import { dayFromYyyymmdd } from '#core/bank/bank-day.ts';
import type { BankLine } from '#core/bank/bank-reading.ts';
import { referenceOrNull, tidy } from '#core/bank/bank-text.ts';
import { structuredReferenceIn } from '#core/bank/find-reference.ts';
import { refuse } from '#core/refusal.ts';

/** The texts of an element by the names of its own; those of smaller elements as 'PAYEE.NAME'. */
export type Fields = Record<string, string>;
export type OfxPlace = { readonly file: string; readonly row: number };

/**
 * One STMTTRN. Its FITID should be unique, but French banks repeat it and change it: it is a reference among others.
 */
export function lineOf(fields: Fields, pending: boolean, currency: string, place: OfxPlace): BankLine {
  const name = tidy(fields.NAME ?? fields['PAYEE.NAME']);
  const text = tidy(fields.MEMO) ?? name ?? '';
  const { TRNAMT = '', DTPOSTED, DTTRAN } = fields;
  const posted = (pending ? DTTRAN : DTPOSTED) ?? '';
  const field = pending ? 'DTTRAN' : 'DTPOSTED';
  return {
    row: place.row,
    bookedOn: dayFromYyyymmdd(posted) ?? unreadable(field, posted, '20260331', place),
    valueOn: dayFromYyyymmdd(fields.DTAVAIL ?? ''),
    amount: fineFrom(TRNAMT) ?? unreadable('TRNAMT', TRNAMT, '-1234.50', place),
    currency: fields['CURRENCY.CURSYM']?.toUpperCase() ?? currency,
    counterparty: name,
    iban: ibanShaped(fields['BANKACCTTO.ACCTID'] ?? fields['CCACCTTO.ACCTID'] ?? ''),
    bic: null,
    ultimateParty: null,
    structuredReference: structuredReferenceIn(text) ?? structuredReferenceIn(name ?? ''),
    text,
    endToEndId: null,
    bankReference: referenceOrNull(fields.FITID),
    mandate: null,
    code: tidy(fields.TRNTYPE)?.toUpperCase() ?? null,
    reversal: fields.CORRECTFITID !== undefined,
    returnReason: null,
    pending,
    details: [],
  };
}

export function unreadable(field: string, given: string, example: string, { file, row }: OfxPlace): never {
  return refuse('bank_field_unreadable', { file, line: String(row), field, given, example });
}
