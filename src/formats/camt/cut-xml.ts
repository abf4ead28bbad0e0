import { refuse } from '#core/refusal.ts';
import type { Element } from './element.ts';
import { type XmlHearer, XmlScanner, type XmlTag } from './scan-xml.ts';

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

/** What a tag is to us. */
type Kind = {
  readonly name: string;
  readonly currency: string;
  readonly isSkipped: boolean;
  readonly isStatement: boolean;
};

/** Statements, reports and notifications: the elements that accounts are told in. */
const STATEMENTS = new Set(['Stmt', 'Rpt', 'Ntfctn']);
const MESSAGES = new Set(['Document', 'BkToCstmrStmt', 'BkToCstmrAcctRpt', 'BkToCstmrDbtCdtNtfctn']);
/** Version 1 writes its number behind the name of the message. */
const NUMBERED = /^(BkToCstmr\w+)V0\d$/;

/**
 * Cuts a camt file into its statements' children as they come, so that its length costs no memory. Well-formed XML
 * within limits, without DOCTYPE and so without entities but the five; prefixes are stripped and namespaces left to the
 * listener, which knows the few it wants. @throws Refusal bank_xml_…
 */
export class XmlCutter implements XmlHearer {
  readonly #scanner = new XmlScanner(this);
  readonly #listener: Listener;
  readonly #file: string;
  readonly #kinds = new Map<XmlTag, Kind>();
  #open: Element[] = [];
  #depth = 0;
  /** The depth of the statement being read; 0 outside of one. */
  #statement = 0;
  /** The depth below which nothing is kept; 0 where things are. */
  #skipped = 0;
  #length = 0;
  #blankRows = 0;

  constructor(file: string, listener: Listener) {
    this.#file = file;
    this.#listener = listener;
  }

  write(portion: string): void {
    const text = this.#length === 0 ? this.#trimmedStart(portion) : portion;
    this.#length += portion.length;
    if (this.#length > XML_LIMITS.fileLength) refuse('file_too_large', { file: this.#file, limit: '200 MB' });
    this.#scanner.write(text);
    // A tag, comment or text that never ends must not pile up.
    if (this.#scanner.waiting > XML_LIMITS.textLength) this.#beyond('4 MB of text');
  }

  end(): void {
    this.#scanner.end();
  }

  /** Blanks before the declaration are no XML, yet banks' portals write them. */
  #trimmedStart(portion: string): string {
    const text = portion.replace(/^[\s\ufeff\0]+/, '');
    this.#blankRows = portion.slice(0, portion.length - text.length).split('\n').length - 1;
    if (/^(?:\s|<\?[^>]*>|<!--[\s\S]*?-->)*<!DOCTYPE/i.test(text.slice(0, START))) {
      refuse('bank_xml_doctype', this.#place());
    }
    return text;
  }

  doctype(): never {
    return refuse('bank_xml_doctype', this.#place());
  }

  wrong(found: string): never {
    return refuse('bank_xml_unreadable', { ...this.#place(), found: found.slice(0, 200) });
  }

  opened(tag: XmlTag): void {
    this.#depth += 1;
    if (this.#depth > XML_LIMITS.depth) this.#beyond(`depth ${XML_LIMITS.depth}`);
    const kind = this.#kinds.get(tag) ?? this.#newKind(tag);
    if (this.#skipped > 0) return;
    if (this.#statement > 0) {
      if (kind.isSkipped) this.#skipped = this.#depth;
      else this.#keep(kind);
      return;
    }
    if (!kind.isStatement && !MESSAGES.has(kind.name)) return;
    const prefix = tag.name.slice(0, Math.max(tag.name.indexOf(':'), 0));
    const namespace = tag.attributes.get(prefix === '' ? 'xmlns' : `xmlns:${prefix}`) ?? '';
    const isWanted = this.#listener.begin(kind.name, namespace, this.#row());
    if (isWanted && kind.isStatement) this.#statement = this.#depth;
  }

  #keep({ name, currency }: Kind): void {
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

  said(text: string): void {
    if (this.#skipped > 0) return;
    const element = this.#open.at(-1);
    if (element === undefined || element.children.length > 0) return;
    element.text = element.text === '' ? text : element.text + text;
    if (element.text.length > XML_LIMITS.textLength) this.#beyond('4 MB of text');
  }

  closed(): void {
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

  #newKind(tag: XmlTag): Kind {
    if (tag.attributes.size > XML_LIMITS.attributes) this.#beyond(`${XML_LIMITS.attributes} attributes`);
    if (tag.name.length > XML_LIMITS.nameLength) this.#beyond(`names of ${XML_LIMITS.nameLength} characters`);
    const name = tag.name.slice(tag.name.indexOf(':') + 1).replace(NUMBERED, '$1');
    const currency = tag.attributes.get('Ccy') ?? '';
    const kind = { name, currency, isSkipped: SKIPPED.has(name), isStatement: STATEMENTS.has(name) };
    if (this.#kinds.size < KINDS_KEPT) this.#kinds.set(tag, kind);
    return kind;
  }

  #row(): number {
    return this.#scanner.row + this.#blankRows;
  }

  #place() {
    return { file: this.#file, line: String(this.#row()) };
  }

  #beyond(limit: string): never {
    return refuse('bank_xml_beyond_limits', { ...this.#place(), limit });
  }
}

const START = 64 * 1024;
const KINDS_KEPT = 2000;
/** Most elements have no children, and are many. */
const NONE: Element[] = [];
