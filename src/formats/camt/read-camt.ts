import type { BankFormat, BankPart } from '#core/bank/bank-reading.ts';
import { refuse } from '#core/refusal.ts';
import type { BankText, KnownFormat } from '#formats/bank/bank-reader.ts';
import { CamtStatement } from './camt-statement.ts';
import { type Listener, XmlCutter } from './cut-xml.ts';
import { type Element, Fields } from './element.ts';
import { entryFacts, readEntry } from './read-entry.ts';
import { type EntryFacts, readTransaction, type Transaction } from './read-transaction.ts';

const MESSAGES: Readonly<Record<string, { readonly format: BankFormat; readonly statement: string }>> = {
  BkToCstmrStmt: { format: 'camt.053', statement: 'Stmt' },
  BkToCstmrAcctRpt: { format: 'camt.052', statement: 'Rpt' },
  BkToCstmrDbtCdtNtfctn: { format: 'camt.054', statement: 'Ntfctn' },
};

/** The last version of the three messages that is read; each kept the paths of the one before. */
const NEWEST = 14;

/** camt.053 (statement), camt.052 (intraday report) and camt.054 (notification), versions 1 to 14. */
export const camt: KnownFormat = { recognise: recogniseCamt, read: readCamt };

/** By the element of the message, whatever its prefix, its namespace or what is wrapped around it. */
export function recogniseCamt(start: string): BankFormat | null {
  if (!start.startsWith('<')) return null;
  const message = /<(?:[\w.-]+:)?(BkToCstmr(?:Stmt|AcctRpt|DbtCdtNtfctn))(?:V0\d)?[\s>/]/.exec(start)?.[1];
  if (message !== undefined) return MESSAGES[message]?.format ?? null;
  const named = /["':](camt\.05[234])\.001\.\d+["']/.exec(start)?.[1];
  return (named as BankFormat | undefined) ?? null;
}

/** Reads a camt file statement by statement, as it comes. @throws Refusal bank_xml_…, bank_field_…, bank_version_unknown */
export async function* readCamt({ file, portions }: BankText): AsyncGenerator<readonly BankPart[]> {
  const reader = new CamtReader(file);
  const cutter = new XmlCutter(file, reader);
  for await (const portion of portions) {
    cutter.write(portion);
    if (reader.parts.length > 0) yield reader.take();
  }
  cutter.end();
  if (reader.parts.length > 0) yield reader.take();
  reader.refuseWithoutStatement();
}

class CamtReader implements Listener {
  parts: BankPart[] = [];
  readonly #file: string;
  readonly #fields: Fields;
  #message: { readonly name: string; readonly statement: string; readonly row: number } | null = null;
  #statement: CamtStatement | null = null;
  #statements = 0;
  /** Of the entry being read, from its first transaction on. */
  #facts: EntryFacts | null = null;
  #transactions: Transaction[] = [];

  constructor(file: string) {
    this.#file = file;
    this.#fields = new Fields(file);
  }

  take(): readonly BankPart[] {
    const { parts } = this;
    this.parts = [];
    return parts;
  }

  begin(name: string, namespace: string, row: number): boolean {
    const message = MESSAGES[name];
    if (name === 'Document' || message) {
      this.#refuseVersion(namespace, row);
      if (message) this.#message = { name, statement: message.statement, row };
      return false;
    }
    if (name !== this.#message?.statement) return false;
    this.#statements += 1;
    this.#statement = new CamtStatement(row, this.#fields);
    return true;
  }

  complete(element: Element, entry: Element | null): void {
    const statement = this.#statement;
    if (!statement) return;
    if (entry !== null) {
      if (entry.name !== 'Ntry') return;
      this.#facts ??= entryFacts(entry, statement.account, this.#fields);
      this.#transactions.push(readTransaction(element, this.#facts, this.#fields));
      return;
    }
    if (element.name !== 'Ntry') {
      statement.take(element);
      return;
    }
    const facts = this.#facts ?? entryFacts(element, statement.account, this.#fields);
    const line = readEntry(element, facts, this.#transactions, statement.day(), this.#fields);
    this.#facts = null;
    this.#transactions = [];
    this.parts.push(...statement.line(line));
  }

  end(): void {
    if (this.#statement) this.parts.push(...this.#statement.end());
    this.#statement = null;
  }

  refuseWithoutStatement(): void {
    if (this.#statements > 0) return;
    const line = String(this.#message?.row ?? 1);
    const field = this.#message ? `${this.#message.name}/${this.#message.statement}` : 'BkToCstmrStmt';
    refuse('bank_field_missing', { file: this.#file, line, field });
  }

  #refuseVersion(namespace: string, row: number): void {
    const version = /camt\.05[234]\.001\.(\d+)$/.exec(namespace)?.[1];
    if (version === undefined || (Number(version) >= 1 && Number(version) <= NEWEST)) return;
    refuse('bank_version_unknown', {
      file: this.#file,
      line: String(row),
      given: namespace.slice(-40),
      expected: `camt.052/.053/.054, 1–${NEWEST}`,
    });
  }
}
