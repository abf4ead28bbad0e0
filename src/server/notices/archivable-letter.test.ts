import { PDFArray, PDFDict, PDFDocument, PDFName, PDFRawStream, PDFStream } from '@cantoo/pdf-lib';
import { expect, test } from 'vitest';
import { LANGUAGES } from '#core/receivables/kinds.ts';
import { printLetter } from './print-letter.ts';
import { sampleNotice } from './sample-notice.ts';

const company = {
  ...{ name: 'Lambert', country: 'BE', language: 'fr' as const, street: 'Rue 1', postalCode: '1000' },
  ...{ city: 'Bruxelles', vatNumber: null, enterpriseNumber: null, iban: 'BE68539007547034', bic: null },
  ...{ phone: null, email: null, website: null, legalFooter: null },
};
const layout = {
  ...{
    accent: '#1f4e5f',
    addressWindow: 'right' as const,
    foldMarks: true,
    font: 'source-sans-3',
    showQr: true,
  },
  ...{ signature: null, logo: null },
};
const today = Temporal.PlainDate.from('2026-03-31');

// What PDF/A-3a (ISO 19005-3) asks that can be seen without a validator of its own.
test.each(LANGUAGES)(
  'a letter in %s is archivable: PDF/A-3a, in what can be looked up',
  {
    timeout: 30_000,
  },
  async (language) => {
    const content = sampleNotice({ company, layout, step: 'level_3', language, words: null, today });
    const bytes = await printLetter(content, null);
    const text = bytes.toString('latin1');
    expect(/^%PDF-1\.7\r?\n%[\x80-\xff]{4}/.test(text)).toBe(true);
    // The metadata are a stream in plain text, and name part and conformance.
    expect(/<pdfaid:part>3<\/pdfaid:part>/.test(text)).toBe(true);
    expect(/<pdfaid:conformance>A<\/pdfaid:conformance>/.test(text)).toBe(true);
    expect(new RegExp(`<rdf:li>${language}(-BE)?</rdf:li>`).test(text)).toBe(true);
    expect(/\/Encrypt|\/JavaScript|\/Launch|\/AA\b|\/OpenAction|\/XFA/.test(text)).toBe(false);
    expect(/\/ID ?\[/.test(text)).toBe(true);
    const pdf = await PDFDocument.load(bytes, { updateMetadata: false });
    const { catalog, context } = pdf;
    const intents = catalog.lookup(PDFName.of('OutputIntents'), PDFArray);
    const intent = intents.lookup(0, PDFDict);
    expect(String(intent.get(PDFName.of('S')))).toBe('/GTS_PDFA1');
    expect(intent.lookup(PDFName.of('DestOutputProfile'))).toBeInstanceOf(PDFStream);
    expect(String(catalog.lookup(PDFName.of('MarkInfo'), PDFDict).get(PDFName.of('Marked')))).toBe('true');
    expect(catalog.lookup(PDFName.of('StructTreeRoot'))).toBeInstanceOf(PDFDict);
    expect(String(catalog.get(PDFName.of('Lang')))).toContain(language);
    const objects = context.enumerateIndirectObjects().map(([, object]) => object);
    const descriptors = objects.filter(
      (object): object is PDFDict =>
        object instanceof PDFDict && String(object.get(PDFName.of('Type'))) === '/FontDescriptor',
    );
    expect(descriptors.length).toBeGreaterThan(0);
    for (const font of descriptors) {
      const embedded = ['FontFile', 'FontFile2', 'FontFile3'].some((name) => font.has(PDFName.of(name)));
      expect(embedded).toBe(true);
    }
    // Nothing is kept by the filter that the standard forbids.
    const streams = objects.filter((object) => object instanceof PDFRawStream);
    expect(streams.map(({ dict }) => String(dict.get(PDFName.of('Filter')))).join()).not.toContain('LZW');
  },
);
