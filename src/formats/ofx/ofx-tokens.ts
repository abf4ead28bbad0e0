import { refuse } from '#core/refusal.ts';

/** A start or end tag, with the text that follows it (entities resolved, ends cut) and the line it stands on. */
export type OfxToken = {
  readonly name: string;
  readonly isEnd: boolean;
  readonly text: string;
  readonly row: number;
};

/** No text of a statement is longer; one that is would fill the memory before it is refused. */
const LONGEST = 64 * 1024;

/**
 * Tags and texts of OFX 1 (SGML: an element with a text need not be closed) and OFX 2 (XML), as they come. Comments
 * are left out; no DOCTYPE, so no entities but those of XML.
 */
export class OfxTokens {
  #rest = '';
  #row = 1;
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  *take(portion: string, isLast = false): Generator<OfxToken> {
    this.#rest += portion;
    let at = 0;
    for (;;) {
      const open = this.#rest.indexOf('<', at);
      if (open < 0) break;
      const end = this.#tagEnd(open);
      if (end < 0) break;
      const next = this.#nextTag(end);
      if (next < 0 && !isLast) break;
      const tag = this.#rest.slice(open + 1, end - 1);
      this.#row += lineEnds(this.#rest.slice(at, open));
      const token = this.#token(tag, this.#rest.slice(end, next < 0 ? undefined : next));
      if (token) yield token;
      this.#row += lineEnds(this.#rest.slice(open, end));
      at = end;
    }
    this.#rest = this.#rest.slice(at);
    if (this.#rest.length > 4 * LONGEST) this.#tooLong(this.#rest.length);
  }

  /** Behind the '>' of the tag, comment or section that begins here; -1 if it goes on. */
  #tagEnd(open: number): number {
    const [closes, length] = this.#rest.startsWith('<!--', open)
      ? ['-->', 3]
      : this.#rest.startsWith('<![CDATA[', open)
        ? [']]>', 3]
        : ['>', 1];
    const end = this.#rest.indexOf(String(closes), open);
    return end < 0 ? -1 : end + Number(length);
  }

  /** Where the text behind a tag ends: at the next tag, but not at a section of literal text. */
  #nextTag(from: number): number {
    let next = this.#rest.indexOf('<', from);
    while (next >= 0 && this.#rest.startsWith('<![CDATA[', next)) {
      const end = this.#rest.indexOf(']]>', next);
      if (end < 0) return -1;
      next = this.#rest.indexOf('<', end);
    }
    return next;
  }

  #token(tag: string, text: string): OfxToken | null {
    if (/^!DOCTYPE/i.test(tag)) refuse('xml_doctype', { file: this.#file, line: String(this.#row) });
    const found = /^(\/?)\s*([A-Za-z][\w.:-]{0,63})(?:\s[^>]*)?$/.exec(
      tag.endsWith('/') ? tag.slice(0, -1) : tag,
    );
    if (!found) return null;
    if (text.length > LONGEST) this.#tooLong(text.length);
    const name = (found[2] ?? '').toUpperCase();
    return { name, isEnd: found[1] === '/', text: resolved(text).trim(), row: this.#row };
  }

  #tooLong(given: number): never {
    const facts = { file: this.#file, line: String(this.#row), given: String(given) };
    return refuse('bank_line_length', { ...facts, expected: String(LONGEST) });
  }
}

function lineEnds(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
};

function resolved(text: string): string {
  if (!text.includes('&') && !text.includes('<![CDATA[')) return text;
  return text
    .split(/(<!\[CDATA\[[\s\S]*?\]\]>)/)
    .map((part) => (part.startsWith('<![CDATA[') ? part.slice(9, -3) : withoutEntities(part)))
    .join('');
}

function withoutEntities(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([0-9A-Fa-f]{1,6})|(\w{2,5}));/g, (whole, decimal, hex, name) => {
    if (name) return ENTITIES[name] ?? whole;
    const code = decimal ? Number(decimal) : Number.parseInt(hex, 16);
    const isText = code > 31 && code < 0x110000 && !(code >= 0xd800 && code < 0xe000);
    return isText ? String.fromCodePoint(code) : ' ';
  });
}
