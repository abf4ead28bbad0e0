import { accountFrom, bicFrom, type Details, type Information, spaced, told } from './details.ts';

/** '166?00GUTSCHRIFT?20…': the code of the business case, then fields behind a sign of the bank's choice. */
const START = /^(\d{3})([^\w\s])(?=\d\d)/;
const WITHOUT_CODE = /^([^?]{0,60})\?(?=2\d)/;

export function isGerman({ blocks }: Information): boolean {
  const text = blocks[0]?.join('').trimStart() ?? '';
  return START.test(text) || WITHOUT_CODE.test(text);
}

/** A piece of the purpose is 27 characters wide: a shorter one ends a line, a full one may end within a word. */
const WIDTH = 27;

/** Business cases in which a payment comes back: direct debits unpaid, transfers returned, cheques unpaid. */
const RETURNS = new Set(['108', '109', '159', '160', '161', '162', '163', '182', '183', '184', '185']);

/** German and Austrian banks, by the rules of the Deutsche Kreditwirtschaft. */
export function decodeGerman({ blocks }: Information): Details {
  const whole = blocks.flat().join('').trimStart();
  const start = START.exec(whole);
  const code = start?.[1];
  const sign = start?.[2] ?? '?';
  const fields = fieldsOf(whole.slice(code?.length ?? 0), sign);
  const at = (key: string) => fields.get(key) ?? '';
  const purpose = glued([...PURPOSE].map(at));
  const tags = tagsOf(purpose);
  const isReturn = code !== undefined && RETURNS.has(code);
  const text = told(tags.get('SVWZ')) ?? told(tags.get('')) ?? told(tags.get('MTLG')) ?? '';
  const kind = told(at('00')) ?? told(at('text'));
  return {
    counterparty: told(glued([at('32'), at('33')])),
    iban: accountFrom(at('31')) ?? accountFrom(at('38')) ?? accountFrom(tags.get('IBAN')),
    bic: bicFrom(at('30')) ?? bicFrom(tags.get('BIC')),
    ultimateParty: told(tags.get('ABWA')),
    text: text || (kind ?? ''),
    endToEndId: told(tags.get('EREF')),
    mandate: told(tags.get('MREF')),
    code,
    isReturn,
    returnReason: isReturn ? reasonIn(purpose, at('34').trim()) : undefined,
  };
}

const PURPOSE = [
  '20',
  '21',
  '22',
  '23',
  '24',
  '25',
  '26',
  '27',
  '28',
  '29',
  '60',
  '61',
  '62',
  '63',
  '64',
  '65',
];
/** From 70 on some banks repeat names and addresses. */
const CODES = /^(0\d|1[01]|2\d|3\d|6\d|7\d)$/;

/** The fields by their two digits; what looks like one and is none belongs to the text before it. */
function fieldsOf(text: string, sign: string): Map<string, string> {
  const fields = new Map<string, string>();
  const [first = '', ...pieces] = text.split(sign);
  let last = 'text';
  fields.set(last, first);
  for (const piece of pieces) {
    const key = piece.slice(0, 2);
    if (CODES.test(key)) {
      last = key;
      fields.set(key, (fields.get(key) ?? '') + piece.slice(2));
    } else {
      fields.set(last, `${fields.get(last) ?? ''}${sign}${piece}`);
    }
  }
  return fields;
}

function glued(pieces: readonly string[]): string {
  let text = '';
  for (const piece of pieces) {
    if (piece === '') continue;
    text += piece.length < WIDTH && !piece.endsWith(' ') ? `${piece} ` : piece;
  }
  return text;
}

const TAGS =
  /(?:^|\s|(?<=[^A-Z]))(EREF|KREF|MREF|CRED|DEBT|COAM|OAMT|SVWZ|ABWA|ABWE|RREF|PURP|IBAN|BIC|DDAT|SQTP|ORCR|ORMR)\+/g;
/** Some banks write the same words again, with colons, at the end of the purpose. */
const COLONS = /\s(EREF|MREF|CRED|IBAN|BIC|ABWA|KREF|MTLG):\s?/;

/** 'EREF+… MREF+… SVWZ+…' by their names; what stands before the first under ''. */
function tagsOf(purpose: string): Map<string, string> {
  const tags = new Map<string, string>();
  let [name, from] = ['', 0];
  for (const match of purpose.matchAll(TAGS)) {
    keep(name, purpose.slice(from, match.index));
    name = match[1] ?? '';
    from = match.index + match[0].length;
  }
  keep(name, purpose.slice(from));

  function keep(key: string, value: string): void {
    const [own = '', ...again] = value.split(COLONS);
    if (!tags.has(key)) tags.set(key, spaced(own));
    for (let n = 0; n + 1 < again.length; n += 2) {
      const repeated = again[n] ?? '';
      if (!tags.has(repeated)) tags.set(repeated, spaced(again[n + 1] ?? ''));
    }
  }
  return tags;
}

const REASON =
  /\b(AC0[1-6]|AC13|AG0[12]|AM0[1-9]|BE05|CNOR|DNOR|FF01|FOCR|MD0[1-7]|MS0[23]|RC01|RR0[1-4]|SL01|SP0[12]|TM01|ED05|CUST|DUPL|FRAD|TECH)\b/;

/** How German banks word a reason, and the ISO 20022 code that has the same meaning. */
const WORDED: readonly (readonly [words: RegExp, code: string])[] = [
  [/KONTO (ERLOSCHEN|AUFGEL(OE|Ö)ST)/i, 'AC04'],
  [/KONTO GESPERRT/i, 'AC06'],
  [/KEIN(E)? (G(UE|Ü)LTIGES )?MANDAT/i, 'MD01'],
  [/WIDERSPRUCH/i, 'MD06'],
  [/VERSTORBEN/i, 'MD07'],
  [/(MANGELS|KEINE|UNZUREICHENDE) DECKUNG/i, 'AM04'],
  [/SONSTIGE GR(UE|Ü)NDE|NICHT SPEZIFIZIERT/i, 'MS03'],
  [/(IBAN|KONTONUMMER) (UNG(UE|Ü)LTIG|FALSCH|FEHLERHAFT)/i, 'AC01'],
];
/** And by the extension of the text key. */
const EXTENSIONS: Readonly<Record<string, string>> = { '903': 'AC06', '912': 'MD06', '914': 'MS03' };

/** The reason as ISO 20022 codes it, if the text holds one or words one; else as the bank does. */
function reasonIn(text: string, extension: string): string | undefined {
  const code = REASON.exec(text)?.[1] ?? WORDED.find(([words]) => words.test(text))?.[1];
  return code ?? EXTENSIONS[extension] ?? (/^\d{3}$/.test(extension) ? extension : undefined);
}
