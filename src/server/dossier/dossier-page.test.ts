import { expect, test } from 'vitest';
import { LANGUAGES, type Language } from '#core/receivables/kinds.ts';
import { SAMPLE_COMPANY, SAMPLE_LAYOUT } from '#test/support/sample-company.ts';
import { type DossierShown, dossierPage } from './dossier-page.ts';
import type { DossierEvent } from './dossier-rows.ts';

const HASH = 'a'.repeat(64);
const noteOf = (nth: number, text: string): DossierEvent => ({
  ...{ position: BigInt(nth), hash: HASH, before: HASH, canonical: '', personal: null, salt: null },
  ...{ at: '2026-03-31 09:30', actor: null, kind: 'note_added', facts: { text, document: '' } },
});

function pageWith(
  given: { events?: number; files?: number; text?: string; language?: Language; legalFooter?: string },
  isAttached = true,
) {
  const { events = 1, files = 3, text = 'paid', language = 'en', legalFooter = null } = given;
  const dossier: DossierShown = {
    debtor: { id: '', number: 'D1', name: 'Café', isErased: false },
    head: { count: 9n, hash: HASH },
    events: Array.from({ length: events }, (_, n) => noteOf(n + 1, text)),
    names: new Map(),
    house: {
      shown: { ...SAMPLE_COMPANY, language, legalFooter },
      layout: SAMPLE_LAYOUT,
    },
    files: Array.from({ length: files }, (_, n) => ({
      name: n === 0 ? 'dossier.json' : `invoice ${n}.pdf`,
      mediaType: 'application/pdf',
      sha256: HASH,
    })),
  };
  return dossierPage(dossier, { day: '2026-03-31', isAttached });
}

// events on record -> printed, from which one on, and whether the page says that more are in dossier.json
test.each([
  [0, 0, undefined, ''],
  [799, 799, '1', ''],
  [800, 800, '1', ''],
  [801, 800, '2', 'The latest 800 events are printed here. One earlier event is in dossier.json'],
  [5000, 800, '4201', 'The latest 800 events are printed here. 4,200 earlier events are in dossier.json'],
])('of %i events the latest %i are printed', (events, printed, first, note) => {
  const page = pageWith({ events });
  expect(page.events.rows).toHaveLength(printed);
  expect(page.events.rows[0]?.[0]).toBe(first);
  if (printed > 0) expect(page.events.rows.at(-1)?.[0]).toBe(String(events));
  if (note === '') expect(page.events.note).toBe('');
  else expect(page.events.note).toContain(note);
});

// events of how many characters each -> printed, what the page says
test.each([
  [50, 4000, 50, ''],
  [50, 4001, 49, 'The latest 49 events are printed here. One earlier event is'],
  [1, 200_000, 1, ''],
  [2, 200_000, 1, 'The latest event is printed here. One earlier event is'],
  [1, 200_001, 0, 'No event is printed here. One earlier event is'],
])('of %i events of %i characters %i are printed', (events, each, printed, note) => {
  const told = pageWith({ text: 'x' }).events.rows[0]?.[3] ?? '';
  const page = pageWith({ events, text: 'x'.repeat(each - told.length + 1) });
  expect(page.events.rows).toHaveLength(printed);
  if (note === '') expect(page.events.note).toBe('');
  else expect(page.events.note).toContain(note);
});

test.each([
  [200, 200, ''],
  [201, 200, 'The first 200 files. One more is named with SHA-256 in dossier.json'],
  [603, 200, 'The first 200 files. 403 more are named with SHA-256 in dossier.json'],
])('of %i files %i are listed', (files, listed, note) => {
  const { attached } = pageWith({ files });
  expect(attached.rows).toHaveLength(listed);
  expect(attached.rows[0]).toEqual({ name: 'dossier.json', sha256: HASH });
  if (note === '') expect(attached.note).toBe('');
  else expect(attached.note).toContain(note);
});

test.each(LANGUAGES)(
  'what is left out of the page is said in %s, in signs that the fonts have',
  (language) => {
    const { attached, events, head, lead } = pageWith({ events: 5000, files: 603, language }, false);
    for (const text of [attached.title, attached.note, events.note, head.verify, lead]) {
      expect(text).not.toContain('?');
      expect(text.length).toBeGreaterThan(10);
    }
    expect(events.note).toMatch(/800.*4\D?200.*dossier\.json/);
    expect(attached.note).toMatch(/200.*403.*dossier\.json/);
  },
);

test('files beside the PDF are named and not attached to it', () => {
  expect(pageWith({ files: 5 }).attachments).toHaveLength(5);
  const beside = pageWith({ files: 5 }, false);
  expect(beside.attachments).toEqual([]);
  expect(beside.attached.rows).toHaveLength(5);
  expect(beside.lead).toContain('beside this PDF');
  expect(beside.head.verify).toContain('unpack the ZIP');
});

test('a sign that no font has stands nowhere on the page', () => {
  const page = pageWith({ legalFooter: 'Register \u6f22', text: 'paid \u{1F600}' });
  expect(JSON.stringify(page)).not.toMatch(/[\u{1F600}\u6f22]/u);
});
