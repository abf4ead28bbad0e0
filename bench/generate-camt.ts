/** A camt.053 of any length, piece by piece: credit transfers as banks of Belgium write them, balances that fit. */
export function* generateCamt(entries: number): Generator<string> {
  const cents = Array.from({ length: entries }, (_, n) => BigInt(1000 + ((n * 7919) % 900_000)));
  const closing = OPENING + cents.reduce((sum, each) => sum + each, 0n);
  yield `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt>
<GrpHdr><MsgId>M1</MsgId><CreDtTm>2026-03-31T19:00:00+02:00</CreDtTm></GrpHdr>
<Stmt><Id>S1</Id><ElctrncSeqNb>90</ElctrncSeqNb><Acct><Id><IBAN>BE68539007547034</IBAN></Id><Ccy>EUR</Ccy></Acct>
${balance('OPBD', OPENING, '2026-03-30')}${balance('CLBD', closing, '2026-03-31')}`;
  for (let start = 0; start < entries; start += PORTION) {
    yield cents
      .slice(start, start + PORTION)
      .map((each, n) => entry(start + n, each))
      .join('');
  }
  yield '</Stmt></BkToCstmrStmt></Document>\n';
}

const OPENING = 1_234_56n;
const PORTION = 1000;

function balance(type: string, cents: bigint, day: string): string {
  return `<Bal><Tp><CdOrPrtry><Cd>${type}</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">${decimal(cents)}</Amt>\
<CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>${day}</Dt></Dt></Bal>
`;
}

function decimal(cents: bigint): string {
  return `${cents / 100n}.${String(cents % 100n).padStart(2, '0')}`;
}

function entry(n: number, cents: bigint): string {
  const amount = decimal(cents);
  return `<Ntry><NtryRef>${n + 1}</NtryRef><Amt Ccy="EUR">${amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>
<BookgDt><Dt>2026-03-31</Dt></BookgDt><ValDt><Dt>2026-03-31</Dt></ValDt><AcctSvcrRef>B${1_000_000 + n}</AcctSvcrRef>
<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RCDT</Cd><SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn></BkTxCd>
<NtryDtls><TxDtls><Refs><EndToEndId>E2E-${n}</EndToEndId></Refs><Amt Ccy="EUR">${amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd>
<RltdPties><Dbtr><Pty><Nm>Client ${n % 5000} SA</Nm><PstlAdr><TwnNm>Namur</TwnNm><Ctry>BE</Ctry></PstlAdr></Pty></Dbtr>
<DbtrAcct><Id><IBAN>BE71096123456769</IBAN></Id></DbtrAcct></RltdPties>
<RltdAgts><DbtrAgt><FinInstnId><BICFI>GKCCBEBB</BICFI></FinInstnId></DbtrAgt></RltdAgts>
<RmtInf><Ustrd>Facture 2026-${n} du 12/03, merci</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>
`;
}
