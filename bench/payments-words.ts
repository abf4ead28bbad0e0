/** A source of chance that a seed repeats: the same seed makes the same payments. */
export type Chance = {
  /** From 0 up to and without 1. */
  next(): number;
  /** A whole number from `from` to `to`, both included. */
  between(from: number, to: number): number;
  one<T>(all: readonly T[]): T;
  /** True so often of a hundred times. */
  percent(share: number): boolean;
};

export function chanceFrom(seed: number): Chance {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const between = (from: number, to: number) => from + Math.floor(next() * (to - from + 1));
  return {
    next,
    between,
    one: <T>(all: readonly T[]) => all[between(0, all.length - 1)] as T,
    percent: (share) => next() * 100 < share,
  };
}

export type Tongue = 'fr' | 'nl' | 'de';

function listOf(words: string): readonly string[] {
  return words.split('|');
}

const TRADES: Record<Tongue, readonly string[]> = {
  fr: listOf(
    'Café|Brasserie|Boulangerie|Garage|Librairie|Hôtel|Pharmacie|Menuiserie|Épicerie|Imprimerie|' +
      'Traiteur|Fromagerie|Ateliers|Transports|Ets|Pâtisserie|Résidence|Clinique',
  ),
  nl: listOf(
    'Bakkerij|Garage|Slagerij|Hotel|Drukkerij|Schrijnwerkerij|Apotheek|Bouwbedrijf|Café|Frituur|' +
      'Tuinen|Transport|Dakwerken|Feestzaal|Kapsalon|Brouwerij|Taverne',
  ),
  de: listOf(
    'Bäckerei|Metzgerei|Gasthof|Autohaus|Tischlerei|Buchhandlung|Apotheke|Spedition|Gärtnerei|' +
      'Druckerei|Bauunternehmung|Möbelhaus|Getränke|Dachdeckerei',
  ),
};
const PROPER: Record<Tongue, readonly string[]> = {
  fr: listOf(
    'Le Cygne|du Marché|de la Gare|Saint-Hubert|des Ardennes|Lefèbvre|Dumont|L’Étoile|Bellevue|' +
      'du Pont-Neuf|Au Bon Accueil|Mélusine|Grégoire & Fils|Château Rouge|des Quatre Saisons|Thiry|' +
      'La Fontaine|Noël|Delcourt|Fañch|Bœuf Couronné|Horizon|Marcinelle|Val d’Or|Sainte-Gudule|' +
      'Hauwaert|Piérard|Renaissance',
  ),
  nl: listOf(
    'De Zwaan|Van den Broeck|’t Hoekje|De Gouden Leeuw|Janssens|Sint-Joris|De Keyser|Verhaeghe|' +
      'Op de Beeck|De Linde|Molenaar|Het Anker|Vandeputte|Zeezicht|De Drie Koningen|Peeters-Claes|' +
      'Hooglede|Noordzee|Ter Duinen|Wouters|D’Hondt|Coöperatie Meetjesland|Rozenhof|Kempen',
  ),
  de: listOf(
    'Müller|Zum Löwen|Schäfer|Am Markt|Grünwald|Krüger & Söhne|Weiß|Rheinblick|Bergmann|Zur Post|' +
      'Hoffmann|Königsberg|Schröder|Eifelland|Lindenhof|Größer|Jäger|Brückner',
  ),
};
const PLACES = listOf(
  'Liège|Namur|Gent|Brugge|Eupen|Köln|Aachen|Lille|Arlon|Hasselt|Mons|Leuven|Trier|Rijsel|Tournai|' +
    'Genk|Bastogne|Oostende|Spa|Düren|Mechelen|Dinant|Verviers|Aalst|Wavre|Kortrijk|Sankt Vith|Huy|' +
    'Turnhout|Ath',
);
const FORMS: Record<Tongue, readonly string[]> = {
  fr: ['SRL', 'SPRL', 'SA', 'SAS', 'SARL', 'ASBL', 'S.P.R.L.'],
  nl: ['BV', 'BVBA', 'NV', 'B.V.', 'VZW', 'CVBA', 'Comm.V'],
  de: ['GmbH', 'AG', 'KG', 'OHG', 'e.K.', 'GmbH & Co. KG'],
};
const FIRST = listOf(
  'Jean|Marie|Luc|Éloïse|Pieter|Anneke|Jürgen|Käthe|François|Hélène|Wim|Greet|Karl|Renée|Bram|Zoë|' +
    'Thérèse|Stijn|Uwe|Amélie|Moussa|Fatoumata|Aïcha|Koen',
);
const FAMILY = listOf(
  'Dupont|Lambert|Peeters|Janssens|Maes|Müller|Schmitz|Diallo|Lefèvre|Claes|Willems|Goossens|' +
    'Dubois|Becker|Mertens|Simon|Hermans|Kouassi|Michiels|Traoré|Gérard|Wagner|De Smet|Van Damme|' +
    'Vandenberghe|Noël',
);

/** A firm's name as it signed up: trade, name, sometimes place, mostly with its form. */
export function firmName(chance: Chance, tongue: Tongue): string {
  const parts = [chance.one(TRADES[tongue]), chance.one(PROPER[tongue])];
  if (chance.percent(75)) parts.push(chance.one(PLACES));
  if (chance.percent(80)) parts.push(chance.one(FORMS[tongue]));
  return parts.join(' ');
}

export function personName(chance: Chance): string {
  return `${chance.one(FIRST)} ${chance.one(FAMILY)}`;
}

/** The name as its bank gives it: shouting, without accents, without form, turned round, cut off, with a slip. */
export function nameOnTheLine(chance: Chance, name: string, person: boolean): string {
  let written = name;
  if (!person && chance.percent(45)) written = withoutForm(written);
  if (person && chance.percent(60)) written = written.split(' ').reverse().join(' ');
  if (person && chance.percent(25))
    written = `${chance.one(['M.', 'Mme', 'Dhr.', 'Mevr', 'Herr', 'M OU MME'])} ${written}`;
  if (chance.percent(70)) written = withoutAccents(written);
  if (chance.percent(65)) written = written.toUpperCase();
  if (chance.percent(6)) written = withSlip(chance, written);
  return written.slice(0, chance.percent(50) ? 35 : 70).trim();
}

function withoutForm(name: string): string {
  const forms = Object.values(FORMS).flat();
  const form = forms
    .toSorted((one, other) => other.length - one.length)
    .find((one) => name.endsWith(` ${one}`));
  return form ? name.slice(0, -form.length - 1) : name;
}

export function withoutAccents(name: string): string {
  return name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replaceAll('œ', 'oe')
    .replaceAll('ß', 'ss')
    .replace(/[’‘]/g, "'");
}

/** One letter left out, doubled, or swapped with its neighbour. */
function withSlip(chance: Chance, text: string): string {
  const at = chance.between(1, Math.max(1, text.length - 2));
  const kind = chance.between(0, 2);
  if (kind === 0) return text.slice(0, at) + text.slice(at + 1);
  if (kind === 1) return text.slice(0, at) + text.charAt(at) + text.slice(at);
  return text.slice(0, at) + text.charAt(at + 1) + text.charAt(at) + text.slice(at + 2);
}

/** What people write round a number, and instead of one. */
export const AROUND: Record<Tongue, readonly string[]> = {
  fr: [
    'FACTURE {}',
    'Facture n° {}',
    'fact. {}',
    'Votre facture {} du 12/02/2026',
    'Paiement facture {} merci',
    'Règlement fact {} réf. client 4021',
    '{}',
    'N/REF {} V/REF CMD 77812',
  ],
  nl: [
    'factuur {}',
    'Betaling factuur {}',
    'fact {}',
    'Uw factuur {} van 3-2-2026',
    'fakt.nr. {}',
    '{}',
    'betr. {} klant 77812',
    'FACTUURNUMMER {} BEDANKT',
  ],
  de: [
    'Rechnung {}',
    'Rg. {}',
    'RECHN.-NR. {}',
    'Ihre Rechnung {} vom 05.02.2026',
    'Re {} Kd.Nr. 77812',
    '{}',
    'Zahlung {} danke',
  ],
};
export const WITHOUT: Record<Tongue, readonly string[]> = {
  fr: [
    '',
    'paiement',
    'facture février',
    'votre facture',
    'solde',
    'merci',
    'Virement',
    'livraison semaine 7',
  ],
  nl: ['', 'betaling', 'factuur februari', 'uw factuur', 'saldo', 'levering week 7', 'overschrijving'],
  de: ['', 'Zahlung', 'Rechnung Februar', 'Ihre Rechnung', 'Restbetrag', 'Lieferung KW 7', 'Überweisung'],
};

/** Money that is nobody's payment of an invoice: who sends it, and what for. */
export const UNRELATED: readonly (readonly [who: string, what: string])[] = [
  ['SPF FINANCES', 'REMBOURSEMENT TVA T4/2025 0412.345.678'],
  ['FOD FINANCIEN', 'TERUGGAVE BTW 4E KWARTAAL 2025'],
  ['Finanzamt Aachen', 'UMSATZSTEUER 12/2025 ERSTATTUNG'],
  ['AG INSURANCE', 'SINISTRE 2026/004512 INDEMNISATION'],
  ['ETHIAS', 'schadevergoeding dossier 20260077'],
  ['KBC BANK NV', 'OPNAME KREDIET 726-4411220-31'],
  ['', 'INTERETS CREDITEURS 01.01 - 31.03.2026'],
  ['ONSS / RSZ', 'AVIS RECTIFICATIF 2025/4'],
  ['Lambert Paul', 'apport en compte courant'],
  ['LOYER IMMO SA', 'garantie locative bail 2023-117'],
  ['Engie Electrabel', 'DECOMPTE ANNUEL 0033445566 VOTRE FAVEUR'],
  ['Proximus', 'creditnota 7012345678'],
];
/** Suppliers, wages and taxes that are paid. */
export const PAID_OUT: readonly (readonly [who: string, what: string])[] = [
  ['Malterie du Château', 'FACTURE 2026-0441'],
  ['SPF FINANCES', 'PRECOMPTE PROFESSIONNEL 01/2026'],
  ['Verallia Deutschland AG', 'Rechnung 90112345'],
  ['Jean Dupont', 'SALAIRE FEVRIER 2026'],
  ['TOTAL ENERGIES', 'FACT 20260211-7'],
  ['Partena', 'sociale bijdragen Q1'],
];
export const CARD_SERVICES = [
  'WORLDLINE SA/NV',
  'BANCONTACT PAYCONIQ COMPANY',
  'SUMUP PAYMENTS LTD',
  'MOLLIE PAYMENTS',
  'CCV Belgium',
];
