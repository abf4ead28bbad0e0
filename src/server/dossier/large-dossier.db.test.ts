import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PDFDocument, PDFName, PDFRawStream } from '@cantoo/pdf-lib';
import { sql } from 'kysely';
import { afterAll, expect, test } from 'vitest';
import { readZip } from '#formats/zip/read-zip.ts';
import { addFiles, fileOf } from '#server/files/queries.ts';
import { typesetterOfLetters } from '#server/notices/print-letter.ts';
import { inCompany } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { TypesetFailed } from '#server/platform/typeset.ts';
import { addTimelineEntries } from '#server/timeline/queries.ts';
import { freshDb } from '#test/support/fresh-db.ts';
import { addCompany, addDebtor, addDocument } from '#test/support/people.ts';
import { serverFor } from '#test/support/server.ts';
import { toolsFor } from '#test/support/tools.ts';
import { exportPerson } from './export-person.ts';
import { makeDossier } from './make-dossier.ts';
import { fitsOnePdf, printDossier } from './print-dossier.ts';
import { recordDossier } from './record-dossier.ts';

const fresh = await freshDb();
const tools = toolsFor(fresh, { today: '2026-03-31' });
const lambert = await addCompany(tools, { key: 'lambert' });
const folder = mkdtempSync(path.join(tmpdir(), 'rappel-large-dossier-'));
afterAll(() => rmSync(folder, { recursive: true }));

type Size = {
  readonly events?: number;
  readonly characters?: number;
  readonly papers?: number;
  readonly bytes?: number;
};

/** A debtor whom much was noted of, and who has many invoices with a paper each. @returns its id */
async function addLarge(
  company: CompanyTools,
  { events = 0, characters = 40, papers = 0, bytes = 100 }: Size,
): Promise<string> {
  const { id } = await addDebtor(company);
  const text = (nth: number) => `${nth} was promised by telephone. `.repeat(200).slice(0, characters);
  const notes = Array.from({ length: events }, (_, nth) => ({
    ...{ kind: 'note_added' as const, facts: { text: text(nth), document: '' } },
    ...{ at: company.clock.now(), actor: null, debtorId: id },
  }));
  await inCompany(company, (trx) => addTimelineEntries(trx, company.companyId, notes));
  for (let nth = 1; nth <= papers; nth += 1) {
    const file = fileOf({ name: 'paper.pdf', mediaType: 'application/pdf', bytes: randomBytes(bytes) });
    await inCompany(company, (trx) => addFiles(trx, company.companyId, [file]));
    await addDocument(company, { id }, { fileId: file.id, items: [{ dueOn: '2026-02-01', open: '10.00' }] });
  }
  return id;
}

/** What the timeline and the witnesses tell of dossiers of a debtor. */
async function toldOf(id: string): Promise<readonly [events: number, witnesses: number]> {
  const { rows } = await inCompany(lambert, (trx) =>
    sql<{ events: bigint; witnesses: bigint }>`
      select (select count(*) from timeline_entry where debtor_id = d.id and kind like '%\\_exported') as events,
        (select count(*) from timeline_witness where told_to = d.number) as witnesses
      from debtor d where d.id = ${id}`.execute(trx),
  );
  return [Number(rows[0]?.events), Number(rows[0]?.witnesses)];
}

const bytesOf = async (parts: AsyncIterable<Buffer>) => Buffer.concat(await Array.fromAsync(parts));

async function attachedTo(pdf: Buffer): Promise<number> {
  const { context } = await PDFDocument.load(pdf);
  return context
    .enumerateIndirectObjects()
    .filter(
      ([, one]) =>
        one instanceof PDFRawStream && one.dict.get(PDFName.of('Type')) === PDFName.of('EmbeddedFile'),
    ).length;
}

test('a dossier of five thousand events is printed, and told of once', async () => {
  const id = await addLarge(lambert, { events: 5000 });
  const { name, parts } = await printDossier(lambert, { debtor: id });
  expect(name).toMatch(/\.pdf$/);
  const document = await PDFDocument.load(await bytesOf(parts));
  expect(document.getPageCount()).toBeLessThan(40);
  expect((await makeDossier(lambert, { debtor: id })).events).toHaveLength(5001);
  expect(await toldOf(id)).toEqual([1, 1]);
});

test('the most that one PDF holds is within what the typesetter may take', async () => {
  const id = await addLarge(lambert, { events: 800, characters: 245, papers: 197, bytes: 120_000 });
  const { name, parts } = await printDossier(lambert, { debtor: id });
  expect(name).toMatch(/\.pdf$/);
  expect(await attachedTo(await bytesOf(parts))).toBe(200);
});

test.each([
  [[25_000_000], true],
  [[24_999_999, 1], true],
  [[24_999_999, 2], false],
  [[25_000_001], false],
  [Array.from({ length: 200 }, () => 1), true],
  [Array.from({ length: 201 }, () => 1), false],
])('files of these sizes are attached, or lie beside the PDF: case %#', (sizes, fits) => {
  expect(fitsOnePdf(sizes.map((size) => ({ size })))).toBe(fits);
});

test('what is too much for one PDF is a ZIP that the verifier finds whole in one folder', async () => {
  const id = await addLarge(lambert, { papers: 26, bytes: 1_000_000 });
  const { name, mediaType, size, parts } = await printDossier(lambert, { debtor: id });
  expect([name.endsWith('.zip'), mediaType]).toEqual([true, 'application/zip']);
  const archive = await bytesOf(parts);
  expect(archive.length).toBe(size);
  const entries = await Array.fromAsync(readZip(archive, name));
  const names = entries.map((entry) => entry.name);
  expect(names.slice(0, 4)).toEqual(['dossier.pdf', 'dossier.json', 'chain.bin', 'verify.mjs']);
  expect(names).toHaveLength(4 + 26);
  for (const entry of entries) writeFileSync(path.join(folder, entry.name), entry.bytes);
  const said = execFileSync(process.execPath, ['verify.mjs'], { cwd: folder, encoding: 'utf8' });
  expect(said).toContain('26 papers');
  expect(said).toContain('OK: compare the head');
  expect(await attachedTo(entries[0]?.bytes ?? Buffer.alloc(0))).toBe(0);
  expect(await toldOf(id)).toEqual([1, 1]);
});

test('what the typesetter did not print is not told as handed out', async () => {
  const id = await addLarge(lambert, { events: 2 });
  const typesetter = typesetterOfLetters();
  const { pdf } = typesetter;
  typesetter.pdf = () => Promise.reject(new TypesetFailed('stopped', 'the page took too long'));
  await expect(printDossier(lambert, { debtor: id })).rejects.toThrow('took too long');
  typesetter.pdf = pdf;
  expect(await toldOf(id)).toEqual([0, 0]);
  await printDossier(lambert, { debtor: id });
  expect(await toldOf(id)).toEqual([1, 1]);
});

test('a person who was erased while the dossier was made is not handed out', async () => {
  const id = await addLarge(lambert, { events: 2 });
  const dossier = await makeDossier(lambert, { debtor: id });
  await inCompany(lambert, (trx) =>
    trx.updateTable('debtor').set({ erasedAt: tools.clock.now() }).where('id', '=', id).execute(),
  );
  await expect(recordDossier(lambert, dossier, 'dossier')).rejects.toMatchObject({ code: 'debtor_erased' });
  expect(await toldOf(id)).toEqual([0, 0]);
  await exportPerson(lambert, { debtor: id });
  expect(await toldOf(id)).toEqual([1, 1]);
});

test('a download says how long it is, and breaks off where a paper went: never a whole one without it', async () => {
  const server = serverFor(fresh, tools);
  const owner = await server.signedIn('owner');
  const id = await addLarge(owner.company, { papers: 3, bytes: 300_000 });
  const ask = () => owner.ask('GET', `/companies/${owner.company.key}/debtors/${id}/personal-data`);
  const { status, headers } = await ask();
  expect(status).toBe(200);
  expect(Number(headers.get('content-length'))).toBeGreaterThan(900_000);
  const handed = await exportPerson(owner.company, { debtor: id });
  const seen: Buffer[] = [];
  const reading = (async () => {
    for await (const part of handed.parts) {
      seen.push(part);
      if (seen.length === 1)
        await inCompany(owner.company, (trx) =>
          trx
            .updateTable('file')
            .set({ bytes: Buffer.alloc(0) })
            .execute(),
        );
    }
  })();
  await expect(reading).rejects.toThrow('0 bytes instead of 300000');
  expect(Buffer.concat(seen).length).toBeLessThan(handed.size);
});
