/**
 * Bank files as text, saying only what a test is about.
 *
 *   const bytes = camt({ statements: [{ number: '7', opening: '100.00', lines: [{ amount: '25.00', from: 'Café Noir' }] }] });
 *
 * A statement closes at its opening and its booked lines, unless it says otherwise.
 */
import { fineFrom, fineToDecimal } from '#core/bank/bank-amount.ts';

export type GivenLine = {
  readonly amount: string;
  readonly on?: string;
  readonly from?: string;
  readonly iban?: string;
  readonly text?: string;
  readonly reference?: string;
  readonly endToEndId?: string;
  readonly pending?: boolean;
  readonly returnReason?: string;
  readonly currency?: string;
  /** The parts of a batch. */
  readonly parts?: readonly { readonly amount: string; readonly from?: string; readonly text?: string }[];
};

export type GivenStatement = {
  readonly account?: string;
  readonly currency?: string;
  readonly number?: string;
  readonly openedOn?: string;
  readonly opening?: string;
  readonly closedOn?: string;
  readonly closing?: string;
  readonly lines?: readonly GivenLine[];
};

const MESSAGES = {
  '052': ['BkToCstmrAcctRpt', 'Rpt'],
  '053': ['BkToCstmrStmt', 'Stmt'],
  '054': ['BkToCstmrDbtCdtNtfctn', 'Ntfctn'],
} as const;

/** A camt.053, or an intraday report (052) or a notification (054). */
export function camt({
  kind = '053',
  statements,
}: {
  kind?: keyof typeof MESSAGES;
  statements: readonly GivenStatement[];
}): Buffer {
  const [message, element] = MESSAGES[kind];
  const body = statements.map((statement) => statementXml(statement, element, kind === '053')).join('');
  return Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.${kind}.001.08"><${message}>
<GrpHdr><MsgId>M1</MsgId><CreDtTm>2026-03-31T19:00:00+02:00</CreDtTm></GrpHdr>
${body}</${message}></Document>
`);
}

function statementXml(given: GivenStatement, element: string, hasBalances: boolean): string {
  const { account = 'BE68539007547034', currency = 'EUR', number = '1', lines = [] } = given;
  const { openedOn = '2026-03-30', closedOn = '2026-03-31', opening = '100.00' } = given;
  const booked = lines.filter(({ pending }) => !pending).map(({ amount }) => fineFrom(amount) ?? 0n);
  const sum = booked.reduce((total, each) => total + each, fineFrom(opening) ?? 0n);
  const closing = given.closing ?? fineToDecimal(sum, currency);
  const balances = hasBalances
    ? balanceXml('OPBD', opening, openedOn, currency) + balanceXml('CLBD', closing, closedOn, currency)
    : '';
  return `<${element}><Id>S${number}</Id><ElctrncSeqNb>${number}</ElctrncSeqNb><CreDtTm>${closedOn}T18:00:00+02:00</CreDtTm>
<Acct><Id>${/^[A-Z]{2}\d\d/.test(account) ? `<IBAN>${account}</IBAN>` : `<Othr><Id>${account}</Id></Othr>`}</Id>
<Ccy>${currency}</Ccy></Acct>
${balances}${lines.map((line) => entryXml(line, closedOn, currency)).join('')}</${element}>
`;
}

function balanceXml(type: string, amount: string, day: string, currency: string): string {
  return `<Bal><Tp><CdOrPrtry><Cd>${type}</Cd></CdOrPrtry></Tp>${amountXml(amount, currency)}<Dt><Dt>${day}</Dt></Dt></Bal>
`;
}

function amountXml(amount: string, currency: string): string {
  const indicator = amount.startsWith('-') ? 'DBIT' : 'CRDT';
  return `<Amt Ccy="${currency}">${amount.replace('-', '')}</Amt><CdtDbtInd>${indicator}</CdtDbtInd>`;
}

function entryXml(line: GivenLine, closedOn: string, statementCurrency: string): string {
  const { amount, on = closedOn, pending, reference, parts, currency = statementCurrency } = line;
  const details = (parts ?? [line])
    .map((part) => detailXml({ ...part, currency }, parts !== undefined))
    .join('');
  return `<Ntry>${amountXml(amount, currency)}<Sts><Cd>${pending ? 'PDNG' : 'BOOK'}</Cd></Sts>
<BookgDt><Dt>${on}</Dt></BookgDt><ValDt><Dt>${on}</Dt></ValDt>${reference ? `<AcctSvcrRef>${reference}</AcctSvcrRef>` : ''}
<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RCDT</Cd><SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn></BkTxCd>
<NtryDtls>${details}</NtryDtls></Ntry>
`;
}

function detailXml(given: GivenLine, isPart: boolean): string {
  const { amount, from, iban, text, endToEndId, returnReason, currency = 'EUR' } = given;
  const party = amount.startsWith('-') ? 'Cdtr' : 'Dbtr';
  return [
    `<TxDtls><Refs><EndToEndId>${endToEndId ?? 'NOTPROVIDED'}</EndToEndId></Refs>`,
    isPart ? amountXml(amount, currency) : '',
    from || iban ? '<RltdPties>' : '',
    from ? `<${party}><Pty><Nm>${from}</Nm></Pty></${party}>` : '',
    iban ? `<${party}Acct><Id><IBAN>${iban}</IBAN></Id></${party}Acct>` : '',
    from || iban ? '</RltdPties>' : '',
    text ? `<RmtInf><Ustrd>${text}</Ustrd></RmtInf>` : '',
    returnReason ? `<RtrInf><Rsn><Cd>${returnReason}</Cd></Rsn></RtrInf>` : '',
    '</TxDtls>',
  ].join('');
}
