import { sql } from 'kysely';
import { money, toDecimal } from '#core/money/money.ts';
import type { Met } from '#core/receivables/meet-ledger.ts';
import type { DocumentMerge, ItemMerge } from '#core/receivables/merge-document.ts';
import type { DebtorMerge, KnownDebtor } from '#core/receivables/merge-import.ts';
import type { EventKind } from '#core/timeline/events.ts';
import { splitFacts } from '#core/timeline/personal-facts.ts';
import type { Bulk, CopyRow } from '#server/platform/bulk.ts';
import type { Trx } from '#server/platform/db.ts';
import { newId } from '#server/platform/ids.ts';
import { writePayers } from './payers.ts';
import { FACT_NAMES, textOf } from './staged-rows.ts';
import type { AddedCounts } from './trace-import.ts';
import { type MergedTable, writeMerged } from './write-merged.ts';

export type WriteContext = {
  readonly today: Temporal.PlainDate;
  readonly at: Temporal.Instant;
  readonly actor: string | null;
  readonly source: string;
  readonly fileName: string;
  /** The PDF of an invoice, by the row it came in. */
  readonly fileByRow: ReadonlyMap<number, string>;
  readonly directDebits: ReadonlySet<number>;
  readonly importId: string;
};

/** More changes than this are not listed: everything that waits is looked at again. */
const LISTED_MAX = 20_000;

const PORTION = 8000;

/**
 * Collects what the core decided, lays it down in portions by COPY, and writes each portion into the ledger in a few
 * statements, while the next one is decided. Its transaction decides whether any of it stays.
 */
export class MergeWriter {
  readonly #trx: Trx;
  readonly #bulk: Bulk;
  #writing: Promise<void> = Promise.resolve();
  #portions = 0;
  readonly #context: WriteContext;
  #debtors: CopyRow[] = [];
  #contacts: CopyRow[] = [];
  #documents: CopyRow[] = [];
  #items: CopyRow[] = [];
  #entries: CopyRow[] = [];
  #met: CopyRow[] = [];
  /** Written last: a payer may stand below in the list. */
  readonly #payers: CopyRow[] = [];
  /** How many rows were added, for whoever takes the import back. */
  readonly added: AddedCounts = { debtors: 0, contacts: 0, documents: 0, items: 0 };
  readonly #changedItems = new Set<string>();
  readonly #changedDebtors = new Set<string>();

  private constructor(trx: Trx, bulk: Bulk, context: WriteContext) {
    this.#trx = trx;
    this.#bulk = bulk;
    this.#context = context;
  }

  static async open(trx: Trx, bulk: Bulk, context: WriteContext): Promise<MergeWriter> {
    await sql`create temp table merged_debtor (change text, id uuid, number text, name text, kind text, language text,
      country text, street text, postal_code text, city text, email text, phone text, fax text, vat_number text,
      enterprise_number text, terms_days integer, preferred_channel text, payer_number text) on commit drop`.execute(
      trx,
    );
    await sql`create temp table merged_contact (change text, id uuid, debtor_id uuid, role text, name text, email text,
      phone text) on commit drop`.execute(trx);
    await sql`create temp table merged_document (change text, id uuid, debtor_id uuid, kind text, number text,
      issued_on date, currency text, amount_minor bigint, structured_reference text, iban text, linked_number text,
      file_id uuid, direct_debit boolean) on commit drop`.execute(trx);
    await sql`create temp table merged_item (change text, id uuid, document_id uuid, debtor_id uuid, position smallint,
      due_on date, due_source text, currency text, amount_minor bigint, open_minor bigint) on commit drop`.execute(
      trx,
    );
    await sql`create temp table merged_met (due_item_id uuid, debtor_id uuid, currency text, provisional_minor bigint,
      confirmed_minor bigint, kind text, expected_minor bigint, found_minor bigint) on commit drop`.execute(
      trx,
    );
    await sql`create temp table merged_entry (kind text, debtor_id uuid, due_item_id uuid, facts jsonb, personal jsonb)
      on commit drop`.execute(trx);
    return new MergeWriter(trx, bulk, context);
  }

  async add(known: KnownDebtor | null, number: string, merge: DebtorMerge): Promise<void> {
    const id = known?.id ?? newId();
    this.#addDebtor(id, number, known, merge);
    for (const document of merge.documents) this.#addDocument(id, document);
    this.#addSummary(id, merge);
    if (this.#items.length + this.#documents.length + this.#debtors.length >= PORTION) await this.#flush();
  }

  /** The items and debtors that are not as they were; null where they are too many to list. */
  get changed(): { itemIds: string[]; debtorIds: string[] } | null {
    const [items, debtors] = [this.#changedItems, this.#changedDebtors];
    return items.size + debtors.size > LISTED_MAX ? null : { itemIds: [...items], debtorIds: [...debtors] };
  }

  /** The rest, and all of it written. */
  async close(): Promise<void> {
    await this.#flush();
    await this.#writing;
    await writePayers(this.#trx, this.#bulk, this.#context, this.#payers);
  }

  #addDebtor(id: string, number: string, known: KnownDebtor | null, merge: DebtorMerge): void {
    const { change, facts } = merge;
    if (change === 'added' || merge.changedFields.length > 0) {
      this.#debtors.push([change, id, number, ...FACT_NAMES.map((name) => facts[name])]);
    }
    if (change === 'added' || merge.changedFields.length > 0) this.#note(this.#changedDebtors, id);
    if (change === 'added') {
      this.added.debtors += 1;
      const { source } = this.#context;
      this.#entry('debtor_added', id, null, { number, name: facts.name ?? '', source });
    }
    if (facts.payerNumber !== (known?.facts.payerNumber ?? null))
      this.#payers.push([id, facts.payerNumber, known === null ? 'f' : 't']);
    for (const field of merge.changedFields) {
      if (field === 'payerNumber') continue;
      this.#entry('debtor_changed', id, null, {
        field,
        before: String(known?.facts[field] ?? ''),
        after: String(facts[field] ?? ''),
      });
    }
    for (const contact of merge.addedContacts) {
      this.#contacts.push(['added', newId(), id, contact.role, contact.name, contact.email, contact.phone]);
      this.added.contacts += 1;
      if (change === 'added') continue;
      this.#entry('contact_added', id, null, {
        name: contact.name ?? contact.email ?? '',
        role: contact.role,
      });
    }
    for (const contact of merge.changedContacts) {
      this.#contacts.push([
        'changed',
        contact.id,
        id,
        contact.role,
        contact.name,
        contact.email,
        contact.phone,
      ]);
      this.#entry('contact_changed', id, null, {
        name: contact.name ?? contact.email ?? '',
        role: contact.role,
      });
    }
  }

  #addDocument(debtorId: string, document: DocumentMerge): void {
    const id = document.id ?? newId();
    if (document.id === null) this.added.documents += 1;
    const { fileByRow, directDebits } = this.#context;
    const fileId = fileByRow.get(document.row) ?? null;
    if (document.id === null || document.factsChanged || fileId) {
      this.#documents.push([
        ...[document.id === null ? 'added' : 'changed', id, debtorId, document.kind, document.number],
        ...[textOf(document.issuedOn), document.currency, document.amount, document.structuredReference],
        ...[document.iban, document.linkedNumber, fileId, directDebits.has(document.row) ? 't' : 'f'],
      ]);
    }
    for (const item of document.items) {
      if (item.change !== 'unchanged') this.#addItem(debtorId, id, document, item);
      if (item.met) this.#addMet(debtorId, document, item, item.met);
    }
  }

  /** Where the ledger follows the bank, or contradicts it. */
  #addMet(debtorId: string, { currency, number }: DocumentMerge, { id }: ItemMerge, met: Met): void {
    const { provisional, confirmed, difference } = met;
    const { kind, expected, found } = difference ?? { kind: null, expected: null, found: null };
    this.#met.push([id, debtorId, currency, provisional, confirmed, kind, expected, found]);
    const write = (minor: bigint) => `${toDecimal(money(minor, currency))} ${currency}`;
    if (confirmed !== 0n && difference?.kind !== 'open_again') {
      const amount = write(confirmed < 0n ? -confirmed : confirmed);
      this.#entry('provisional_confirmed', debtorId, id, { document: number, amount });
    }
    if (difference) {
      const facts = {
        document: number,
        expected: write(difference.expected),
        found: write(difference.found),
      };
      this.#entry('ledger_differed', debtorId, id, facts);
    }
  }

  /** One line a debtor for all that is new: the items themselves say when they came in. */
  #addSummary(debtorId: string, { documents }: DebtorMerge): void {
    const count = (change: DocumentMerge['change']) =>
      String(documents.filter((one) => one.change === change).length);
    if (count('added') === '0') return;
    const facts = { added: count('added'), changed: count('changed'), settled: count('settled') };
    this.#entry('import_applied', debtorId, null, { file: this.#context.fileName, ...facts });
  }

  #addItem(debtorId: string, documentId: string, document: DocumentMerge, item: ItemMerge): void {
    const id = item.id ?? newId();
    this.#note(this.#changedItems, id);
    this.#items.push([
      ...[item.change, id, documentId, debtorId, item.position, textOf(item.dueOn), item.dueSource],
      ...[document.currency, item.amount, item.open],
    ]);
    if (item.change === 'added') {
      this.added.items += 1;
      return;
    }
    const write = (minor: bigint) => `${toDecimal(money(minor, document.currency))} ${document.currency}`;
    const { number } = document;
    const dueOn = String(item.dueOn);
    const [open, openBefore] = [write(item.open), write(item.openBefore)];
    if (item.change === 'settled')
      this.#entry('item_settled', debtorId, id, { document: number, openBefore });
    else if (item.change === 'reopened')
      this.#entry('item_reopened', debtorId, id, { document: number, open });
    else {
      const dueOnBefore = String(item.dueOnBefore);
      this.#entry('item_changed', debtorId, id, { document: number, openBefore, open, dueOnBefore, dueOn });
    }
  }

  #note(changed: Set<string>, id: string): void {
    if (changed.size <= LISTED_MAX) changed.add(id);
  }

  #entry(kind: EventKind, debtorId: string, itemId: string | null, facts: Record<string, string>): void {
    const split = splitFacts(kind, facts);
    const personal = split.personal && JSON.stringify(split.personal);
    this.#entries.push([kind, debtorId, itemId, JSON.stringify(split.facts), personal]);
  }

  /** One portion is written while the next is collected; a third waits. */
  async #flush(): Promise<void> {
    await this.#writing;
    const portion = [
      ['merged_debtor', ['change', 'id', 'number', ...FACT_NAMES.map(columnOf)], this.#debtors],
      ['merged_contact', CONTACT, this.#contacts],
      ['merged_document', DOCUMENT, this.#documents],
      ['merged_item', ITEM, this.#items],
      ['merged_met', MET, this.#met],
      ['merged_entry', ['kind', 'debtor_id', 'due_item_id', 'facts', 'personal'], this.#entries],
    ] as const;
    this.#debtors = [];
    this.#contacts = [];
    this.#documents = [];
    this.#items = [];
    this.#entries = [];
    this.#met = [];
    this.#writing = this.#write(portion);
    // Told where it is awaited: at the next portion, or at the end.
    this.#writing.catch(() => {});
  }

  async #write(portion: readonly (readonly [MergedTable, readonly string[], CopyRow[]])[]): Promise<void> {
    for (const [table, columns, rows] of portion) await this.#bulk.copy(table, columns, rows);
    const filled = portion.filter(([, , rows]) => rows.length > 0);
    const kinds = new Map(filled.map(([table, , rows]) => [table, new Set(rows.map(([kind]) => kind))]));
    await this.#bulk.inTurn(() => writeMerged(this.#trx, this.#context, kinds));
    this.#portions += 1;
    // Foreign keys are checked by plans that are made once, when a table may still be all but empty; kept, they take
    // quadratic time as it fills. So they are made anew each time the ledger may have doubled.
    if (Math.log2(this.#portions) % 1 === 0)
      await this.#bulk.inTurn(() => sql`discard plans`.execute(this.#trx));
  }
}

const CONTACT = ['change', 'id', 'debtor_id', 'role', 'name', 'email', 'phone'];
const DOCUMENT = [
  ...['change', 'id', 'debtor_id', 'kind', 'number', 'issued_on', 'currency', 'amount_minor'],
  ...['structured_reference', 'iban', 'linked_number', 'file_id', 'direct_debit'],
];
const ITEM = [
  ...['change', 'id', 'document_id', 'debtor_id', 'position', 'due_on', 'due_source', 'currency'],
  ...['amount_minor', 'open_minor'],
];
const MET = [
  ...[
    'due_item_id',
    'debtor_id',
    'currency',
    'provisional_minor',
    'confirmed_minor',
    'kind',
    'expected_minor',
  ],
  'found_minor',
];

function columnOf(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
