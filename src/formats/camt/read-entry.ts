import type { BankDetail, BankLine } from '#core/bank/bank-reading.ts';
import { structuredReferenceIn } from '#core/bank/find-reference.ts';
import { childOf, type Element, type Fields, referenceAt, textAt } from './element.ts';
import { codeOf, type EntryFacts, isReturn, type Transaction } from './read-transaction.ts';

/** What the transactions of an entry are read against. Its amount, direction and code stand before them. */
export function entryFacts(entry: Element, account: string, fields: Fields): EntryFacts {
  const amount = childOf(entry, 'Amt') ?? fields.missing(entry, 'Amt');
  const code = codeOf(entry);
  const reversal = textAt(entry, 'RvslInd');
  return {
    account,
    amount: fields.amountIn(amount, entry),
    written: amount.text,
    currency: amount.currency,
    direction: fields.direction(entry),
    code,
    reversal: reversal === 'true' || reversal === '1' || isReturn(code),
  };
}

/** Only a booked entry changes the balance. From version 8 on the status is a choice of its own. */
function isPending(entry: Element): boolean {
  const status = childOf(entry, 'Sts');
  const word = textAt(status, 'Cd') ?? textAt(status, 'Prtry') ?? textAt(entry, 'Sts') ?? '';
  return /^(PDNG|INFO|FUTR|PENDING)/i.test(word);
}

/**
 * Reads an entry whose transactions are read already. One transaction is the entry itself; several are its parts, if
 * each says its amount; else they stay one line.
 */
export function readEntry(
  entry: Element,
  facts: EntryFacts,
  transactions: readonly Transaction[],
  statementDay: string | null,
  fields: Fields,
): BankLine {
  const amount = facts.amount * facts.direction;
  const valueOn = fields.dayAt(entry, 'ValDt');
  const bookedOn =
    fields.dayAt(entry, 'BookgDt') ?? valueOn ?? statementDay ?? fields.missing(entry, 'BookgDt');
  const [only] = transactions;
  const { parted, ...said } = transactions.length === 1 && only ? only : together(facts, transactions);
  const details = transactions.length > 1 ? detailsOf(transactions) : [];
  const ownText = textAt(entry, 'AddtlNtryInf') ?? '';
  const text = details.length > 0 ? ownText || said.text : said.text || ownText;
  const line: BankLine = {
    ...said,
    row: entry.row,
    bookedOn,
    valueOn,
    amount,
    currency: facts.currency,
    text,
    structuredReference:
      details.length > 0
        ? null
        : (said.structuredReference ?? (text === said.text ? null : structuredReferenceIn(text))),
    code: facts.code ?? said.code,
    bankReference: referenceAt(entry, 'AcctSvcrRef') ?? said.bankReference ?? referenceAt(entry, 'NtryRef'),
    pending: isPending(entry),
    details,
  };
  return parted ? { ...line, details: returnedAndFee(said, line, parted) } : line;
}

function returnedAndFee(
  said: Omit<Transaction, 'parted'>,
  { bankReference }: BankLine,
  { original, fee }: NonNullable<Transaction['parted']>,
): readonly BankDetail[] {
  const nobody = {
    counterparty: null,
    iban: null,
    bic: null,
    ultimateParty: null,
    structuredReference: null,
  };
  const nothing = { endToEndId: null, mandate: null, reversal: false, returnReason: null };
  return [
    { ...said, amount: -original, bankReference },
    { ...said, ...nobody, ...nothing, amount: -fee, text: 'CHGS', code: 'CHGS', bankReference },
  ];
}

/** What all transactions of a batch have in common; nothing where they differ. */
function together(facts: EntryFacts, transactions: readonly Transaction[]): Transaction {
  const common = <Key extends keyof Transaction>(key: Key): Transaction[Key] | null => {
    const [first] = transactions;
    return first && transactions.every((each) => each[key] === first[key]) ? first[key] : null;
  };
  const texts = new Set(transactions.slice(0, TEXTS_MAX).map(({ text }) => text));
  return {
    amount: null,
    currency: facts.currency,
    counterparty: common('counterparty'),
    iban: common('iban'),
    bic: common('bic'),
    ultimateParty: common('ultimateParty'),
    structuredReference: null,
    text: [...texts].filter(Boolean).join(' '),
    endToEndId: common('endToEndId'),
    bankReference: null,
    mandate: common('mandate'),
    code: facts.code,
    reversal: facts.reversal || common('reversal') === true,
    returnReason: common('returnReason'),
    parted: null,
  };
}

/** A person reads them; the parts carry each its own. */
const TEXTS_MAX = 20;

function detailsOf(transactions: readonly Transaction[]): readonly BankDetail[] {
  const details: BankDetail[] = [];
  for (const { amount, parted: _parted, ...transaction } of transactions) {
    if (amount === null) return [];
    details.push({ ...transaction, amount });
  }
  return details;
}
