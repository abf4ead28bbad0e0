import { editsBetween, plainText } from './plain-text.ts';

/** A name made ready to be compared: its telling words in order of the alphabet, and all of it in one word. */
export type ComparedName = {
  readonly words: readonly string[];
  /** Letters and digits of the whole name as written, legal form left out: 'lecygnenoir'. */
  readonly joined: string;
  /** Signs of the name as written: banks cut names off at 35 or 70. */
  readonly length: number;
};

/** `same` but for accents, case, legal form and order of words; `alike`: most of it agrees, or it is cut off. */
export type NameLikeness = 'same' | 'alike' | 'other';

/** Legal forms of Belgium, France, the Netherlands, Germany, Luxembourg and the OHADA countries, and forms of address. */
const FORMS = new Set(
  `sprl sprlu srl sa nv bv bvba bvbao cv cvba cvoa scrl scris sc scs snc sca vof commv commva asbl aisbl vzw ivzw ong se seca
  sarl sarlu sas sasu eurl sci scp selarl selas earl gaec gie scop scic ei eirl sasp suarl
  gmbh mbh ag kg kgaa ohg ug gbr ek ekfr ekfm ev eg partg stiftung
  ltd limited plc llc llp inc corp co cie bedrijf eenmanszaak maatschap stichting
  ets etablissements ste societe firma fa
  m mr mme mlle mevr mevrouw dhr heer herr frau dr ing ir mrs ms monsieur madame`
    .split(/\s+/)
    .filter(Boolean),
);

/** Words that join others. They tell nothing apart, and people leave them out. */
const JOINING = new Set(
  'de la le les l du des d et en a au aux van der den het t ten ter te und the of and von vom zum zur am im y & chez bij'.split(
    ' ',
  ),
);

export function comparedName(name: string): ComparedName {
  const plain = withoutDottedForms(plainText(name));
  const all = plain.split(/[^a-z0-9]+/).filter(Boolean);
  const body = all.filter((word) => !FORMS.has(word));
  const telling = body.filter((word) => !JOINING.has(word));
  const words = telling.length > 0 ? telling : all;
  return {
    words: words.map(withoutUmlaut).toSorted(),
    joined: withoutUmlaut((body.length > 0 ? body : all).join('')),
    length: name.trim().length,
  };
}

/** 'Mueller' is 'Müller', and both are compared as 'muller'. */
function withoutUmlaut(word: string): string {
  return word.replace(/([aou])e/g, '$1');
}

/** 's.p.r.l.' and 'B.V.' are forms too, and 'L.H.M.' are initials: letters with points grow together. */
function withoutDottedForms(plain: string): string {
  if (!plain.includes('.')) return plain;
  return plain.replace(/\b(?:[a-z]\.\s?){2,}(?:[a-z]\b)?/g, (dotted) => `${dotted.replace(/[.\s]/g, '')} `);
}

/** A cut-off name has to be this long to say who it is. */
const CUT_LEAST = 10;
/** Where banks cut names off. */
const CUTS = [26, 27, 30, 32, 35, 70];
/** So much of both names, by letters, has to agree for them to be alike. */
const ALIKE_MIN = 0.72;

/** How alike two names are, whichever is the bank's. */
export function compareNames(one: ComparedName, other: ComparedName): NameLikeness {
  if (one.words.length === 0 || other.words.length === 0) return 'other';
  if (one.joined === other.joined || sameWords(one.words, other.words)) return 'same';
  const [short, long] = one.joined.length < other.joined.length ? [one, other] : [other, one];
  if (short.joined.length >= CUT_LEAST && long.joined.startsWith(short.joined))
    return CUTS.includes(short.length) && long.length > short.length ? 'same' : 'alike';
  return shareOfLetters(one.words, other.words) >= ALIKE_MIN ? 'alike' : 'other';
}

function sameWords(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((word, at) => word === other[at]);
}

/**
 * Twice the letters of the words that agree, over the letters of both names; nought where each has a telling word that the
 * other lacks: bakers of one town are not alike by their trade and town.
 */
function shareOfLetters(one: readonly string[], other: readonly string[]): number {
  const all = lettersIn(one) + lettersIn(other);
  const left = [...other];
  const unequal: string[] = [];
  let agreed = 0;
  for (const word of one) {
    const at = left.indexOf(word);
    if (at < 0) unequal.push(word);
    else {
      agreed += 2 * word.length;
      left.splice(at, 1);
    }
  }
  // What may still agree is not enough: the common case, and the one that has to be quick.
  if (agreed + lettersIn(unequal) + lettersIn(left) < ALIKE_MIN * all) return 0;
  const missing: string[] = [];
  for (const word of unequal) {
    const at = left.findIndex((candidate) => wordsAgree(word, candidate));
    if (at < 0) missing.push(word);
    else agreed += word.length + (left.splice(at, 1)[0]?.length ?? 0);
  }
  return missing.some(isTelling) && left.some(isTelling) ? 0 : agreed / all;
}

function isTelling(word: string): boolean {
  return word.length >= 3;
}

function lettersIn(words: readonly string[]): number {
  let letters = 0;
  for (const word of words) letters += word.length;
  return letters;
}

/** Equal, one sign wrong in five, two in nine, or an initial. */
function wordsAgree(one: string, other: string): boolean {
  const shorter = Math.min(one.length, other.length);
  if (shorter === 1) return one[0] === other[0];
  const most = shorter >= 9 ? 2 : shorter >= 5 ? 1 : 0;
  return most > 0 && editsBetween(one, other, most) <= most;
}

const KEY_LENGTH = 4;

/**
 * What two alike names share at least one of: the beginnings and ends of their telling words, so that a slip in a word
 * leaves one of them. A debtor is looked for among those that share the rarest.
 */
export function nameKeysOf(name: string): readonly string[] {
  return keysOfName(comparedName(name));
}

export function keysOfName({ words, joined }: ComparedName): readonly string[] {
  const keys: string[] = [];
  for (const word of words) addKeysOf(word, keys);
  if (words.length > 1) addKeysOf(joined, keys);
  return keys;
}

function addKeysOf(word: string, keys: string[]): void {
  if (word.length < 2) return;
  const start = word.slice(0, KEY_LENGTH);
  if (!keys.includes(start)) keys.push(start);
  if (word.length <= KEY_LENGTH + 1) return;
  const end = `-${word.slice(-KEY_LENGTH)}`;
  if (!keys.includes(end)) keys.push(end);
}
