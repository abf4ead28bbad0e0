import { expect, test } from 'vitest';
import { readBankText } from '#test/support/read-bank-text.ts';

const SGML_HEADER =
  'OFXHEADER:100\r\nDATA:OFXSGML\r\nVERSION:102\r\nENCODING:USASCII\r\nCHARSET:1252\r\n\r\n';
const LINE = `<STMTTRN>
<TRNTYPE>CREDIT
<DTPOSTED>20260331120000[+1:CET]
<TRNAMT>+25,50
<FITID>2026-1
<NAME>BOULANGERIE DU COIN
<MEMO>FACTURE 2026/0042 +++090/9337/55493+++
</STMTTRN>
`;
const STATEMENT = `<STMTTRNRS><STMTRS>
<CURDEF>EUR
<BANKACCTFROM>
<BANKID>20041
<BRANCHID>01005
<ACCTID>0500013M026
<ACCTTYPE>CHECKING
</BANKACCTFROM>
<BANKTRANLIST>
<DTSTART>20260301
<DTEND>20260331
${LINE}<STMTTRN>
<TRNTYPE>DEBIT
<DTPOSTED>20260330
<TRNAMT>-5.05
<FITID>2026-1
<NAME>FREE &amp; CO
<MEMO>
</STMTTRN>
</BANKTRANLIST>
<LEDGERBAL>
<BALAMT>120.45
<DTASOF>20260401
</LEDGERBAL>
</STMTRS></STMTTRNRS>
`;
const SGML = `${SGML_HEADER}<OFX><BANKMSGSRSV1>\n${STATEMENT}</BANKMSGSRSV1></OFX>\n`;
const XML = `<?xml version="1.0" encoding="UTF-8" standalone="no"?>
<?OFX OFXHEADER="200" VERSION="211"?>
<OFX><BANKMSGSRSV1>${STATEMENT.replace(/^<(\w+)>([^<\n]*)$/gm, (whole, name, text) =>
  ['STMTTRN', 'BANKACCTFROM', 'BANKTRANLIST', 'LEDGERBAL'].includes(name)
    ? whole
    : `<${name}>${text}</${name}>`,
)}</BANKMSGSRSV1></OFX>`;

test.each([
  ['SGML', SGML],
  ['XML', XML],
  ['XML on one line', XML.replaceAll('\n', '')],
  [
    'XML with comments and literal text',
    XML.replace('<CURDEF>', '<!-- <CURDEF>USD</CURDEF> --><CURDEF>').replace(
      'FREE &amp; CO',
      '<![CDATA[FREE & CO]]>',
    ),
  ],
  ['tags in small letters', SGML.replace(/<\/?[A-Z]+>/g, (tag) => tag.toLowerCase())],
])('it reads %s', async (_name, text) => {
  const { format, problems, statements } = await readBankText(text);
  expect([format, problems]).toEqual(['ofx', []]);
  expect(statements).toMatchObject([
    {
      opening: {
        account: '0500013M026',
        currency: 'EUR',
        openedOn: '2026-03-01',
        opening: null,
        number: null,
      },
      // Only the balance at the end is told: the one before is worked out.
      closing: { closing: 12_045_000n, closedOn: '2026-04-01', opening: 10_000_000n, balanced: null },
      lines: [
        {
          amount: 2_550_000n,
          bookedOn: '2026-03-31',
          counterparty: 'BOULANGERIE DU COIN',
          structuredReference: '+++090/9337/55493+++',
          text: 'FACTURE 2026/0042 +++090/9337/55493+++',
          code: 'CREDIT',
        },
        {
          amount: -505_000n,
          bookedOn: '2026-03-30',
          counterparty: 'FREE & CO',
          text: 'FREE & CO',
          bankReference: '2026-1',
        },
      ],
    },
  ]);
});

test('several accounts are several statements, cards among them', async () => {
  const card = STATEMENT.replaceAll('STMTRS', 'CCSTMTRS')
    .replaceAll('BANKACCTFROM', 'CCACCTFROM')
    .replace('0500013M026', 'CARD-7');
  const { statements } = await readBankText(SGML.replace(STATEMENT, STATEMENT + card));
  expect(statements.map(({ opening, lines }) => [opening.account, lines.length])).toEqual([
    ['0500013M026', 2],
    ['CARD-7', 2],
  ]);
});

test('an empty balance is none', async () => {
  const { problems, statements } = await readBankText(SGML.replace('120.45', ''));
  expect(problems).toEqual([]);
  expect(statements[0]?.closing).toMatchObject({ closing: null, opening: null, balanced: null });
});

test('a list of lines that nobody ended ends with its statement', async () => {
  const { problems, statements } = await readBankText(SGML.replace('</BANKTRANLIST>\n', ''));
  expect([problems, statements[0]?.lines.length]).toEqual([[], 2]);
});

test('what is not booked yet is pending, and counts for nothing', async () => {
  const pending = `<BANKTRANLISTP><STMTTRNP><TRNTYPE>CREDIT<DTTRAN>20260331<TRNAMT>7.00<NAME>SOON</STMTTRNP></BANKTRANLISTP>`;
  const { statements } = await readBankText(SGML.replace('<LEDGERBAL>', `${pending}<LEDGERBAL>`));
  expect(statements[0]?.lines.at(-1)).toMatchObject({
    pending: true,
    amount: 700_000n,
    bookedOn: '2026-03-31',
  });
  expect(statements[0]?.closing?.opening).toBe(10_000_000n);
});

test('the other account is an IBAN or none, a payee may be an element of its own', async () => {
  const line = LINE.replace(
    /<NAME>.*\n/,
    '<PAYEE><NAME>DUPONT<CITY>LYON</PAYEE><BANKACCTTO><ACCTID>FR76 3000 6000 0112 3456 7890 189</BANKACCTTO>',
  );
  const { statements } = await readBankText(SGML.replace(LINE, line));
  expect(statements[0]?.lines[0]).toMatchObject({
    counterparty: 'DUPONT',
    iban: 'FR7630006000011234567890189',
  });
});

test.each([
  ['UTF-8 called windows-1252', Buffer.from(SGML.replace('BOULANGERIE', 'PÂTISSERIE'))],
  ['windows-1252 called UTF-8', Buffer.from(XML.replace('BOULANGERIE', 'PÂTISSERIE'), 'latin1')],
])('%s is read by its bytes', async (_name, bytes) => {
  expect((await readBankText(bytes)).statements[0]?.lines[0]?.counterparty).toBe('PÂTISSERIE DU COIN');
});

test.each<[string, string, Record<string, string>]>([
  [
    'no account',
    SGML.replace('<ACCTID>0500013M026\n', ''),
    { code: 'bank_field_unreadable', field: 'ACCTID', line: '8' },
  ],
  [
    'no day',
    SGML.replace('<DTPOSTED>20260330\n', ''),
    { code: 'bank_field_unreadable', field: 'DTPOSTED', line: '27' },
  ],
  [
    'a day that is none',
    SGML.replace('20260330', '20260230'),
    { code: 'bank_field_unreadable', field: 'DTPOSTED', given: '20260230' },
  ],
  ['no amount', SGML.replace('<TRNAMT>-5.05\n', ''), { code: 'bank_field_unreadable', field: 'TRNAMT' }],
  [
    'an amount that is none',
    SGML.replace('-5.05', '5,0.5'),
    { code: 'bank_field_unreadable', field: 'TRNAMT', given: '5,0.5' },
  ],
  [
    'a balance that is none',
    SGML.replace('120.45', 'much'),
    { code: 'bank_field_unreadable', field: 'BALAMT', given: 'much' },
  ],
  [
    'a strange currency',
    SGML.replace('<CURDEF>EUR', '<CURDEF>EURO'),
    { code: 'bank_field_unreadable', field: 'CURDEF' },
  ],
  ['an end cut off', SGML.slice(0, -60), { code: 'bank_file_cut_short' }],
  [
    'a line within a line',
    SGML.replace('</STMTTRN>\n', ''),
    { code: 'bank_record_misplaced', given: '<STMTTRN>' },
  ],
  [
    'a line outside of statements',
    `${SGML_HEADER}<OFX>${LINE}</OFX>`,
    { code: 'bank_record_misplaced', expected: '<STMTRS>' },
  ],
  ['a document type', XML.replace('<OFX>', '<!DOCTYPE OFX [<!ENTITY a "b">]><OFX>'), { code: 'xml_doctype' }],
  [
    'no statement',
    `${SGML_HEADER}<OFX><SIGNONMSGSRSV1></SIGNONMSGSRSV1></OFX>`,
    { code: 'bank_statement_missing' },
  ],
  ['an endless text', SGML.replace('FACTURE', 'F'.repeat(300_000)), { code: 'bank_line_length' }],
])('%s refuses the file', async (_name, text, expected) => {
  const { problems, statements } = await readBankText(text);
  expect(statements).toEqual([]);
  expect(problems.map(({ code, facts, refuses }) => ({ ...facts, code, refuses }))).toMatchObject([
    { ...expected, refuses: 'file' },
  ]);
});
