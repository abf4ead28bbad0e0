import {
  CHANNELS,
  type Channel,
  CONTACT_ROLES,
  type ContactRole,
  DEBTOR_KINDS,
  type DebtorKind,
  DOCUMENT_KINDS,
  type DocumentKind,
  LANGUAGES,
  type Language,
} from '#core/receivables/kinds.ts';
import { headingOf } from './headings.ts';

/** Words of four languages for the kinds that the core knows. Null: the word is not known, which is told at its row. */
export const documentKindOf = reader<DocumentKind>(DOCUMENT_KINDS, {
  invoice:
    'invoice|inv|in|i|sales invoice|facture|fact|fac|fa|f|fv|ft|facture client|vente|ven|vte|ve|factuur|fct|verkoopfactuur|vf|verkoop|rechnung|re|rg|ar|ausgangsrechnung|380|sale|out invoice',
  credit_note:
    'credit note|credit|credit memo|cn|crn|cm|avoir|av|note de credit|note credit|nc|ncv|a|creditnota|creditfactuur|kredietnota|kn|vcn|gutschrift|gs|gu|rechnungskorrektur|stornorechnung|381|out refund|refund',
  payment_on_account:
    'payment on account|payment|pay|pmt|py|unapplied payment|unallocated payment|on account|receipt|prepayment|acompte|ac|paiement|pai|p|reglement|rgl|reg|versement|encaissement|banque|bq|bnk|voorschot|betaling|bet|aanbetaling|vooruitbetaling|bank|anzahlung|akontozahlung|akonto|zahlung|za|zahlungseingang|386',
  miscellaneous:
    'miscellaneous|misc|other|journal|divers|operation diverse|operations diverses|od|ods|an|a nouveau|report|diverse|diversen|memoriaal|mem|overige|sonstige|sonstiges|div|journaleintrag|interest|finance charge',
});

export const debtorKindOf = reader<DebtorKind>(DEBTOR_KINDS, {
  business:
    'business|b|b2b|company|firm|professional|corporate|entreprise|societe|professionnel|pro|independant|bedrijf|zakelijk|onderneming|zelfstandige|firma|unternehmen|geschaftskunde|geschaeftskunde|gewerblich',
  consumer:
    'consumer|c|b2c|private|individual|person|particulier|consommateur|prive|personne physique|consument|privaat|privatkunde|verbraucher|privat|privatperson',
  public:
    'public|b2g|government|authority|public authority|secteur public|administration|public sector|autorite publique|etat|commune|overheid|publiek|overheidsinstelling|behorde|behoerde|offentlich|oeffentlich|offentliche hand',
});

export const languageOf = reader<Language>(LANGUAGES, {
  fr: 'fr|f|fra|fre|fr be|fr fr|fr lu|french|francais|frans|franzosisch|franzoesisch',
  nl: 'nl|n|nld|dut|nl be|nl nl|dutch|neerlandais|nederlands|vlaams|flamand|niederlandisch|niederlaendisch',
  en: 'en|e|eng|en gb|en us|english|anglais|engels|englisch',
  de: 'de|d|deu|ger|de de|de be|de at|german|allemand|duits|deutsch',
});

export const channelOf = reader<Channel>(CHANNELS, {
  mail: 'mail|email|e mail|courriel|e post',
  post: 'post|letter|courrier|lettre|poste|brief|papier|paper|briefpost',
  registered_post:
    'registered post|registered|registered letter|recommande|lettre recommandee|aangetekend|aangetekende brief|einschreiben',
  fax: 'fax|telecopie|telefax',
  call: 'call|phone|telephone|appel|telefoon|bellen|telefon|anruf',
  portal: 'portal|portail|portaal',
});

export const contactRoleOf = reader<ContactRole>(CONTACT_ROLES, {
  accounts_payable:
    'accounts payable|ap|accounting|finance|comptabilite|compta|comptable|facturation|fournisseurs|boekhouding|boekhouder|crediteuren|facturatie|buchhaltung|kreditoren|rechnungswesen',
  buyer:
    'buyer|purchasing|purchaser|achat|achats|acheteur|aankoop|inkoop|inkoper|aankoper|einkauf|einkaufer|einkaeufer',
  director:
    'director|manager|owner|ceo|management|direction|directeur|gerant|administrateur|directie|zaakvoerder|bestuurder|geschaftsfuhrer|geschaeftsfuehrer|inhaber|leitung',
  other: 'other|autre|andere|ander|sonstige|overige|contact',
});

/** 'BE', or a country's name in one of the four languages. */
export function countryOf(text: string): string | null {
  const plain = headingOf(text);
  if (/^[a-z]{2}$/.test(plain)) return COUNTRY_CODES.has(plain.toUpperCase()) ? plain.toUpperCase() : null;
  return countriesByName().get(plain) ?? null;
}

const COUNTRY_CODES = new Set(
  (
    'AD AE AF AG AI AL AM AO AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ ' +
    'DE DJ DK DM DO DZ EC EE EG ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GT GU GW GY HK HN HR HT HU ID IE IL IM IN IQ IR IS IT JE JM JO JP ' +
    'KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ ' +
    'OM PA PE PF PG PH PK PL PM PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TG TH TJ TK TL TM TN TO TR TT TV TW TZ ' +
    'UA UG US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW'
  ).split(' '),
);

let names: Map<string, string> | null = null;

function countriesByName(): Map<string, string> {
  if (names) return names;
  names = new Map();
  for (const locale of ['en', 'fr', 'nl', 'de']) {
    const display = new Intl.DisplayNames(locale, { type: 'region' });
    for (const code of COUNTRY_CODES) names.set(headingOf(display.of(code) ?? code), code);
  }
  return names;
}

function reader<Word extends string>(words: readonly Word[], spellings: Record<Word, string>) {
  const known = new Map<string, Word>();
  for (const word of words) {
    known.set(headingOf(word), word);
    for (const spelling of spellings[word].split('|')) known.set(spelling, word);
  }
  // A column says the same few words a hundred thousand times.
  const met = new Map<string, Word | null>();
  return (text: string): Word | null => {
    const before = met.get(text);
    if (before !== undefined) return before;
    const word = known.get(headingOf(text)) ?? null;
    if (met.size < 1000) met.set(text, word);
    return word;
  };
}
