/** A bank statement as banks of the neighbourhood send it: camt.053, version 2. */

export type CamtLine = {
  /** '2026-03-30' */
  readonly on: string;
  /** Signed, in cents: money in is positive. */
  readonly amount: bigint;
  readonly name: string;
  readonly iban?: string | undefined;
  readonly text?: string | undefined;
  /** '260/0101/00904' */
  readonly reference?: string | undefined;
};
export type CamtStatement = {
  readonly iban: string;
  readonly number: number;
  readonly from: string;
  readonly until: string;
  readonly opening: bigint;
  readonly lines: readonly CamtLine[];
};

export function camtStatement({ iban, number, from, until, opening, lines }: CamtStatement): string {
  const closing = lines.reduce((sum, { amount }) => sum + amount, opening);
  return `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02">
<BkToCstmrStmt>
<GrpHdr><MsgId>RAPPEL-${iban.slice(-4)}-${number}</MsgId><CreDtTm>${until}T23:10:00</CreDtTm></GrpHdr>
<Stmt>
<Id>${until.slice(0, 4)}-${number}</Id><ElctrncSeqNb>${number}</ElctrncSeqNb><LglSeqNb>${number}</LglSeqNb><CreDtTm>${until}T23:10:00</CreDtTm>
<Acct><Id><IBAN>${iban}</IBAN></Id><Ccy>EUR</Ccy></Acct>
${balance('OPBD', opening, from)}
${balance('CLBD', closing, until)}
${lines.map(entry).join('\n')}
</Stmt>
</BkToCstmrStmt>
</Document>
`;
}

function balance(code: 'OPBD' | 'CLBD', amount: bigint, on: string): string {
  return `<Bal><Tp><CdOrPrtry><Cd>${code}</Cd></CdOrPrtry></Tp>${money(amount)}<CdtDbtInd>${side(amount)}</CdtDbtInd><Dt><Dt>${on}</Dt></Dt></Bal>`;
}

function entry({ on, amount, name, iban, text, reference }: CamtLine, index: number): string {
  const party = amount < 0n ? 'Cdtr' : 'Dbtr';
  const account = iban ? `<${party}Acct><Id><IBAN>${iban}</IBAN></Id></${party}Acct>` : '';
  const structured = reference
    ? `<Strd><CdtrRefInf><Tp><CdOrPrtry><Cd>SCOR</Cd></CdOrPrtry><Issr>BBA</Issr></Tp><Ref>${reference.replaceAll('/', '')}</Ref></CdtrRefInf></Strd>`
    : '';
  const free = text ? `<Ustrd>${escaped(text)}</Ustrd>` : '';
  return `<Ntry>${money(amount)}<CdtDbtInd>${side(amount)}</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>${on}</Dt></BookgDt><ValDt><Dt>${on}</Dt></ValDt><AcctSvcrRef>${on.replaceAll('-', '')}${String(index + 1).padStart(6, '0')}</AcctSvcrRef><BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>${amount < 0n ? 'ICDT' : 'RCDT'}</Cd><SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn></BkTxCd><NtryDtls><TxDtls><RltdPties><${party}><Nm>${escaped(name)}</Nm></${party}>${account}</RltdPties><RmtInf>${free}${structured}</RmtInf></TxDtls></NtryDtls></Ntry>`;
}

function money(amount: bigint): string {
  const digits = String(amount < 0n ? -amount : amount).padStart(3, '0');
  return `<Amt Ccy="EUR">${digits.slice(0, -2)}.${digits.slice(-2)}</Amt>`;
}

function side(amount: bigint): string {
  return amount < 0n ? 'DBIT' : 'CRDT';
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
