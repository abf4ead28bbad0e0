import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  decodePDFRawStream,
  PDFDict,
  PDFDocument,
  PDFHexString,
  PDFName,
  type PDFRawStream,
} from '@cantoo/pdf-lib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readHead } from '#core/timeline/head.ts';
import { readZip } from '#formats/zip/read-zip.ts';
import { compareHead } from '#server/timeline/compare-head.ts';
import { addCanaryPerson, finishWith, prepareCompany, remindEverybody } from '#test/support/canary-person.ts';
import { freshDb } from '#test/support/fresh-db.ts';
import { addCompany } from '#test/support/people.ts';
import { toolsFor } from '#test/support/tools.ts';
import { exportPerson } from './export-person.ts';
import { type Dossier, makeDossier } from './make-dossier.ts';
import { printDossier } from './print-dossier.ts';
import { recordDossier } from './record-dossier.ts';

const tools = toolsFor(await freshDb(), { today: '2026-03-31' });
const lambert = await addCompany(tools, { key: 'lambert' });
const folder = mkdtempSync(path.join(tmpdir(), 'rappel-dossier-'));
afterAll(() => rmSync(folder, { recursive: true }));
let person: Awaited<ReturnType<typeof addCanaryPerson>>;
let other: Awaited<ReturnType<typeof addCanaryPerson>>;
let dossier: Dossier;
let files: readonly File[];

beforeAll(async () => {
  await prepareCompany(lambert);
  other = await addCanaryPerson(lambert, 1);
  person = await addCanaryPerson(lambert, 0);
  await remindEverybody(lambert, '2026-03-31');
  await finishWith(lambert, person);
  await finishWith(lambert, other);
  dossier = await makeDossier(lambert, { debtor: person.id });
  await recordDossier(lambert, dossier, 'dossier');
  files = await Promise.all(
    dossier.files.map(async ({ name, read }) => ({ name, bytes: Buffer.from(await read()) })),
  );
}, 120_000);

type File = { readonly name: string; readonly bytes: Buffer };

/** What the verifier says in a folder with these files and nothing of ours. */
function verify(given: readonly File[]): { ok: boolean; said: string } {
  const own = mkdtempSync(path.join(folder, 'check-'));
  for (const { name, bytes } of given) writeFileSync(path.join(own, name), bytes);
  try {
    return { ok: true, said: execFileSync(process.execPath, ['verify.mjs'], { cwd: own, encoding: 'utf8' }) };
  } catch (error) {
    return { ok: false, said: String((error as { stdout?: unknown }).stdout) };
  }
}

const changed = (name: string, change: (text: string) => string) =>
  files.map((file) =>
    file.name === name
      ? { ...file, bytes: Buffer.from(change(file.bytes.toString('latin1')), 'latin1') }
      : file,
  );

test('the verifier of some fifty lines finds an untouched dossier whole', () => {
  const { ok, said } = verify(files);
  expect(said).toContain('OK: compare the head');
  expect(ok).toBe(true);
  expect(dossier.events.length).toBeGreaterThan(8);
  expect(dossier.papers.length).toBeGreaterThanOrEqual(1);
});

test('and names what was changed: an event, its personal part, a paper, the chain', () => {
  const kind = changed('dossier.json', (text) => text.replace('note_added', 'note_adder'));
  expect(verify(kind)).toMatchObject({
    ok: false,
    said: expect.stringMatching(/WRONG {2}event \d+: changed/),
  });
  const words = changed('dossier.json', (text) => text.replace('note kanariwoorden', 'note konariwoorden'));
  expect(verify(words)).toMatchObject({
    ok: false,
    said: expect.stringMatching(/its personal part changed/),
  });
  const paper = dossier.papers[0]?.name ?? '';
  expect(verify(changed(paper, (text) => `${text} `))).toMatchObject({
    ok: false,
    said: expect.stringContaining(`${paper}: changed`),
  });
  expect(verify(changed('chain.bin', (text) => `x${text.slice(1)}`)).ok).toBe(false);
  expect(verify(changed('chain.bin', (text) => text.slice(32))).ok).toBe(false);
});

test('it tells nothing of another debtor', () => {
  const whole = Buffer.concat(files.map(({ bytes }) => bytes)).toString('latin1');
  for (const word of [...Object.values(other.canaries), other.iban]) expect(whole).not.toContain(word);
});

test('its head is that of the data, and known as earlier once they went on', async () => {
  const { count, hash } = dossier.head;
  expect(await compareHead(lambert, readHead(`${count} ${hash}`))).toBe('earlier');
  expect(await compareHead(lambert, readHead(`${count + 1000n} ${hash}`))).toBe('older_database');
  expect(await compareHead(lambert, readHead(`${count} ${'0'.repeat(64)}`))).toBe('rewritten');
});

test('it is one PDF/A-3 that carries all of it', async () => {
  const { name, size, parts } = await printDossier(lambert, { debtor: person.id });
  expect(name).toMatch(/KAN0.*\.pdf$/);
  const pdf = Buffer.concat(await Array.fromAsync(parts));
  expect(pdf.length).toBe(size);
  const document = await PDFDocument.load(pdf);
  const metadata = document.catalog.lookup(PDFName.of('Metadata')) as PDFRawStream;
  const xmp = Buffer.from(decodePDFRawStream(metadata).decode()).toString('utf8');
  expect(xmp).toMatch(/pdfaid:part(>|=")3/);
  const attached = document.context
    .enumerateIndirectObjects()
    .map(([, object]) => object)
    .filter(
      (object): object is PDFDict =>
        object instanceof PDFDict && object.get(PDFName.of('Type')) === PDFName.of('Filespec'),
    )
    .map((spec) => {
      const name = spec.lookup(PDFName.of('UF'));
      return name instanceof PDFHexString ? name.decodeText() : String(name).replaceAll(/^\(|\)$/g, '');
    });
  for (const wanted of ['dossier.json', 'chain.bin', 'verify.mjs'])
    expect(
      attached.some((one) => one.endsWith(wanted)),
      `${wanted} of ${attached}`,
    ).toBe(true);
  expect(attached.length).toBe(3 + dossier.papers.length);
});

test('a person who asks is given every word that is kept of them, and every paper', async () => {
  const { size, parts } = await exportPerson(lambert, { debtor: person.id });
  const zip = Buffer.concat(await Array.fromAsync(parts));
  expect(zip.length).toBe(size);
  const text = zip.toString('utf8');
  const missing = [...Object.values(person.canaries), person.iban].filter((word) => !text.includes(word));
  expect(missing).toEqual([]);
  const entries = await Array.fromAsync(readZip(zip, 'person.zip'));
  expect(entries.length).toBe(3 + dossier.papers.length);
  const file = path.join(folder, 'person.zip');
  writeFileSync(file, zip);
  expect(readFileSync(file).subarray(0, 4).toString('hex')).toBe('504b0304');
  const unzipped = execFileSync('python3', ['-m', 'zipfile', '-t', file], { encoding: 'utf8' });
  expect(unzipped).toContain('Done testing');
});

test('an unknown debtor is refused', async () => {
  await expect(printDossier(lambert, { debtor: lambert.companyId })).rejects.toMatchObject({
    code: 'debtor_unknown',
  });
});
