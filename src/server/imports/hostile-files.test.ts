import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Refusal } from '#core/refusal.ts';
import { openBankFile } from '#formats/bank/open-bank-file.ts';
import { readWhole } from '#formats/bank/read-whole.ts';
import { openSource } from '#server/imports/import-source.ts';
import { zipOf } from '#test/fuzz/repack.ts';

// Each attack goes through the doors that files come in by: lists and invoices, workbooks, bank statements.

const COMPANY = { name: 'Lambert', vatNumber: null, enterpriseNumber: null, currency: 'EUR' } as const;
const folder = mkdtempSync(path.join(tmpdir(), 'rappel-hostile-'));
const CANARY = 'canary-7c1f';
writeFileSync(path.join(folder, 'secret.txt'), CANARY);
const asked: string[] = [];
const listening = createServer((request, response) => {
  asked.push(request.url ?? '');
  response.end('<!ENTITY b "c">');
});
let web = '';
beforeAll(async () => {
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
  const address = listening.address();
  web = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/x`;
});
afterAll(() => {
  listening.close();
  rmSync(folder, { recursive: true });
});

const UBL = 'xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"';
const CAMT = 'xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"';

/** A document of each kind around a body, behind a prolog. */
const DOORS = {
  invoice: (prolog: string, body: string, encoding: BufferEncoding = 'utf8') =>
    Buffer.from(`${prolog}<Invoice ${UBL}><ID>${body}</ID></Invoice>`, encoding),
  'bank statement': (prolog: string, body: string, encoding: BufferEncoding = 'utf8') =>
    Buffer.from(
      `${prolog}<Document ${CAMT}><BkToCstmrStmt><Stmt><Id>${body}</Id></Stmt></BkToCstmrStmt></Document>`,
      encoding,
    ),
};

/** Behind 64 kB of declarations a bank file is not even known as one. */
const DOCTYPE_REFUSED = /^((bank_)?xml_doctype|bank_file_unknown)$/;

/** What a door says of a file: codes of all that is wrong, and everything read of it as text. */
async function say(door: keyof typeof DOORS | 'workbook', bytes: Buffer) {
  const codes: string[] = [];
  let read = '';
  try {
    if (door === 'bank statement') {
      for await (const file of openBankFile(bytes, 'f')) {
        const { problems, statements } = await readWhole(file);
        codes.push(...problems.map(({ code }) => code));
        read += statements.map(({ opening }) => JSON.stringify({ ...opening, balance: '' }, noBig)).join();
      }
    } else {
      const source = await openSource(bytes, 'f');
      for await (const { problems, rows } of source.portions(COMPANY)) {
        codes.push(...problems.map(({ code }) => code));
        read += JSON.stringify([problems, rows], noBig);
      }
    }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    codes.push(error.code);
    read += JSON.stringify(error.facts);
  }
  return { codes, read };
}

const noBig = (_: string, value: unknown) => (typeof value === 'bigint' ? String(value) : value);

async function workbookWith(sheet: string | Buffer): Promise<Buffer> {
  const parts = {
    '[Content_Types].xml': '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
    'xl/workbook.xml':
      '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>',
    'xl/_rels/workbook.xml.rels':
      '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
    'xl/worksheets/sheet1.xml': sheet,
  };
  return zipOf(Object.entries(parts).map(([name, part]) => [name, Buffer.from(part)] as const));
}

const quadratic = `<!DOCTYPE a [<!ENTITY a "${'x'.repeat(50_000)}">]>`;
const ATTACKS: readonly [name: string, prolog: () => string, body: string][] = [
  ['a file of this machine', () => `<!DOCTYPE a [<!ENTITY x SYSTEM "${secretUrl()}">]>`, '&x;'],
  ['a page of the network', () => `<!DOCTYPE a [<!ENTITY x SYSTEM "${web}">]>`, '&x;'],
  ['an outer subset', () => `<!DOCTYPE a SYSTEM "${web}/a.dtd">`, 'x'],
  ['a public outer subset', () => `<!DOCTYPE a PUBLIC "-//x" "${web}/a.dtd">`, 'x'],
  ['a parameter entity', () => `<!DOCTYPE a [<!ENTITY % p SYSTEM "${web}"> %p;]>`, 'x'],
  ['a billion laughs', () => LAUGHS, '&i;'],
  ['one large entity many times', () => quadratic, '&a;'.repeat(50_000)],
  ['a declaration before it', () => '<?xml version="1.0"?>\n<!DOCTYPE a [<!ENTITY b "c">]>', '&b;'],
  ['a long comment before it', () => `<!--${'x'.repeat(200_000)}--><!DOCTYPE a>`, 'x'],
  ['nothing in it', () => '<!DOCTYPE a>', 'x'],
];
const LAUGHS = `<!DOCTYPE a [<!ENTITY a "ha">${[...'bcdefghi']
  .map((name, at) => `<!ENTITY ${name} "${`&${'abcdefgh'[at]};`.repeat(10)}">`)
  .join('')}]>`;

function secretUrl(): string {
  return pathToFileURL(path.join(folder, 'secret.txt')).href;
}

describe.each(Object.keys(DOORS) as (keyof typeof DOORS)[])('a DOCTYPE in an %s', (door) => {
  test.each(ATTACKS)('that declares %s is refused there, at once', async (_, prolog, body) => {
    for (const encoding of ['utf8', 'utf16le'] as const) {
      const mark = encoding === 'utf16le' ? '\ufeff' : '';
      const bytes = DOORS[door](mark + prolog(), body, encoding);
      const times: number[] = [];
      for (let round = 0; round < 3; round++) {
        const started = performance.now();
        const { codes, read } = await say(door, bytes);
        times.push(performance.now() - started);
        expect(codes.at(-1)).toMatch(DOCTYPE_REFUSED);
        expect(read).not.toContain(CANARY);
      }
      expect(Math.min(...times)).toBeLessThan(50);
    }
    expect(asked).toEqual([]);
  });

  test('an entity of its own, and another document to be included, are never fetched', async () => {
    const include = `<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="${secretUrl()}" parse="text"/><xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="${web}"/>`;
    expect((await say(door, DOORS[door]('', include))).read).not.toContain(CANARY);
    expect((await say(door, DOORS[door]('', '&x;'))).codes.at(-1)).toMatch(/^(bank_)?xml_unreadable$/);
    const styled = `<?xml version="1.0"?><?xml-stylesheet href="${web}" type="text/xsl"?>`;
    await say(door, DOORS[door](styled, 'x'));
    expect(asked).toEqual([]);
  });

  test.each([
    ['64 levels', 60, null],
    ['200,000 levels', 200_000, 'beyond_limits'],
  ] as const)('%s', async (_, levels, wanted) => {
    const body = '<a>'.repeat(levels) + '</a>'.repeat(levels);
    const started = performance.now();
    const last = (await say(door, DOORS[door]('', body))).codes.filter((code) => code.includes('xml'));
    if (wanted) expect(last.at(-1)).toContain(wanted);
    else expect(last).toEqual([]);
    expect(performance.now() - started).toBeLessThan(2000);
  });

  test.each([
    ['256 attributes', attributes(256), null],
    ['257 attributes', attributes(257), 'beyond_limits'],
    ['a name of 1 kB', `<${'a'.repeat(1024)}/>`, null],
    ['a longer name', `<${'a'.repeat(1025)}/>`, 'beyond_limits'],
    ['a text of 4 MB', `<a>${'a'.repeat(4 * 1024 * 1024 - 10)}</a>`, null],
    ['a longer text', `<a>${'a'.repeat(4 * 1024 * 1024 + 1)}</a>`, 'beyond_limits'],
  ])('%s', async (_, body, wanted) => {
    const { codes, read } = await say(door, DOORS[door]('', body));
    const last = codes.filter((code) => code.includes('xml'));
    if (wanted)
      expect([last.at(-1), /line/.test(read) || door !== 'invoice']).toEqual([
        expect.stringContaining(wanted),
        true,
      ]);
    else expect(last).toEqual([]);
  });
});

function attributes(count: number): string {
  return `<a ${Array.from({ length: count }, (_, n) => `a${n}="1"`).join(' ')}/>`;
}

const SHEET = (cell: string) =>
  `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>${cell}</t></is></c></row></sheetData></worksheet>`;

test.each(ATTACKS)('a workbook whose sheet declares %s is refused', async (_, prolog, body) => {
  for (const encoding of ['utf8', 'utf16le'] as const) {
    const sheet = Buffer.from((encoding === 'utf8' ? '' : '\ufeff') + prolog() + SHEET(body), encoding);
    const { codes, read } = await say('workbook', await workbookWith(sheet));
    expect(codes.at(-1)).toMatch(/^(spreadsheet_unreadable|archive_bomb)$/);
    expect(read).not.toContain(CANARY);
  }
  expect(asked).toEqual([]);
});

test('a workbook of 200,000 levels ends soon, and a cell may say <!DOCTYPE', async () => {
  const started = performance.now();
  await say('workbook', await workbookWith(SHEET('<r>'.repeat(200_000) + '</r>'.repeat(200_000))));
  expect(performance.now() - started).toBeLessThan(5000);
  const { codes } = await say('workbook', await workbookWith(SHEET('&lt;!DOCTYPE a>')));
  expect(codes).not.toContain('spreadsheet_unreadable');
});
