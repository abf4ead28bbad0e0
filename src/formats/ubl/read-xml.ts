import { isUtf8 } from 'node:buffer';
import { SaxesParser } from 'saxes';
import { refuse } from '#core/refusal.ts';
import { refuseUnreadable } from '#formats/csv/decode-text.ts';

/** An element by its local name and namespace: prefixes are the sender's affair. */
export type Element = {
  readonly name: string;
  readonly namespace: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Element[];
  text: string;
  readonly line: number;
};

export const XML_LIMITS = {
  depth: 64,
  attributes: 256,
  nameLength: 1024,
  textLength: 4 * 1024 * 1024,
  /** Base64 of an embedded document. */
  embeddedLength: 40 * 1024 * 1024,
  fileBytes: 200 * 1024 * 1024,
  elements: 2_000_000,
} as const;

/** Elements that an importer of amounts has no use for: their content is read past, not kept. */
const SKIPPED = new Set(['InvoiceLine', 'CreditNoteLine', 'UBLExtensions', 'Signature']);
const EMBEDDED = 'EmbeddedDocumentBinaryObject';

/**
 * Reads XML into elements, within limits. Namespaces are resolved here, since the parser's own way takes quadratic
 * time on deep documents. No DOCTYPE, so no entities but the five. @throws Refusal xml_…
 */
export function readXml(bytes: Buffer, file: string): Element {
  if (bytes.length > XML_LIMITS.fileBytes) refuse('file_too_large', { file, limit: '200 MB' });
  const parser = new SaxesParser({ xmlns: false, position: true });
  const tree = new Tree(parser, file);
  parser.on('doctype', () => refuse('xml_doctype', { file, line: String(parser.line) }));
  parser.on('error', (error) => tree.unreadable(error.message.replace(/^[^:]*:\d+:\d+: /, '')));
  parser.on('opentag', (tag) => tree.open(tag.name, tag.attributes));
  parser.on('text', (text) => tree.text(text));
  parser.on('cdata', (text) => tree.text(text));
  parser.on('closetag', () => tree.close());
  const text = decode(bytes, file);
  refuseEarlyDoctype(text, file);
  for (let start = 0; start < text.length; start += 65536) {
    parser.write(text.slice(start, start + 65536));
    tree.refuseLongRun();
  }
  parser.close();
  return tree.root ?? tree.unreadable('no element');
}

class Tree {
  root: Element | null = null;
  #open: Element[] = [];
  #prefixes: Readonly<Record<string, string>>[] = [{ xml: 'http://www.w3.org/XML/1998/namespace' }];
  #skipping = 0;
  #elements = 0;
  #lastEvent = 0;
  readonly #parser: SaxesParser<{ xmlns: false; position: true }>;
  readonly #file: string;

  constructor(parser: SaxesParser<{ xmlns: false; position: true }>, file: string) {
    this.#parser = parser;
    this.#file = file;
  }

  open(name: string, attributes: Record<string, string>): void {
    this.#lastEvent = this.#parser.position;
    this.#elements += 1;
    const names = Object.keys(attributes);
    const depth = this.#open.length + this.#skipping + 1;
    if (depth > XML_LIMITS.depth) this.beyond(`depth ${XML_LIMITS.depth}`);
    if (names.length > XML_LIMITS.attributes) this.beyond(`${XML_LIMITS.attributes} attributes`);
    if (name.length > XML_LIMITS.nameLength) this.beyond(`names of ${XML_LIMITS.nameLength} characters`);
    if (this.#elements > XML_LIMITS.elements) this.beyond(`${XML_LIMITS.elements} elements`);
    const [prefix, local] = split(name);
    if (this.#skipping > 0 || (SKIPPED.has(local) && this.#open.length === 1)) {
      this.#skipping += 1;
      return;
    }
    const prefixes = this.#declared(attributes, names);
    this.#prefixes.push(prefixes);
    const namespace = Object.hasOwn(prefixes, prefix) ? (prefixes[prefix] ?? '') : '';
    const element = { name: local, namespace, attributes, children: [], text: '', line: this.#parser.line };
    this.#open.at(-1)?.children.push(element);
    this.root ??= element;
    this.#open.push(element);
  }

  text(text: string): void {
    this.#lastEvent = this.#parser.position;
    const element = this.#open.at(-1);
    if (this.#skipping > 0 || !element) return;
    element.text += text;
    const limit = element.name === EMBEDDED ? XML_LIMITS.embeddedLength : XML_LIMITS.textLength;
    if (element.text.length > limit) this.beyond(`${limit / 1024 / 1024} MB of text`);
  }

  close(): void {
    this.#lastEvent = this.#parser.position;
    if (this.#skipping > 0) {
      this.#skipping -= 1;
      return;
    }
    this.#prefixes.pop();
    this.#open.pop();
  }

  /** A tag, comment or text that never ends is not handed over by the parser: it must not pile up in it either. */
  refuseLongRun(): void {
    if (this.#parser.position - this.#lastEvent > XML_LIMITS.embeddedLength + 65536) {
      this.beyond(`${XML_LIMITS.embeddedLength / 1024 / 1024} MB of text`);
    }
  }

  unreadable(found: string): never {
    return refuse('xml_unreadable', {
      file: this.#file,
      line: String(this.#parser.line),
      // The parser says its line and column first; the line is told already.
      found: found.replace(/^\d+:\d+: /, '').slice(0, 200),
    });
  }

  beyond(limit: string): never {
    return refuse('xml_beyond_limits', { file: this.#file, line: String(this.#parser.line), limit });
  }

  #declared(attributes: Record<string, string>, names: readonly string[]): Readonly<Record<string, string>> {
    const above = this.#prefixes.at(-1) ?? {};
    const own = names.filter((name) => name === 'xmlns' || name.startsWith('xmlns:'));
    if (own.length === 0) return above;
    return { ...above, ...Object.fromEntries(own.map((name) => [name.slice(6), attributes[name] ?? ''])) };
  }
}

function split(name: string): [prefix: string, local: string] {
  const colon = name.indexOf(':');
  return colon < 0 ? ['', name] : [name.slice(0, colon), name.slice(colon + 1)];
}

function refuseEarlyDoctype(text: string, file: string): void {
  const found = /<!DOCTYPE/i.exec(text.slice(0, 65536));
  const root = /<[A-Za-z_]/.exec(text.slice(0, 65536));
  if (found && (!root || found.index < root.index)) {
    refuse('xml_doctype', { file, line: String(text.slice(0, found.index).split('\n').length) });
  }
}

/** Byte order mark, then what the declaration says, then UTF-8. */
function decode(bytes: Buffer, file: string): string {
  const start = bytes.subarray(0, 200).toString('latin1');
  const declared = /<\?xml[^>]*\sencoding\s*=\s*["']([\w.:-]{1,40})["']/.exec(start)?.[1]?.toLowerCase();
  const marked =
    bytes[0] === 0xff && bytes[1] === 0xfe
      ? 'utf-16le'
      : bytes[0] === 0xfe && bytes[1] === 0xff
        ? 'utf-16be'
        : null;
  const encoding = marked ?? (isUtf8(bytes) ? 'utf-8' : (declared ?? 'utf-8'));
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return refuseUnreadable(bytes, isKnown(encoding) ? encoding : 'utf-8', file);
  }
}

function isKnown(encoding: string): boolean {
  try {
    return Boolean(new TextDecoder(encoding));
  } catch {
    return false;
  }
}

/** The first element along a path of local names: find(invoice, 'LegalMonetaryTotal', 'PayableAmount'). */
export function find(element: Element | undefined, ...path: readonly string[]): Element | undefined {
  let here = element;
  for (const name of path) here = here?.children.find((child) => child.name === name);
  return here;
}

/** The text there, its ends cut; null if there is none. */
export function textAt(element: Element | undefined, ...path: readonly string[]): string | null {
  const text = find(element, ...path)?.text.trim() ?? '';
  return text === '' ? null : text;
}

export function all(element: Element | undefined, name: string): readonly Element[] {
  return element?.children.filter((child) => child.name === name) ?? [];
}
