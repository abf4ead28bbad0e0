import { accountFrom, bicFrom, type Details, type Information, joined, spaced, told } from './details.ts';

/** Words with a colon, as ABN AMRO, Knab and Polish banks write, and what stands behind each. */
const LABELS: Readonly<Record<string, keyof Details | 'ignored'>> = {
  IBAN: 'iban',
  REK: 'iban',
  BIC: 'bic',
  NAAM: 'counterparty',
  OMSCHRIJVING: 'text',
  'BETALINGSKENM.': 'text',
  KENMERK: 'endToEndId',
  MACHTIGING: 'mandate',
  INCASSANT: 'ignored',
  'ID DEBITEUR': 'ignored',
  'UITERSTE DATUM': 'ignored',
  'Z RACH.': 'iban',
  'NA RACH.': 'iban',
  OD: 'counterparty',
  DLA: 'counterparty',
  'TYT.': 'text',
  TNR: 'ignored',
  'ID IPH': 'ignored',
};
const NAMES = Object.keys(LABELS).map((name) => name.replace('.', '\\.'));
const LABEL = new RegExp(`(?:^|[\\s/;,])(${NAMES.join('|')}):`, 'g');

const STARTS = new RegExp(`^(${NAMES.join('|')}):`);

/** At least one account or name behind its label. */
export function isLabelled({ blocks }: Information): boolean {
  return /(^|[\s/;])(IBAN|REK|NAAM|OD|Z RACH\.|OMSCHRIJVING):\s*\S/.test(joined(blocks.flat()));
}

export function decodeLabels({ blocks }: Information): Details {
  // A full line does not go on in the next one where that begins with a label.
  const whole = joined(blocks.flat().map((line) => (STARTS.test(line) ? ` ${line}` : line)));
  const found = new Map<keyof Details | 'ignored' | 'before', string>();
  let [name, from] = ['before' as keyof Details | 'ignored' | 'before', 0];
  const keep = (until: number) => {
    const value = spaced(whole.slice(from, until)).replace(/\s*[/;]+$/, '');
    if (value !== '' && !found.has(name)) found.set(name, value);
  };
  for (const match of whole.matchAll(LABEL)) {
    keep(match.index);
    name = LABELS[match[1] ?? ''] ?? 'ignored';
    from = match.index + match[0].length;
  }
  keep(whole.length);
  const before = found.get('before') ?? '';
  return {
    counterparty: told(found.get('counterparty')),
    iban: accountFrom(found.get('iban')),
    bic: bicFrom(found.get('bic')),
    text: found.get('text') ?? before,
    endToEndId: told(found.get('endToEndId')),
    mandate: told(found.get('mandate')),
  };
}
