import { Buffer } from 'node:buffer';
import { decodePDFRawStream, PDFDict, PDFDocument, PDFName, PDFRawStream } from '@cantoo/pdf-lib';
import { beforeAll, expect, test } from 'vitest';
import { RunOptions } from '#contract/dunning-run-views.ts';
import { LANGUAGES } from '#core/receivables/kinds.ts';
import { readHead } from '#core/timeline/head.ts';
import { approveRun } from '#server/dunning-runs/approve-run.ts';
import { editProposal } from '#server/dunning-runs/edit-proposals.ts';
import { planRun } from '#server/dunning-runs/plan-run.ts';
import { sendRun } from '#server/dunning-runs/send-run.ts';
import { typesetterOfLetters } from '#server/notices/print-letter.ts';
import { inCompany } from '#server/platform/db.ts';
import { newId } from '#server/platform/ids.ts';
import { TypesetFailed } from '#server/platform/typeset.ts';
import { addDefaultPolicy } from '#server/policies/add-policy.ts';
import { findHead } from '#server/timeline/chain.ts';
import { compareHead } from '#server/timeline/compare-head.ts';
import { freshDb } from '#test/support/fresh-db.ts';
import { addCompany, addDebtor, addDocument, addMember } from '#test/support/people.ts';
import { toolsFor } from '#test/support/tools.ts';
import { printRunReport } from './print-run-report.ts';

const fresh = await freshDb();
const tools = toolsFor(fresh, { today: '2026-03-31' });
const company = await addCompany(tools, { key: 'lambert', name: 'Brasserie #Lambert* $x [SA]' });
const actor = await addMember(company, 'owner', { name: 'Odile "#" Lambert' });
const owner = { ...company, actor };
let run = '';

beforeAll(async () => {
  const terms = { id: company.companyId, country: 'BE', currency: 'EUR' as const, language: 'fr' as const };
  await inCompany(company, (trx) => addDefaultPolicy(trx, terms));
  for (const number of ['D1', 'D2', 'D3']) {
    const debtor = await addDebtor(company, {
      number,
      name: number === 'D1' ? `#emph \u{1F600}` : `#emph[${number}] \\ *x*`,
      email: `${number}@x.example`,
    });
    await addDocument(company, debtor, {
      number: `F-${number}`,
      items: [{ dueOn: '2026-02-01', open: '120.00' }],
    });
  }
  run = await planRun(owner, {
    plannedFor: Temporal.PlainDate.from('2026-03-31'),
    options: RunOptions.parse({}),
  });
  const [first] = await inCompany(company, (trx) =>
    trx.selectFrom('proposal').select(['id', 'debtorId']).orderBy('position').execute(),
  );
  await editProposal(owner, { run, proposal: first?.id ?? '', change: { kind: 'drop' } });
  await approveRun(owner, { run, send: false });
  await sendRun(owner, { runId: run });
}, 120_000);

/** The attached data of a report, and its metadata. */
async function opened(file: File) {
  const document = await PDFDocument.load(await file.arrayBuffer());
  const streams = document.context
    .enumerateIndirectObjects()
    .map(([, object]) => object)
    .filter((object): object is PDFRawStream => object instanceof PDFRawStream);
  const attached = streams.find(({ dict }) => dict.get(PDFName.of('Type')) === PDFName.of('EmbeddedFile'));
  const metadata = document.catalog.lookup(PDFName.of('Metadata'));
  const text = (stream: unknown) =>
    stream instanceof PDFRawStream ? Buffer.from(decodePDFRawStream(stream).decode()).toString('utf8') : '';
  expect(document.catalog.lookup(PDFName.of('Names'))).toBeInstanceOf(PDFDict);
  return { xmp: text(metadata), data: JSON.parse(text(attached)), pages: document.getPageCount() };
}

test('the report is one PDF/A-3 whose counters add up, whatever the names hold', async () => {
  const before = await inCompany(company, (trx) => findHead(trx, company.companyId));
  const { xmp, data } = await opened(await printRunReport(owner, { run }));
  expect(xmp).toMatch(/pdfaid:part(>|=")3/);
  const { approved, ...parts } = data.counters;
  expect(Object.values<number>(parts).reduce((sum, one) => sum + one, 0)).toBe(approved);
  expect(approved).toBe(2);
  expect(data.run).toMatchObject({ number: 1, approvedBy: 'Odile "#" Lambert' });
  expect(data.notices).toHaveLength(2);
  expect(data.notices[0]).toMatchObject({ debtorNumber: 'D2', total: '120.00', ways: [{ channel: 'mail' }] });
  expect(data.notIssued).toMatchObject([{ debtorNumber: 'D1', because: null }]);
  expect(data.edits).toMatchObject([
    { debtorNumber: 'D1', by: 'Odile "#" Lambert', change: { kind: 'drop' } },
  ]);
  expect(data.head).toMatchObject({ count: Number(before.count), hash: before.hash });
});

test('what a person left out stands in the timeline of the debtor', async () => {
  const entries = await inCompany(company, (trx) =>
    trx
      .selectFrom('timelineEntry')
      .select(['facts', 'actor'])
      .where('kind', '=', 'proposal_edited')
      .execute(),
  );
  expect(entries).toMatchObject([{ facts: { run: '1', change: 'drop' }, actor }]);
});

test('its head is known as earlier afterwards, and that it was drawn up is on record', async () => {
  const { data } = await opened(await printRunReport(owner, { run, language: 'nl' }));
  expect(await compareHead(company, readHead(`${data.head.count} ${data.head.hash}`))).toBe('earlier');
  const witnesses = await inCompany(company, (trx) =>
    trx.selectFrom('timelineWitness').select(['way', 'toldTo', 'position']).orderBy('position').execute(),
  );
  expect(witnesses.at(-1)).toMatchObject({
    way: 'run_report',
    toldTo: '1',
    position: BigInt(data.head.count),
  });
});

test.each(LANGUAGES)('it is drawn up in %s', async (language) => {
  const file = await printRunReport(owner, { run, language });
  expect(file.name).toMatch(/1\.pdf$/);
  expect((await opened(file)).pages).toBeLessThan(3);
});

const countWitnesses = () =>
  inCompany(company, (trx) => trx.selectFrom('timelineWitness').select('id').execute()).then(
    (rows) => rows.length,
  );

test('what the typesetter did not print is not told of', async () => {
  const before = await countWitnesses();
  const typesetter = typesetterOfLetters();
  const { pdf } = typesetter;
  typesetter.pdf = () => Promise.reject(new TypesetFailed('stopped', 'the page took too long'));
  await expect(printRunReport(owner, { run })).rejects.toThrow('took too long');
  typesetter.pdf = pdf;
  expect(await countWitnesses()).toBe(before);
  await printRunReport(owner, { run });
  expect(await countWitnesses()).toBe(before + 1);
});

test('an unknown run is refused, and nothing is witnessed', async () => {
  const before = await countWitnesses();
  await expect(printRunReport(owner, { run: newId() })).rejects.toMatchObject({ code: 'run_unknown' });
  expect(await countWitnesses()).toBe(before);
});
