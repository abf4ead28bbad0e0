import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { fineToDecimal } from '#core/bank/bank-amount.ts';
import { openBankFile } from '#formats/bank/open-bank-file.ts';
import { readWhole } from '#formats/bank/read-whole.ts';

async function read(content: string | Buffer) {
  for await (const file of openBankFile(Buffer.from(content), 'a.xml')) {
    return { format: file.format, ...(await readWhole(file)) };
  }
  throw new Error('no file');
}

const sample = (name: string) => readFileSync(path.join(import.meta.dirname, 'samples', name));
const decimal = (fine: bigint) => fineToDecimal(fine, 'EUR');

/** A statement of one entry, whose parts may be replaced. */
function statement(parts: { head?: string; entry?: string; tail?: string; version?: string } = {}): string {
  const { head = '', version = '08', tail = '', entry = ntry({ amount: '10.00' }) } = parts;
  return `<?xml version="1.0"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.${version}"><BkToCstmrStmt><Stmt>
<Acct><Id><IBAN>BE68539007547034</IBAN></Id><Ccy>EUR</Ccy></Acct>${head}
${entry}
${tail}</Stmt></BkToCstmrStmt></Document>`;
}

function ntry({
  amount = '10.00',
  side = 'CRDT',
  status = '<Sts><Cd>BOOK</Cd></Sts>',
  day = '<Dt>2026-03-31</Dt>',
  more = '',
}) {
  return `<Ntry><Amt Ccy="EUR">${amount}</Amt><CdtDbtInd>${side}</CdtDbtInd>${status}<BookgDt>${day}</BookgDt>${more}</Ntry>`;
}

const balance = (type: string, amount: string, currency = 'EUR') =>
  `<Bal><Tp><CdOrPrtry><Cd>${type}</Cd></CdOrPrtry></Tp><Amt Ccy="${currency}">${amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-03-31</Dt></Dt></Bal>`;

test('a statement of version 8 reads whole', async () => {
  const { format, problems, statements } = await read(sample('statement-v8.xml'));
  expect([format, problems]).toEqual(['camt.053', []]);
  const [found] = statements;
  expect(found?.opening).toMatchObject({
    account: 'BE68539007547034',
    currency: 'EUR',
    number: '90',
    holder: 'Lambert SRL',
    openedOn: '2026-03-30',
    opening: 100_000_000n,
  });
  expect(found?.closing).toMatchObject({ closedOn: '2026-03-31', closing: 146_365_000n, balanced: true });
  expect(
    found?.lines.map(({ amount, counterparty, pending }) => [decimal(amount), counterparty, pending]),
  ).toEqual([
    ['121.00', 'Garage Peeters & Zonen', false],
    ['900.00', null, false],
    ['79.00', 'Zürcher AG', false],
    ['-36.35', 'Dupont', false],
    ['-600.00', null, false],
    ['5.55', null, true],
  ]);
});

test('each field is where its reader looks for it', async () => {
  const { statements } = await read(sample('statement-v8.xml'));
  const [reference, batch, foreign, returned, fees] = statements[0]?.lines ?? [];
  expect(reference).toMatchObject({
    row: 11,
    bookedOn: '2026-03-31',
    valueOn: '2026-04-01',
    iban: 'BE71096123456769',
    bic: 'GKCCBEBB',
    ultimateParty: 'Peeters Holding',
    structuredReference: '+++090/3374/51229+++',
    endToEndId: null,
    bankReference: 'B-1',
    code: 'PMNT-RCDT-ESCT',
  });
  expect(batch?.details).toMatchObject([
    {
      amount: 60_000_000n,
      counterparty: 'Café Röd',
      structuredReference: 'RF18539007547034',
      endToEndId: 'E-1',
    },
    { amount: 30_000_000n, counterparty: 'De Smet NV', structuredReference: '+++090/3374/51229+++' },
  ]);
  expect(foreign).toMatchObject({ text: 'Invoice F2026-12 (75.00 CHF @ 1.0533)', details: [] });
  // The debtor of the payment that comes back, though money goes out: the creditor is the owner of the account.
  expect(returned).toMatchObject({
    reversal: true,
    returnReason: 'AM04',
    mandate: 'MAND-4',
    iban: 'BE48739001234527',
  });
  expect(fees).toMatchObject({ text: 'Bank charges', reversal: false });
});

test('the day of a moment is that of the bank, whatever the zone', async () => {
  const { statements } = await read(sample('statement-v8.xml'));
  expect(statements[0]?.lines[1]?.bookedOn).toBe('2026-03-31');
});

test('prefixes, an envelope and CDATA change nothing', async () => {
  const { format, problems, statements } = await read(sample('notification-prefixed.xml'));
  expect([format, problems]).toEqual(['camt.054', []]);
  expect(statements[0]?.opening).toMatchObject({ account: 'ACCOUNT77', opening: null });
  expect(statements[0]?.lines[0]?.details.map(({ text, amount }) => [text, decimal(amount)])).toEqual([
    ['F1', '60.00'],
    ['F2 & F3', '40.00'],
  ]);
});

test('no namespace, the previous closing as opening, five decimals, words cut at 35', async () => {
  const { format, statements } = await read(sample('report-without-namespace.xml'));
  expect(format).toBe('camt.052');
  expect(statements[0]?.opening.opening).toBe(1_012_345n);
  expect(statements[0]?.lines[0]).toMatchObject({
    amount: 5n,
    bookedOn: '2026-03-31',
    text: 'Payment of our invoice number 20260017 and 20260018',
  });
});

test.each([
  ['<Sts>BOOK</Sts>', false],
  ['<Sts><Cd>BOOK</Cd></Sts>', false],
  ['', false],
  ['<Sts>PDNG</Sts>', true],
  ['<Sts><Cd>PDNG</Cd></Sts>', true],
  ['<Sts><Cd>INFO</Cd></Sts>', true],
  ['<Sts><Prtry>PENDING</Prtry></Sts>', true],
  ['<Sts>FUTR</Sts>', true],
])('the status %s is pending: %s', async (status, pending) => {
  const { statements } = await read(statement({ entry: ntry({ status }) }));
  expect(statements[0]?.lines[0]?.pending).toBe(pending);
});

test.each([
  ['balances that fit', balance('OPBD', '5') + balance('CLBD', '15'), [], true],
  ['balances that do not', balance('OPBD', '5') + balance('CLBD', '15.01'), ['statement_unbalanced'], false],
  ['only an opening', balance('OPBD', '5'), [], null],
  [
    'a closing in another currency',
    balance('OPBD', '5') + balance('CLBD', '15', 'SEK'),
    ['statement_currency_mixed'],
    false,
  ],
  [
    'totals that fit',
    '<TxsSummry><TtlNtries><NbOfNtries>1</NbOfNtries><Sum>10</Sum></TtlNtries></TxsSummry>',
    [],
    null,
  ],
  [
    'a count that does not',
    '<TxsSummry><TtlNtries><NbOfNtries>2</NbOfNtries></TtlNtries></TxsSummry>',
    ['statement_totals_disagree'],
    null,
  ],
  [
    'a sum that does not',
    '<TxsSummry><TtlCdtNtries><Sum>10.01</Sum></TtlCdtNtries></TxsSummry>',
    ['statement_totals_disagree'],
    null,
  ],
])(
  '%s: the statement is refused only where its own figures contradict it',
  async (_what, head, codes, balanced) => {
    const { problems, statements } = await read(statement({ head }));
    expect(problems.map(({ code, refuses }) => [code, refuses])).toEqual(
      codes.map((code) => [code, 'statement']),
    );
    expect(statements[0]?.closing?.balanced).toBe(balanced);
  },
);

test('a pending entry is no part of the sum', async () => {
  const entry = ntry({}) + ntry({ amount: '99', status: '<Sts>PDNG</Sts>' });
  const { problems } = await read(statement({ head: balance('OPBD', '0') + balance('CLBD', '10'), entry }));
  expect(problems).toEqual([]);
});

test('parts that do not make their line are said, and the line counts', async () => {
  const more = `<NtryDtls><TxDtls><Amt Ccy="EUR">6</Amt></TxDtls><TxDtls><Amt Ccy="EUR">5</Amt></TxDtls></NtryDtls>`;
  const { problems, statements } = await read(statement({ entry: ntry({ more }) }));
  expect(problems).toMatchObject([{ code: 'bank_parts_apart', refuses: null }]);
  expect(statements[0]?.lines[0]?.details).toHaveLength(2);
});

test.each([
  ['<Chrgs><Amt Ccy="EUR">0.50</Amt></Chrgs>', ['-9.50', '-0.50']],
  ['<Chrgs><TtlChrgsAndTaxAmt Ccy="EUR">0.50</TtlChrgsAndTaxAmt></Chrgs>', ['-9.50', '-0.50']],
  [
    '<Chrgs><Rcrd><Amt Ccy="EUR">0.20</Amt></Rcrd><Rcrd><Amt Ccy="EUR">0.30</Amt></Rcrd></Chrgs>',
    ['-9.50', '-0.50'],
  ],
  ['<Chrgs><Amt Ccy="EUR">0.40</Amt></Chrgs>', []],
  ['', []],
])('what is returned is parted from its fee: %s', async (charges, amounts) => {
  const transaction = `<TxDtls><AmtDtls><InstdAmt><Amt Ccy="EUR">9.50</Amt></InstdAmt></AmtDtls>${charges}<RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf></TxDtls>`;
  const entry = ntry({ side: 'DBIT', more: `<NtryDtls>${transaction}</NtryDtls>` });
  const { problems, statements } = await read(statement({ entry }));
  const [line] = statements[0]?.lines ?? [];
  expect(problems).toEqual([]);
  expect(line).toMatchObject({ amount: -1_000_000n, reversal: true, returnReason: 'AC04' });
  expect(line?.details.map(({ amount }) => decimal(amount))).toEqual(amounts);
});

test('parts without amounts stay one line with all their words', async () => {
  const one = (text: string) => `<TxDtls><RmtInf><Ustrd>${text}</Ustrd></RmtInf></TxDtls>`;
  const entry = ntry({ more: `<NtryDtls>${one('F1')}${one('F2')}</NtryDtls>` });
  const { statements } = await read(statement({ entry }));
  expect(statements[0]?.lines[0]).toMatchObject({ text: 'F1 F2', details: [] });
});

test.each([
  ['01', 'urn', true],
  ['14', 'urn', true],
  ['15', 'urn', false],
  ['00', 'urn', false],
])('version %s is read: %s', async (version, _urn, isRead) => {
  const { problems } = await read(statement({ version }));
  expect(problems.map(({ code }) => code)).toEqual(isRead ? [] : ['bank_version_unknown']);
});

test('version 1, whose message carries its number', async () => {
  const text = statement({ version: '01' }).replaceAll('BkToCstmrStmt', 'BkToCstmrStmtV01');
  expect((await read(text)).statements[0]?.lines).toHaveLength(1);
});

const nested = (depth: number) => `${'<a>'.repeat(depth)}${'</a>'.repeat(depth)}`;
const attributes = (count: number) => Array.from({ length: count }, (_, n) => `a${n}="1"`).join(' ');

test.each([
  ['a DOCTYPE', `<!DOCTYPE Document [<!ENTITY x "y">]>${statement().slice(21)}`, 'bank_xml_doctype'],
  [
    'a DOCTYPE behind a declaration',
    statement().replace('?>', '?><!DOCTYPE Document SYSTEM "file:///etc/passwd">'),
    'bank_xml_doctype',
  ],
  ['an entity', statement({ entry: ntry({ amount: '&x;' }) }), 'bank_xml_unreadable'],
  ['an end that is missing', statement().slice(0, -40), 'bank_xml_unreadable'],
  ['a tag closed by another', statement().replace('</Amt>', '</Amount>'), 'bank_xml_unreadable'],
  ['depth 65', statement({ tail: nested(62) }), 'bank_xml_beyond_limits'],
  ['257 attributes', statement({ tail: `<X ${attributes(257)}/>` }), 'bank_xml_beyond_limits'],
  ['a text without end', statement({ tail: `<X>${'x'.repeat(5_000_000)}</X>` }), 'bank_xml_beyond_limits'],
  ['no account', statement().replace('<IBAN>BE68539007547034</IBAN>', ''), 'bank_field_missing'],
  ['no amount', statement({ entry: ntry({}).replace(/<Amt.*<\/Amt>/, '') }), 'bank_field_missing'],
  [
    'no direction',
    statement({ entry: ntry({}).replace(/<CdtDbtInd>.*<\/CdtDbtInd>/, '') }),
    'bank_field_missing',
  ],
  ['an empty amount', statement({ entry: ntry({ amount: '' }) }), 'bank_field_unreadable'],
  ['an amount of letters', statement({ entry: ntry({ amount: '10.0O' }) }), 'bank_field_unreadable'],
  ['a signed amount', statement({ entry: ntry({ amount: '-10.00' }) }), 'bank_field_unreadable'],
  ['six decimals', statement({ entry: ntry({ amount: '10.000001' }) }), 'bank_field_unreadable'],
  ['another direction', statement({ entry: ntry({ side: 'CREDIT' }) }), 'bank_field_unreadable'],
  ['30 February', statement({ entry: ntry({ day: '<Dt>2026-02-30</Dt>' }) }), 'bank_field_unreadable'],
  ['no statement', statement().replace(/<Stmt>[\s\S]*<\/Stmt>/, ''), 'bank_field_missing'],
])('%s is refused with its line, and nothing of the file is taken', async (_what, text, code) => {
  const started = performance.now();
  const { problems, statements } = await read(text);
  expect(problems.at(-1)).toMatchObject({ code, refuses: 'file' });
  expect(problems.at(-1)?.at.row).toBeGreaterThan(0);
  expect(statements).toEqual([]);
  expect(performance.now() - started).toBeLessThan(2000);
});

test.each([
  ['depth 64', statement({ tail: nested(61) })],
  ['256 attributes', statement({ tail: `<X ${attributes(256)}/>` })],
  ['blank lines before the declaration', `\r\n\n${statement()}`],
])('%s is read', async (_what, text) => {
  expect((await read(text)).problems).toEqual([]);
});
