import {
  XML_CLOSING,
  XML_DECLARATION,
  XML_FORBIDDEN,
  XML_NAME,
  XML_SPACE,
  xmlTextOf,
} from './xml-grammar.ts';

/** An open tag as it is written between its brackets. The same words are the same tag: banks repeat them endlessly. */
export type XmlTag = {
  /** As written, with its prefix. */
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly isEmpty: boolean;
  readonly open: string;
  readonly close: string;
  /** What followed it last time: compared before it is looked up. */
  next: XmlTag | null;
};

/** Hears of a document in its order. What is wrong with it, it must throw. */
export type XmlHearer = {
  opened(tag: XmlTag): void;
  /** The text between two tags may come in pieces. */
  said(text: string): void;
  closed(): void;
  wrong(found: string): never;
  doctype(): never;
};

const TAGS_KEPT = 2000;
const TAG_LENGTH_KEPT = 200;

/**
 * Scans well-formed XML 1.0 without a DOCTYPE, in portions cut anywhere; anything else is wrong. A bank file of a hundred
 * thousand lines has three million tags, nearly all of them known: a known tag costs one comparison, and only what is new
 * is looked at letter by letter. It is held against saxes, sample by sample and mutant by mutant, in scan-xml.test.ts.
 */
export class XmlScanner {
  readonly #hearer: XmlHearer;
  readonly #tags = new Map<string, XmlTag>();
  readonly #open: XmlTag[] = [];
  #last: XmlTag | null = null;
  #buffer = '';
  #at = 0;
  /** Held back, since what follows decides what it is. */
  #held = '';
  /** Nothing in the buffer needs a second look: no reference, no "]]>". */
  #isPlain = true;
  #hasBegun = false;
  #hasRoot = false;
  #row = 1;
  #newline = -1;

  constructor(hearer: XmlHearer) {
    this.#hearer = hearer;
  }

  /** The line of what is being told. */
  get row(): number {
    while (this.#newline >= 0 && this.#newline < this.#at) {
      this.#row += 1;
      this.#newline = this.#buffer.indexOf('\n', this.#newline + 1);
    }
    return this.#row;
  }

  /** How much waits for its end. */
  get waiting(): number {
    return this.#buffer.length - this.#at;
  }

  write(portion: string): void {
    const given = this.#held + portion;
    const end = /[\r\ud800-\udbff]$/.test(given) ? given.length - 1 : given.length;
    this.#held = given.slice(end);
    const cut = given.slice(0, end);
    const text = cut.includes('\r') ? cut.replace(/\r\n?/g, '\n') : cut;
    const forbidden = text.search(XML_FORBIDDEN);
    const rest = this.#keepRow();
    this.#buffer = rest + text;
    this.#isPlain = (rest === '' || this.#isPlain) && !/[&\]]/.test(text);
    this.#newline = this.#buffer.indexOf('\n');
    if (forbidden >= 0) this.#wrongAt(rest.length + forbidden, 'a character that XML does not know');
    while (this.#step());
  }

  end(): void {
    if (this.#held !== '') this.write(this.#held === '\r' ? '\n' : '\ufffe');
    const left = this.#buffer.slice(this.#at);
    if (this.#open.length > 0) this.#hearer.wrong(`<${this.#open.at(-1)?.name}> is never closed`);
    if (left.startsWith('<')) this.#hearer.wrong('it ends within a tag');
    this.#say(left);
    if (!this.#hasRoot) this.#hearer.wrong('it holds no element');
  }

  /** Lets go of what is told, and counts its lines. */
  #keepRow(): string {
    this.#row = this.row;
    const rest = this.#buffer.slice(this.#at);
    this.#at = 0;
    return rest;
  }

  #wrongAt(at: number, found: string): never {
    this.#at = Math.max(at, this.#at);
    return this.#hearer.wrong(found);
  }

  /** Tells what comes next; false where its end has not come yet. */
  #step(): boolean {
    const buffer = this.#buffer;
    let at = this.#at;
    if (buffer.charCodeAt(at) !== LESS) {
      at = buffer.indexOf('<', at);
      if (at < 0) return false;
      this.#say(buffer.slice(this.#at, at));
      this.#at = at;
    }
    switch (buffer.charCodeAt(at + 1)) {
      case SLASH:
        return this.#leave(at);
      case BANG:
        return this.#declare(at);
      case QUESTION:
        return this.#instruct(at);
      default:
        return this.#meet(at);
    }
  }

  #say(text: string): void {
    if (text === '') return;
    if (this.#open.length === 0) {
      if (!XML_SPACE.test(text)) this.#hearer.wrong('text outside of all elements');
      this.#hasBegun = true;
      return;
    }
    if (this.#isPlain) {
      this.#hearer.said(text);
      return;
    }
    if (text.includes(']]>')) this.#hearer.wrong(']]> in a text');
    this.#hearer.said(xmlTextOf(text, this.#hearer));
  }

  #meet(at: number): boolean {
    const next = this.#last?.next;
    if (next && this.#open.length > 0 && this.#buffer.startsWith(next.open, at)) return this.#enter(next);
    const end = this.#buffer.indexOf('>', at);
    if (end < 0) return false;
    const known = this.#tags.get(this.#buffer.slice(at, end + 1));
    if (known) return this.#follow(known);
    const whole = tagEnd(this.#buffer, at + 1);
    if (whole < 0) return false;
    const tag = this.#read(this.#buffer.slice(at, whole + 1));
    if (this.#tags.size < TAGS_KEPT && tag.open.length <= TAG_LENGTH_KEPT) this.#tags.set(tag.open, tag);
    return this.#follow(tag);
  }

  #follow(tag: XmlTag): boolean {
    if (this.#open.length === 0) {
      if (this.#hasRoot) this.#hearer.wrong('a second element beside the first');
      this.#hasRoot = true;
    }
    if (this.#last) this.#last.next = tag;
    return this.#enter(tag);
  }

  #enter(tag: XmlTag): boolean {
    this.#last = tag;
    this.#open.push(tag);
    this.#hearer.opened(tag);
    this.#at += tag.open.length;
    if (tag.isEmpty) {
      this.#open.pop();
      this.#hearer.closed();
    }
    return true;
  }

  #leave(at: number): boolean {
    const tag = this.#open.at(-1);
    if (tag && this.#buffer.startsWith(tag.close, at)) this.#at += tag.close.length;
    else {
      const end = this.#buffer.indexOf('>', at);
      if (end < 0) return false;
      const name = XML_CLOSING.exec(this.#buffer.slice(at + 2, end))?.[1];
      if (name === undefined || name !== tag?.name) this.#hearer.wrong(`</${name ?? '?'}> closes nothing`);
      this.#at = end + 1;
    }
    this.#open.pop();
    this.#hearer.closed();
    return true;
  }

  /** A comment, or text that is not looked into. */
  #declare(at: number): boolean {
    const start = this.#buffer.slice(at, at + 9);
    if (start.startsWith('<!--')) {
      const end = this.#buffer.indexOf('--', at + 4);
      if (end < 0 || end + 2 === this.#buffer.length) return false;
      if (this.#buffer[end + 2] !== '>') this.#hearer.wrong('-- within a comment');
      this.#at = end + 3;
    } else if (start === '<![CDATA[') {
      const end = this.#buffer.indexOf(']]>', at);
      if (end < 0) return false;
      if (this.#open.length === 0) this.#hearer.wrong('text outside of all elements');
      this.#hearer.said(this.#buffer.slice(at + 9, end));
      this.#at = end + 3;
    } else if (start === '<!DOCTYPE') this.#hearer.doctype();
    else if ('<!--'.startsWith(start) || '<![CDATA['.startsWith(start) || '<!DOCTYPE'.startsWith(start)) {
      return false;
    } else this.#hearer.wrong('<! that begins neither comment nor text');
    this.#hasBegun = true;
    return true;
  }

  #instruct(at: number): boolean {
    const end = this.#buffer.indexOf('?>', at + 2);
    if (end < 0) return false;
    const body = this.#buffer.slice(at + 2, end);
    const target = XML_NAME.exec(body)?.[0] ?? this.#hearer.wrong('an instruction without a name');
    const isDeclaration = target.toLowerCase() === 'xml';
    if (
      isDeclaration
        ? this.#hasBegun || this.#hasRoot || !XML_DECLARATION.test(body)
        : !/^(\s|$)/.test(body.slice(target.length))
    )
      this.#hearer.wrong(
        isDeclaration ? 'a declaration that is none, or not at the start' : 'an instruction without a name',
      );
    this.#at = end + 2;
    this.#hasBegun = true;
    return true;
  }

  #read(open: string): XmlTag {
    const isEmpty = open.endsWith('/>');
    const body = open.slice(1, isEmpty ? -2 : -1);
    const name = XML_NAME.exec(body)?.[0] ?? this.#hearer.wrong('a tag without a name');
    const attributes = attributesOf(body.slice(name.length), this.#hearer);
    return { name, attributes, isEmpty, open, close: `</${name}>`, next: null };
  }
}

const [LESS, SLASH, BANG, QUESTION] = [0x3c, 0x2f, 0x21, 0x3f];

/** Where the tag ends that begins here: an attribute may hold the bracket. */
function tagEnd(text: string, from: number): number {
  const mark = /["'>]/g;
  for (mark.lastIndex = from; ; ) {
    const found = mark.exec(text);
    if (!found) return -1;
    if (found[0] === '>') return found.index;
    const quote = text.indexOf(found[0], found.index + 1);
    if (quote < 0) return -1;
    mark.lastIndex = quote + 1;
  }
}

function attributesOf(text: string, hearer: XmlHearer): ReadonlyMap<string, string> {
  const attributes = new Map<string, string>();
  let at = 0;
  while (at < text.length) {
    ATTRIBUTE.lastIndex = at;
    const found = ATTRIBUTE.exec(text);
    if (!found) {
      if (XML_SPACE.test(text.slice(at))) break;
      hearer.wrong('an attribute without name, value or quotes');
    }
    const [all, name = '', one, other] = found;
    if (attributes.has(name)) hearer.wrong(`the attribute ${name} twice`);
    attributes.set(name, xmlTextOf((one ?? other ?? '').replace(/[\t\n]/g, ' '), hearer));
    at += all.length;
  }
  return attributes;
}

const ATTRIBUTE = new RegExp(
  `[ \\t\\n]+(${XML_NAME.source.slice(1)})[ \\t\\n]*=[ \\t\\n]*(?:"([^"<]*)"|'([^'<]*)')`,
  'uy',
);
