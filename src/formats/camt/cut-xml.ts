import { SaxesParser } from 'saxes';
import { refuse } from '#core/refusal.ts';
import type { Element } from './element.ts';

/** More than any bank writes; a file beyond them is refused before it costs anything. */
export const XML_LIMITS = {
  depth: 64,
  attributes: 256,
  nameLength: 1024,
  textLength: 4 * 1024 * 1024,
  fileLength: 200 * 1024 * 1024,
} as const;

/** What a payment is recognised by stands elsewhere: these are read past, and cost no memory. */
const SKIPPED = new Set([
  'PstlAdr',
  'RltdDts',
  'RltdPric',
  'RltdQties',
  'SplmtryData',
  'Tax',
  'FinInstrmId',
  'CorpActn',
  'SfkpgAcct',
  'CshDpst',
  'CardTx',
  'Intrst',
  'Avlbty',
  'TechInptChanl',
  'CtctDtls',
]);

/** Hears of a file while it is read. */
export type Listener = {
  /** A message or a statement begins, outside of which nothing is kept. True: what it holds is wanted. */
  begin(name: string, namespace: string, row: number): boolean;
  /** A statement ends. */
  end(): void;
  /** A child of a statement is complete; or a transaction of an entry, the entry so far with it. */
  complete(element: Element, entry: Element | null): void;
};

type Name = { readonly qualified: string; readonly local: string; next: Name | null };

/** Statements, reports and notifications: the elements that accounts are told in. */
const STATEMENTS = new Set(['Stmt', 'Rpt', 'Ntfctn']);
const MESSAGES = new Set(['Document', 'BkToCstmrStmt', 'BkToCstmrAcctRpt', 'BkToCstmrDbtCdtNtfctn']);
/** Version 1 writes its number behind the name of the message. */
const NUMBERED = /^(BkToCstmr\w+)V0\d$/;

/**
 * Cuts a camt file into its statements' children as they come, so that its length costs no memory. Well-formed XML
 * within limits, without DOCTYPE and so without entities but the five; prefixes are stripped and namespaces left to the
 * listener, since resolving them takes the parser quadratic time on deep files. @throws Refusal bank_xml_…
 */
export class XmlCutter {
  readonly #parser = new SaxesParser({ xmlns: false, position: true });
  readonly #listener: Listener;
  readonly #file: string;
  readonly #names = new Map<string, Name>();
  #name: Name = { qualified: '', local: '', next: null };
  #open: Element[] = [];
  #depth = 0;
  /** The depth of the statement being read; 0 outside of one. */
  #statement = 0;
  /** The depth below which nothing is kept; 0 where things are. */
  #skipped = 0;
  #lastEvent = 0;
  /** Of the tag being read. */
  #attributes = 0;
  #length = 0;
  #blankRows = 0;

  constructor(file: string, listener: Listener) {
    this.#file = file;
    this.#listener = listener;
    this.#parser.on('doctype', () => refuse('bank_xml_doctype', this.#place()));
    this.#parser.on('error', (error) => this.#broken(error.message.replace(/^[^:]*:\d+:\d+: /, '')));
    this.#parser.on('attribute', () => this.#countAttribute());
    this.#parser.on('opentag', (tag) => this.#opened(tag.name, tag.attributes));
    this.#parser.on('text', (text) => this.#said(text));
    this.#parser.on('cdata', (text) => this.#said(text));
    this.#parser.on('closetag', () => this.#closed());
  }

  write(portion: string): void {
    const text = this.#length === 0 ? this.#trimmedStart(portion) : portion;
    this.#length += portion.length;
    if (this.#length > XML_LIMITS.fileLength) refuse('file_too_large', { file: this.#file, limit: '200 MB' });
    for (let at = 0; at < text.length; at += STEP) {
      this.#parser.write(text.slice(at, at + STEP));
      // A tag, comment or text that never ends is not handed over by the parser: it must not pile up in it either.
      if (this.#parser.position - this.#lastEvent > XML_LIMITS.textLength) this.#beyond('4 MB of text');
    }
  }

  end(): void {
    this.#parser.close();
  }

  /** Blanks before the declaration are no XML, yet banks' portals write them. */
  #trimmedStart(portion: string): string {
    const text = portion.replace(/^[\s\ufeff\0]+/, '');
    this.#blankRows = portion.slice(0, portion.length - text.length).split('\n').length - 1;
    if (/^(?:\s|<\?[^>]*>|<!--[\s\S]*?-->)*<!DOCTYPE/i.test(text.slice(0, STEP))) {
      refuse('bank_xml_doctype', this.#place());
    }
    return text;
  }

  #opened(qualified: string, attributes: Record<string, string>): void {
    this.#lastEvent = this.#parser.position;
    this.#attributes = 0;
    this.#depth += 1;
    if (this.#depth > XML_LIMITS.depth) this.#beyond(`depth ${XML_LIMITS.depth}`);
    if (this.#skipped > 0) return;
    const name = this.#localOf(qualified);
    if (this.#statement > 0) {
      if (SKIPPED.has(name)) this.#skipped = this.#depth;
      else this.#keep(name, attributes.Ccy ?? '');
      return;
    }
    const isStatement = STATEMENTS.has(name);
    if (!isStatement && !MESSAGES.has(name)) return;
    const prefix = qualified.slice(0, Math.max(qualified.indexOf(':'), 0));
    const namespace = attributes[prefix === '' ? 'xmlns' : `xmlns:${prefix}`] ?? '';
    if (this.#listener.begin(name, namespace, this.#row()) && isStatement) this.#statement = this.#depth;
  }

  #keep(name: string, currency: string): void {
    const element: Element = { name, row: this.#row(), text: '', currency, children: NONE };
    const parent = this.#open.at(-1);
    // A batch may hold a hundred thousand transactions: each is handed over and dropped when it is complete.
    if (parent && name !== 'TxDtls') {
      if (parent.children.length === 0) {
        parent.children = [element];
        parent.text = '';
      } else parent.children.push(element);
    }
    this.#open.push(element);
  }

  #said(text: string): void {
    this.#lastEvent = this.#parser.position;
    if (this.#skipped > 0) return;
    const element = this.#open.at(-1);
    if (element === undefined || element.children.length > 0) return;
    element.text = element.text === '' ? text : element.text + text;
    if (element.text.length > XML_LIMITS.textLength) this.#beyond('4 MB of text');
  }

  #closed(): void {
    this.#lastEvent = this.#parser.position;
    this.#depth -= 1;
    if (this.#skipped > 0) {
      if (this.#depth < this.#skipped) this.#skipped = 0;
      return;
    }
    if (this.#statement === 0) return;
    if (this.#depth < this.#statement) {
      this.#statement = 0;
      this.#listener.end();
      return;
    }
    const element = this.#open.pop();
    if (element === undefined) return;
    if (this.#open.length === 0) this.#listener.complete(element, null);
    else if (element.name === 'TxDtls') this.#listener.complete(element, this.#open[0] ?? null);
  }

  /** Entries repeat the same names in the same order: what followed last time is compared before it is looked up. */
  #localOf(qualified: string): string {
    const before = this.#name;
    if (before.next?.qualified === qualified) {
      this.#name = before.next;
      return before.next.local;
    }
    const name = this.#names.get(qualified) ?? this.#newName(qualified);
    before.next = name;
    this.#name = name;
    return name.local;
  }

  #newName(qualified: string): Name {
    if (qualified.length > XML_LIMITS.nameLength)
      this.#beyond(`names of ${XML_LIMITS.nameLength} characters`);
    const local = qualified.slice(qualified.indexOf(':') + 1).replace(NUMBERED, '$1');
    const name: Name = { qualified, local, next: null };
    if (this.#names.size < 2000) this.#names.set(qualified, name);
    return name;
  }

  #countAttribute(): void {
    this.#attributes += 1;
    if (this.#attributes > XML_LIMITS.attributes) this.#beyond(`${XML_LIMITS.attributes} attributes`);
  }

  #row(): number {
    return this.#parser.line + this.#blankRows;
  }

  #place() {
    return { file: this.#file, line: String(this.#row()) };
  }

  #broken(found: string): never {
    return refuse('bank_xml_unreadable', { ...this.#place(), found: found.slice(0, 200) });
  }

  #beyond(limit: string): never {
    return refuse('bank_xml_beyond_limits', { ...this.#place(), limit });
  }
}

const STEP = 64 * 1024;
/** Most elements have no children, and are many. */
const NONE: Element[] = [];
