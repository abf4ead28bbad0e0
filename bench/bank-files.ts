import { fineToDecimal } from '#core/bank/bank-amount.ts';

/**
 * Statements of any length as banks write them, line by line, so that a measure holds no more of the file than it reads.
 * Line n is always the same: each is a payment of an invoice, with a structured reference or a document number. A CODA
 * counts its records in six digits, so it has 333,000 lines at most.
 */
export type BankFileKind = 'coda' | 'camt';

const ACCOUNT = 'BE68539007547034';
const OPENING = 1_000_000n;

export async function* bankFileOf(kind: BankFileKind, lines: number): AsyncGenerator<Buffer> {
  const pieces = kind === 'coda' ? codaOf(lines) : camtOf(lines);
  let portion: string[] = [];
  for (const piece of pieces) {
    portion.push(piece);
    if (portion.length < 1000) continue;
    yield Buffer.from(portion.join(''));
    portion = [];
  }
  yield Buffer.from(portion.join(''));
}

/** In cents; every ninth is money out. */
function amountOf(line: number): bigint {
  const cents = BigInt(1000 + ((line * 7919) % 900_000));
  return line % 9 === 0 ? -cents : cents;
}

function totalOf(lines: number) {
  let [debit, credit] = [0n, 0n];
  for (let line = 1; line <= lines; line++) {
    const amount = amountOf(line);
    if (amount < 0n) debit -= amount;
    else credit += amount;
  }
  return { debit, credit, closing: OPENING + credit - debit };
}

function ogmOf(line: number): string {
  const base = 1_000_000_000 + line;
  return `${base}${String(base % 97 || 97).padStart(2, '0')}`;
}

function* codaOf(lines: number): Generator<string> {
  const { debit, credit, closing } = totalOf(lines);
  const row = (text: string) => `${text}\r\n`;
  const milli = (cents: bigint) => String(cents * 10n).padStart(15, '0');
  yield row(
    `0000030032672505        ${'1'.padEnd(10)}${'RAPPEL BENCH SA'.padEnd(26)}KREDBEBB   00403170701 00000${' '.repeat(39)}2`,
  );
  const account = `${ACCOUNT.padEnd(34)}EUR`;
  yield row(`12001${account}0${milli(OPENING)}290326${'RAPPEL BENCH SA'.padEnd(26)}${''.padEnd(35)}001`);
  let records = 2;
  for (let line = 1; line <= lines; line++) {
    const sequence = `${String(1 + ((line - 1) % 9999)).padStart(4, '0')}0000`;
    const amount = amountOf(line);
    const sign = amount < 0n ? '1' : '0';
    const message = line % 2 === 0 ? `1101${ogmOf(line)}` : `0INVOICE F${2_026_000_000 + line} WITH THANKS`;
    yield row(
      `21${sequence}${`BENCH${line}`.padEnd(21)}${sign}${milli(amount < 0n ? -amount : amount)}30032600150000${message.padEnd(54)}30032600101 0`,
    );
    yield row(`22${sequence}${''.padEnd(53)}${`E2E-${line}`.padEnd(35)}KBBEBEBB   ${''.padEnd(16)}1 0`);
    yield row(
      `23${sequence}${'BE71096123456769'.padEnd(37)}${`CLIENT ${line % 5000} SA`.padEnd(35)}${''.padEnd(43)}0 0`,
    );
    records += 3;
  }
  yield row(`8001${account}${milli(closing)}300326${' '.repeat(64)}0`.replace('EUR', 'EUR0'));
  yield row(
    `9${''.padEnd(15)}${String(records).padStart(6, '0')}${milli(debit)}${milli(credit)}${' '.repeat(75)}2`,
  );
}

function* camtOf(lines: number): Generator<string> {
  const money = (cents: bigint) => fineToDecimal(cents * 1000n, 'EUR');
  const { closing } = totalOf(lines);
  const balance = (code: string, cents: bigint, day: string) =>
    `<Bal><Tp><CdOrPrtry><Cd>${code}</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">${money(cents)}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>${day}</Dt></Dt></Bal>\n`;
  yield '<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt>\n';
  yield '<GrpHdr><MsgId>BENCH</MsgId><CreDtTm>2026-03-30T20:00:00</CreDtTm></GrpHdr>\n<Stmt><Id>1</Id><ElctrncSeqNb>1</ElctrncSeqNb>\n';
  yield `<Acct><Id><IBAN>${ACCOUNT}</IBAN></Id><Ccy>EUR</Ccy></Acct>\n`;
  yield balance('OPBD', OPENING, '2026-03-29');
  yield balance('CLBD', closing, '2026-03-30');
  for (let line = 1; line <= lines; line++) yield entryOf(line, money);
  yield '</Stmt></BkToCstmrStmt></Document>\n';
}

function entryOf(line: number, money: (cents: bigint) => string): string {
  const amount = amountOf(line);
  const [side, party] = amount < 0n ? ['DBIT', 'Cdtr'] : ['CRDT', 'Dbtr'];
  const value = `<Amt Ccy="EUR">${money(amount < 0n ? -amount : amount)}</Amt><CdtDbtInd>${side}</CdtDbtInd>`;
  const remittance =
    line % 2 === 0
      ? `<Strd><CdtrRefInf><Tp><CdOrPrtry><Cd>SCOR</Cd></CdOrPrtry><Issr>BBA</Issr></Tp><Ref>${ogmOf(line)}</Ref></CdtrRefInf></Strd>`
      : `<Ustrd>INVOICE F${2_026_000_000 + line} WITH THANKS</Ustrd>`;
  return (
    `<Ntry>${value}<Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2026-03-30</Dt></BookgDt><ValDt><Dt>2026-03-30</Dt></ValDt>` +
    `<AcctSvcrRef>BENCH${line}</AcctSvcrRef><BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RCDT</Cd><SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn></BkTxCd>` +
    `<NtryDtls><TxDtls><Refs><EndToEndId>E2E-${line}</EndToEndId></Refs>${value}<RltdPties><${party}><Pty><Nm>Client ${line % 5000} SA</Nm></Pty></${party}>` +
    `<${party}Acct><Id><IBAN>BE71096123456769</IBAN></Id></${party}Acct></RltdPties><RltdAgts><${party}Agt><FinInstnId><BICFI>KBBEBEBB</BICFI></FinInstnId></${party}Agt></RltdAgts>` +
    `<RmtInf>${remittance}</RmtInf></TxDtls></NtryDtls></Ntry>\n`
  );
}
