import { writeHead } from '#core/timeline/head.ts';
import { FONTS, footer, senderLines } from '#server/notices/letter-sheet.ts';
import { typesetterOfLetters } from '#server/notices/print-letter.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { label, pattern } from '#server/texts/words.ts';
import { tellEvent } from '#server/timeline/tell-event.ts';
import { type Dossier, makeDossier, sha256Of } from './make-dossier.ts';
import { printable } from './printable.ts';

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
        printable(tellEvent(event, { language, country: company.country })),
      ]),
    },
  };
}
