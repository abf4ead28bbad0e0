import { expect, test } from 'vitest';
import { Refusal } from '#core/refusal.ts';
import { StylesUnsure } from './detect-styles.ts';
import { openTable, type TableChoices } from './open-table.ts';
import { questionsOf, readTable } from './read-table.ts';

const HEADERS = 'debtor_number;debtor_name;document_number;issued_on;due_on;open';

async function read(text: string | Buffer, choices: TableChoices = {}, isThorough = true) {
  const table = await openTable(Buffer.from(text), 'csv', 'list.csv', choices, isThorough);
  const rows = [];
  const problems = [];
  for await (const portion of readTable(table, 'EUR')) {
    rows.push(...portion.rows);
    problems.push(...portion.problems);
  }
  return { table, rows, problems, questions: questionsOf(table) };
}

test('one certain spelling settles a column, wherever it stands', async () => {
  const { rows, questions } = await read(
    `${HEADERS}\nC1;A;F1;03/04/2026;05/06/2026;1.234\nC1;A;F2;13/04/2026;01/07/2026;9,50`,
  );
  expect(questions).toEqual([]);
  expect(rows.map(({ item }) => [String(item?.issuedOn), item?.open])).toEqual([
    ['2026-04-03', 123400n],
    ['2026-04-13', 950n],
  ]);
});

test('what no row settles is asked, with the first spelling that reads in two ways', async () => {
  const text = `${HEADERS}\nC1;A;F1;2026-01-01;05/06/2026;1.234`;
  const { questions } = await read(text);
  expect(questions).toEqual([
    { code: 'decimal_sign_ambiguous', facts: { given: '1.234' }, at: { row: 2, column: 'open' } },
    { code: 'day_order_ambiguous', facts: { given: '05/06/2026' }, at: { row: 2, column: 'due_on' } },
  ]);
  const { rows } = await read(text, { decimal: ',', days: 'mdy' });
  expect(rows[0]?.item).toMatchObject({ open: 123400n });
  expect(String(rows[0]?.item?.dueOn)).toBe('2026-05-06');
});

test('a spelling that comes after the first rows is never guessed: the whole file is looked through', async () => {
  const plain = Array.from({ length: 6500 }, (_, n) => `C1;A;F${n};2026-01-01;2026-02-01;12`).join('\n');
  const text = `${HEADERS}\n${plain}\nC1;A;X;2026-01-01;2026-02-01;1.234`;
  await expect(read(text, {}, false)).rejects.toThrow(StylesUnsure);
  expect((await read(text)).questions.map(({ code }) => code)).toEqual(['decimal_sign_ambiguous']);
});

test('titles above, totals below and blank lines between are no rows', async () => {
  const { rows, problems, table } = await read(
    `Balance âgée au 31/03/2026;;;;;\n\n${HEADERS}\nC1;A;F1;2026-01-01;2026-02-01;12,50\n;;;;;\nTotal;;;;;12,50\n`,
  );
  expect(table.headerRow).toBe(3);
  expect(problems).toEqual([]);
  expect(rows.map(({ row }) => row)).toEqual([4]);
});

test('each row that does not read tells its row, column, value and remedy; the others are read', async () => {
  const { rows, problems } = await read(
    [
      HEADERS,
      'C1;A;F1;2026-01-01;2026-02-01;12,5x',
      ';A;F2;2026-01-01;2026-02-01;1,00',
      'C1;A;F3;2026-02-30;;1,00',
      'C1;A;F4;2026-01-01;2026-02-01;9,00',
    ].join('\n'),
  );
  expect(rows.map(({ item }) => item?.number)).toEqual(['F4']);
  expect(problems).toEqual([
    {
      code: 'amount_unreadable',
      facts: { given: '12,5x', example: '1234,50' },
      at: { row: 2, column: 'open' },
    },
    { code: 'value_missing', facts: { field: 'debtor_number' }, at: { row: 3, column: 'debtor_number' } },
    {
      code: 'day_unreadable',
      facts: { given: '2026-02-30', example: '31/12/2026' },
      at: { row: 4, column: 'issued_on' },
    },
  ]);
});

test.each([
  ['utf-8', Buffer.from('\ufeffNuméro client;Nom\nC1;Café Élan', 'utf8')],
  ['windows-1252', Buffer.from('Numéro client;Nom\nC1;Café Élan', 'latin1')],
  ['utf-16le', Buffer.from('\ufeffNuméro client;Nom\nC1;Café Élan', 'utf16le')],
  ['cp850', Buffer.from([...'Num\x82ro client;Nom\nC1;Caf\x82s \x90lan'].map((sign) => sign.charCodeAt(0)))],
] as const)('%s is recognised', async (encoding, bytes) => {
  const { table, rows } = await read(bytes);
  expect(table.dialect?.encoding).toBe(encoding);
  expect(rows[0]?.debtor.name).toMatch(/^Cafés? Élan$/);
});

test.each([';', ',', '\t', '|'] as const)(
  'the separator %j is recognised, quotes and decimal commas notwithstanding',
  async (separator) => {
    const lines = [
      HEADERS.split(';'),
      ['C1', `"A${separator} ""B"""`, 'F1', '2026-01-01', '2026-02-01', '"1.234,56"'],
    ];
    const { table, rows } = await read(lines.map((line) => line.join(separator)).join('\r\n'));
    expect(table.dialect?.separator).toBe(separator);
    expect(rows[0]).toMatchObject({
      debtor: { name: separator === '\t' ? 'A "B"' : `A${separator} "B"` },
      item: { open: 123456n },
    });
  },
);

test('a list of debtors has contacts, terms and further addresses', async () => {
  const { table, rows } = await read(
    'Klantnummer;Klantnaam;E-mail;Betalingstermijn;Taal;Soort klant;Contactpersoon;Rol;Kanaal\n' +
      'K1;Janssens;a@example.org; b@example.org;30 dagen;N;particulier;Piet;boekhouding;aangetekend\n'.replace(
        '; b',
        ', b',
      ),
  );
  expect(table.kind).toBe('debtors');
  expect(rows[0]?.debtor).toMatchObject({
    email: 'a@example.org',
    termsDays: 30,
    language: 'nl',
    kind: 'consumer',
    preferredChannel: 'registered_post',
  });
  expect(rows[0]?.contacts).toEqual([
    { role: 'accounts_payable', name: 'Piet', email: null, phone: null },
    { role: 'accounts_payable', name: null, email: 'b@example.org', phone: null },
  ]);
});

test.each([
  ['', 'file_empty'],
  ['debtor_number;debtor_name\n', 'file_empty'],
  [`${HEADERS}\nC1;"never closed;F1;;;1\n`, 'quote_unclosed'],
])('a file without rows, or with a quote that never ends, is refused', async (text, code) => {
  await expect(read(text)).rejects.toSatisfy((error) => error instanceof Refusal && error.code === code);
});
