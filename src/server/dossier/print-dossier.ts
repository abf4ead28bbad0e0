import IntlMessageFormat from 'intl-messageformat';
import type { Language } from '#core/receivables/kinds.ts';
import { EVENTS, isEventKind } from '#core/timeline/events.ts';
import { writeHead } from '#core/timeline/head.ts';
import de from '#i18n/de/screens.json' with { type: 'json' };
import en from '#i18n/en/screens.json' with { type: 'json' };
import fr from '#i18n/fr/screens.json' with { type: 'json' };
import nl from '#i18n/nl/screens.json' with { type: 'json' };
import { FONTS, footer, senderLines } from '#server/notices/letter-sheet.ts';
import { typesetterOfLetters } from '#server/notices/print-letter.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { label, pattern } from '#server/texts/words.ts';
import type { DossierEvent } from './dossier-rows.ts';
import { type Dossier, makeDossier, sha256Of } from './make-dossier.ts';

const SCREENS: Readonly<Record<Language, Readonly<Record<string, string>>>> = { de, en, fr, nl };

/** The dossier of a debtor as one PDF/A-3 with everything attached, and the name of its file. @throws Refusal debtor_unknown */
export async function printDossier(
  tools: CompanyTools,
  { debtor }: { debtor: string },
): Promise<{ readonly name: string; readonly pdf: Buffer }> {
  const dossier = await makeDossier(tools, { debtor, as: 'dossier' });
  const now = tools.clock.now();
  const { language } = dossier.house.shown;
  const day = now.toZonedDateTimeISO('UTC').toPlainDate().toString();
  const pdf = await typesetterOfLetters().pdf({
    main: '/dossier.typ',
    data: pageOf(dossier, day),
    images: dossier.files.map(({ name, bytes }) => ({ path: `/${name}`, sha256: sha256Of(bytes), bytes })),
    madeAt: now,
  });
  return { name: `${label(language, 'dossier.fileName', { number: dossier.debtor.number, day })}.pdf`, pdf };
}

function pageOf({ house, debtor, head, files, events, names }: Dossier, day: string) {
  const { shown: company, layout } = house;
  const { language } = company;
  const say: (key: Parameters<typeof label>[1], facts?: Record<string, string>) => string = (key, facts) =>
    printable(label(language, key, facts));
  const font = FONTS[layout.font] ?? 'Source Sans 3';
  return {
    title: `${say('dossier.title')} ${debtor.number} ${day}`,
    language,
    region: company.country,
    fonts: [...new Set([font, 'Source Sans 3', 'Noto Sans'])],
    accent: layout.accent,
    foldMarks: false,
    sender: { name: printable(company.name), lines: senderLines(company) },
    footer: footer({ company, language }),
    page: pattern(language, 'page'),
    running: printable(`${say('dossier.title')} · ${debtor.number} · ${day}`),
    heading: say('dossier.title'),
    lead: say('dossier.lead', { ...debtor, day }),
    head: { label: say('dossier.head'), value: writeHead(head), verify: say('dossier.verify') },
    attachments: files.map(({ name, mediaType }) => ({
      path: `/${name}`,
      name,
      mediaType,
      relationship: name === 'dossier.json' ? 'data' : 'supplement',
    })),
    attached: {
      title: say('dossier.attached'),
      rows: files.map(({ name, bytes }) => ({ name: printable(name), sha256: sha256Of(bytes) })),
    },
    events: {
      title: say('dossier.events'),
      columns: (['event', 'when', 'who', 'what'] as const).map((column) => say(`dossier.${column}`)),
      rows: events.map((event) => [
        String(event.position),
        event.at,
        printable(event.actor === null ? say('dossier.automatic') : (names.get(event.actor) ?? '')),
        printable(sentenceOf(event, language)),
      ]),
    },
  };
}

/** What happened, in words; an event of a later release by its name and its facts. */
function sentenceOf({ kind, facts }: DossierEvent, language: Language): string {
  const plain = `${kind} ${Object.values(facts).join(', ')}`;
  const message = SCREENS[language][`timeline.${kind}`];
  if (!message || !isEventKind(kind)) return plain;
  const kinds: Readonly<Record<string, string>> = EVENTS[kind];
  const told = Object.keys(kinds).map((name) => {
    const value = facts[name] ?? '';
    return [name, kinds[name] === 'count' ? Number(value) : value] as const;
  });
  try {
    return String(new IntlMessageFormat(message, language).format(Object.fromEntries(told)));
  } catch {
    return plain;
  }
}

/** What the fonts of the house have no sign for stands in the attached data as it is. */
function printable(text: string): string {
  return text.replaceAll(
    /[^\n\u0020-\u024F\u0370-\u03FF\u0400-\u04FF\u1E00-\u1EFF\u2010-\u2026\u20AC\u2116\u2192]/gu,
    '?',
  );
}
