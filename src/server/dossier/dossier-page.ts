import { writeHead } from '#core/timeline/head.ts';
import { label } from '#server/texts/words.ts';
import { tellEvent } from '#server/timeline/tell-event.ts';
import type { Dossier, DossierFile } from './make-dossier.ts';
import { pageFrame } from './page-frame.ts';
import { printable } from './printable.ts';

/** More make no page anybody reads, and take the typesetter too long: all of them are in dossier.json. */
const EVENTS_MAX = 800;
const CHARACTERS_MAX = 200_000;
const FILES_MAX = 200;

/** What the page tells of a dossier. */
export type DossierShown = Pick<Dossier, 'debtor' | 'head' | 'events' | 'names'> & {
  readonly house: Pick<Dossier['house'], 'shown' | 'layout'>;
  readonly files: readonly Pick<DossierFile, 'name' | 'mediaType' | 'sha256'>[];
};
type Say = (key: Parameters<typeof label>[1], facts?: Record<string, string>) => string;

/**
 * What the dossier's template is given: every word as it is to be printed.
 * @param isAttached whether the files are attached to the PDF, or lie beside it in a ZIP
 */
export function dossierPage(
  dossier: DossierShown,
  { day, isAttached }: { day: string; isAttached: boolean },
) {
  const { house, debtor, head, files } = dossier;
  const { language } = house.shown;
  const say: Say = (key, facts) => printable(label(language, key, facts));
  const { number, name } = debtor;
  return {
    title: printable(`${say('dossier.title')} ${number} ${day}`),
    ...pageFrame(house, language),
    running: printable(`${say('dossier.title')} · ${number} · ${day}`),
    heading: say('dossier.title'),
    lead: say(isAttached ? 'dossier.lead' : 'dossier.leadBeside', { number, name, day }),
    head: {
      label: say('dossier.head'),
      value: writeHead(head),
      verify: say(isAttached ? 'dossier.verify' : 'dossier.verifyBeside'),
    },
    attachments: (isAttached ? files : []).map((file) => ({
      path: `/${file.name}`,
      name: file.name,
      mediaType: file.mediaType,
      relationship: file.name === 'dossier.json' ? 'data' : 'supplement',
    })),
    attached: { title: say(isAttached ? 'dossier.attached' : 'dossier.beside'), ...filesOf(dossier, say) },
    events: {
      title: say('dossier.events'),
      columns: (['event', 'when', 'who', 'what'] as const).map((column) => say(`dossier.${column}`)),
      ...eventsOf(dossier, say),
    },
  };
}

function filesOf({ files }: DossierShown, say: Say) {
  const shown = files.slice(0, FILES_MAX);
  const more = files.length - shown.length;
  return {
    rows: shown.map(({ name, sha256 }) => ({ name: printable(name), sha256 })),
    note: more > 0 ? say('dossier.filesShortened', { shown: `${shown.length}`, more: `${more}` }) : '',
  };
}

/** The latest, oldest first: what a dispute is about happened last. */
function eventsOf({ events, names, house }: DossierShown, say: Say) {
  const { language, country } = house.shown;
  const rows: string[][] = [];
  let characters = 0;
  for (const event of events.toReversed()) {
    const what = printable(tellEvent(event, { language, country }));
    characters += what.length;
    if (rows.length >= EVENTS_MAX || characters > CHARACTERS_MAX) break;
    const who = event.actor === null ? say('dossier.automatic') : (names.get(event.actor) ?? '');
    rows.push([String(event.position), event.at, printable(who), what]);
  }
  const more = events.length - rows.length;
  const facts = { shown: `${rows.length}`, more: `${more}` };
  return { rows: rows.toReversed(), note: more > 0 ? say('dossier.eventsShortened', facts) : '' };
}
