import { fineToDecimal } from '#core/bank/bank-amount.ts';
import type { BankDetail } from '#core/bank/bank-reading.ts';
import { structuredReferenceIn } from '#core/bank/find-reference.ts';
import { structuredReferenceFrom } from '#core/receivables/structured-reference.ts';
import {
  accountIn,
  childOf,
  type Element,
  elementAt,
  type Fields,
  isNoReference,
  plain,
  referenceAt,
  textAt,
} from './element.ts';

/** What an entry says for all its transactions. */
export type EntryFacts = {
  /** The account of the statement, to tell the counterparty from its owner. */
  readonly account: string;
  /** The amount without its sign, and as it is written: most entries have one transaction, which repeats it. */
  readonly amount: bigint;
  readonly written: string;
  readonly currency: string;
  /** 1 for money in, -1 for money out. */
  readonly direction: bigint;
  readonly code: string | null;
  readonly reversal: boolean;
};

/** One transaction; its amount is null where the file leaves it to the entry. */
export type Transaction = Omit<BankDetail, 'amount'> & {
  readonly amount: bigint | null;
  /** Of what is returned: the payment that comes back and the fee for it, where both are told. Without signs. */
  readonly parted: { readonly original: bigint; readonly fee: bigint } | null;
};

/** Reads a TxDtls. */
export function readTransaction(element: Element, entry: EntryFacts, fields: Fields): Transaction {
  const direction = childOf(element, 'CdtDbtInd') ? fields.direction(element) : entry.direction;
  const code = codeOf(element) ?? entry.code;
  const returned = childOf(element, 'RtrInf');
  const reversal = entry.reversal || returned !== undefined || isReturn(code);
  const remittance = childOf(element, 'RmtInf');
  const text = textOf(remittance) ?? textAt(element, 'AddtlTxInf') ?? '';
  const refs = childOf(element, 'Refs');
  const { amount, original } = amountsOf(element, entry, fields);
  return {
    amount: amount === null ? null : amount * direction,
    currency: entry.currency,
    ...counterpartyOf(element, entry.account, direction, reversal),
    structuredReference: referenceOf(remittance) ?? structuredReferenceIn(text),
    text: original === null ? text : `${text} (${original})`.trim(),
    endToEndId: referenceAt(refs, 'EndToEndId'),
    bankReference: referenceAt(refs, 'AcctSvcrRef') ?? referenceAt(refs, 'TxId') ?? referenceAt(refs, 'UETR'),
    mandate: referenceAt(refs, 'MndtId'),
    code,
    reversal,
    returnReason: reasonOf(returned),
    parted: reversal && direction < 0n ? partedOf(element, entry, fields) : null,
  };
}

/** What comes back costs a fee, in one sum: only parted can the payment be found again. */
function partedOf(element: Element, entry: EntryFacts, fields: Fields): Transaction['parted'] {
  const charges = element.children.filter(({ name }) => name === 'Chrgs');
  const details = childOf(element, 'AmtDtls');
  const instructed = childOf(details, 'InstdAmt') ?? childOf(details, 'TxAmt');
  const paid = childOf(instructed, 'Amt');
  if (!instructed || paid?.currency !== entry.currency || charges.length === 0) return null;
  const amounts = charges.flatMap((charge): [Element, Element][] => {
    const total = childOf(charge, 'TtlChrgsAndTaxAmt');
    if (total) return [[total, charge]];
    const records = charge.children.filter(({ name }) => name === 'Rcrd');
    return [charge, ...records].flatMap((each): [Element, Element][] => {
      const amount = childOf(each, 'Amt');
      return amount ? [[amount, each]] : [];
    });
  });
  const original = fields.amountIn(paid, instructed);
  const fee = amounts.reduce((sum, [amount, parent]) => sum + fields.amountIn(amount, parent), 0n);
  return fee > 0n && original + fee === entry.amount ? { original, fee } : null;
}

/** 'PMNT-RCDT-ESCT', or what the bank calls it where it keeps to codes of its own. */
export function codeOf(element: Element | undefined): string | null {
  const code = childOf(element, 'BkTxCd');
  if (code === undefined) return null;
  const domain = textAt(code, 'Domn', 'Cd');
  if (domain === null) return textAt(code, 'Prtry', 'Cd');
  const family = textAt(code, 'Domn', 'Fmly', 'Cd');
  const kind = textAt(code, 'Domn', 'Fmly', 'SubFmlyCd');
  return [domain, family, kind].filter((part) => part !== null).join('-');
}

/** Sub-families by which a movement undoes another: unpaid or reversed direct debits, returned transfers. */
const RETURNS = /-(UPDD|PRDD|RRTN|RPCR|UPCT|ARPD|UPCQ)$/;

export function isReturn(code: string | null): boolean {
  return code !== null && RETURNS.test(code);
}

/** Why it came back: 'AC04', or the bank's own word. Version 1 calls it RtrRsn. */
function reasonOf(returned: Element | undefined): string | null {
  const reason = childOf(returned, 'Rsn') ?? childOf(returned, 'RtrRsn');
  return textAt(reason, 'Cd') ?? textAt(reason, 'Prtry');
}

/** The lines of a remittance text; banks that wrap it at a width cut words in two. */
const WRAPPED_AT = new Set([35, 70, 140]);
/** What Swiss banks put where nobody wrote anything. */
const REJECT_MARK = /^\?REJECT\?\d*$/;

function textOf(remittance: Element | undefined): string | null {
  if (remittance === undefined) return null;
  const [first] = remittance.children;
  if (remittance.children.length === 1 && first?.name === 'Ustrd') return told(plain(first.text));
  const lines: string[] = [];
  const others: string[] = [];
  for (const child of remittance.children) {
    if (child.name === 'Ustrd') lines.push(child.text.replace(/[\r\n]+\s*/g, ' '));
    if (child.name === 'Strd') others.push(...structuredTexts(child));
  }
  const width = lines[0]?.length ?? 0;
  const isWrapped = WRAPPED_AT.has(width) && lines.slice(0, -1).every((line) => line.length === width);
  const text = plain(lines.join(isWrapped ? '' : ' '));
  const added = others.filter((other) => !text.includes(other) && !REJECT_MARK.test(other)).join(' ');
  return told(plain(`${text} ${added}`));
}

function told(text: string): string | null {
  return text === '' || isNoReference(text) ? null : text;
}

/** What a structured remittance says in words: documents named, and references that pass no check of ours. */
function structuredTexts(structured: Element): string[] {
  const texts: (string | null)[] = [];
  for (const child of structured.children) {
    if (child.name === 'RfrdDocInf') texts.push(textAt(child, 'Nb'));
    else if (child.name === 'AddtlRmtInf') texts.push(plain(child.text));
    else if (child.name === 'CdtrRefInf') {
      const reference = textAt(child, 'Ref') ?? textAt(child, 'CdtrRef');
      if (reference !== null && structuredReferenceFrom(reference) === null) texts.push(reference);
    }
  }
  return texts.filter((text) => text !== null && text !== '') as string[];
}

function referenceOf(remittance: Element | undefined): string | null {
  if (remittance === undefined) return null;
  for (const child of remittance.children) {
    if (child.name !== 'Strd') continue;
    const reference = textAt(child, 'CdtrRefInf', 'Ref') ?? textAt(child, 'CdtrRefInf', 'CdtrRef');
    const found = reference === null ? null : structuredReferenceFrom(reference);
    if (found !== null) return found;
  }
  return null;
}

/**
 * The amount in the currency of the account, from version 4 on the transaction itself, before that among its details;
 * and what was paid where that was another currency, in the words of the file.
 */
function amountsOf(element: Element, entry: EntryFacts, fields: Fields) {
  const details = childOf(element, 'AmtDtls');
  let amount: bigint | null = null;
  let original: string | null = null;
  for (const [parent, place] of [
    [element, 'Amt'],
    [childOf(details, 'TxAmt'), 'Amt'],
    [childOf(details, 'CntrValAmt'), 'Amt'],
    [childOf(details, 'InstdAmt'), 'Amt'],
  ] as const) {
    const found = childOf(parent, place);
    if (parent === undefined || found === undefined || found.text.trim() === '') continue;
    if (found.currency === entry.currency || found.currency === '')
      amount ??= found.text === entry.written ? entry.amount : fields.amountIn(found, parent);
    else original ??= originalOf(fields.amountIn(found, parent), found.currency, parent);
  }
  return { amount, original };
}

function originalOf(amount: bigint, currency: string, parent: Element): string | null {
  if (amount === 0n) return null;
  const rate = textAt(parent, 'CcyXchg', 'XchgRate');
  return `${fineToDecimal(amount, currency)} ${currency}${rate === null ? '' : ` @ ${rate}`}`;
}

type Counterparty = Pick<BankDetail, 'counterparty' | 'iban' | 'bic' | 'ultimateParty'>;

/**
 * Who stands on the other side: the debtor of money in, the creditor of money out. What is returned may keep the roles
 * of the payment it returns: whoever holds our own account is never the other side.
 */
function counterpartyOf(
  element: Element,
  account: string,
  direction: bigint,
  reversal: boolean,
): Counterparty {
  const payer = direction > 0n;
  const expected = partyOf(element, payer ? 'Dbtr' : 'Cdtr');
  const isOwn = expected.iban !== null && expected.iban === account;
  const isNobody = expected.counterparty === null && expected.iban === null;
  if (!isOwn && !(isNobody && reversal)) return expected;
  const other = partyOf(element, payer ? 'Cdtr' : 'Dbtr');
  return other.iban !== account && other.counterparty !== null ? other : expected;
}

function partyOf(element: Element, role: 'Dbtr' | 'Cdtr'): Counterparty {
  const parties = childOf(element, 'RltdPties');
  const agent = elementAt(element, 'RltdAgts', `${role}Agt`, 'FinInstnId');
  const party = childOf(parties, role);
  const institution = elementAt(party, 'Agt', 'FinInstnId');
  return {
    counterparty: nameOf(party) ?? textAt(institution, 'Nm'),
    iban: accountIn(childOf(parties, `${role}Acct`)),
    bic: bicOf(agent) ?? bicOf(institution),
    ultimateParty: nameOf(childOf(parties, `Ultmt${role}`)),
  };
}

/** From version 8 on, a party is a choice between a person or firm and a bank. */
function nameOf(party: Element | undefined): string | null {
  return textAt(party, 'Nm') ?? textAt(party, 'Pty', 'Nm');
}

function bicOf(institution: Element | undefined): string | null {
  return textAt(institution, 'BICFI') ?? textAt(institution, 'BIC');
}
