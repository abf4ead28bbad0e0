import type { Problem } from '#core/problem.ts';
import {
  type DebtorFacts,
  type ImportedContact,
  type ImportedRow,
  NO_DEBTOR_FACTS,
  type SignedItem,
  signedItem,
} from '#core/receivables/imported-row.ts';
import type { Language } from '#core/receivables/kinds.ts';
import {
  type DocumentMerge,
  type KnownDocument,
  mergeDocument,
  settleDocument,
} from '#core/receivables/merge-document.ts';

/**
 * What a file is to what is known. `mirror`: the full list of what is open, so what is missing is settled. `additions`:
 * a part of it. `invoices`: documents as they were issued, which say nothing of what was paid since.
 */
export type MergeMode = 'mirror' | 'additions' | 'invoices' | 'debtors';

export type MergeRules = {
  readonly mode: MergeMode;
  readonly today: Temporal.PlainDate;
  readonly language: Language;
  readonly country: string;
  /** Days to pay where neither document nor debtor says. */
  readonly termsDays: number;
  /** Invoices that came in electronically after the newest document of a mirror cannot be in it: they stay. */
  readonly mirrorUntil: Temporal.PlainDate | null;
};

export type KnownContact = ImportedContact & { readonly id: string };

export type KnownDebtor = {
  readonly id: string;
  readonly number: string;
  readonly facts: DebtorFacts;
  readonly contacts: readonly KnownContact[];
  readonly documents: readonly KnownDocument[];
};

/** What rejected rows of this debtor named: still in the list, so never settled by its absence. */
export type Protected = 'everything' | ReadonlySet<string>;

export type DebtorChange = 'added' | 'changed' | 'unchanged';

export type DebtorMerge = {
  readonly change: DebtorChange;
  readonly facts: DebtorFacts;
  /** Fields that differ, with what they were: for the timeline. */
  readonly changedFields: readonly (keyof DebtorFacts)[];
  readonly addedContacts: readonly ImportedContact[];
  readonly changedContacts: readonly KnownContact[];
  readonly documents: readonly DocumentMerge[];
  /** Rows that cannot be taken over. In strict mode one of them stops the import. */
  readonly problems: readonly Problem[];
  /** Taken over, but worth a look: amounts that grew, items open again. */
  readonly suspicious: readonly Problem[];
};

/** One debtor: what the file says, against what is known. Levels are never touched, except that a new cycle starts at 0. */
export function mergeDebtor(
  known: KnownDebtor | null,
  rows: readonly ImportedRow[],
  isProtected: Protected,
  rules: MergeRules,
): DebtorMerge {
  const facts = mergeFacts(known?.facts ?? null, rows, rules);
  const contacts = mergeContacts(known?.contacts ?? [], rows);
  const documents = mergeDocuments(known?.documents ?? [], rows, isProtected, rules, facts.merged.termsDays);
  const touched = facts.changed.length > 0 || contacts.added.length > 0 || contacts.changed.length > 0;
  return {
    change: known === null ? 'added' : touched ? 'changed' : 'unchanged',
    facts: facts.merged,
    changedFields: known === null ? [] : facts.changed,
    addedContacts: contacts.added,
    changedContacts: contacts.changed,
    ...documents,
  };
}

const FACT_NAMES = Object.keys(NO_DEBTOR_FACTS) as (keyof DebtorFacts)[];

/** The first row that says a thing counts; what no row says stays, or takes the company's default. */
function mergeFacts(known: DebtorFacts | null, rows: readonly ImportedRow[], rules: MergeRules) {
  const merged: Record<string, unknown> = {};
  const changed: (keyof DebtorFacts)[] = [];
  for (const name of FACT_NAMES) {
    const said = rows.find(({ debtor }) => debtor[name] !== null)?.debtor[name] ?? null;
    const before = known?.[name] ?? null;
    // An invoice says what a debtor was called when it was issued; a list says what it is called now.
    const next = rules.mode === 'invoices' ? (before ?? said) : (said ?? before);
    merged[name] = next;
    if (next !== before) changed.push(name);
  }
  merged.name ??= rows[0]?.debtorNumber ?? '';
  merged.kind ??= 'business';
  merged.language ??= rules.language;
  merged.country ??= rules.country;
  merged.preferredChannel ??= 'mail';
  return { merged: merged as DebtorFacts, changed };
}

/** A contact is known again by its address, or by its name where one of them has no address. */
function mergeContacts(known: readonly KnownContact[], rows: readonly ImportedRow[]) {
  const added: ImportedContact[] = [];
  const changed = new Map<string, KnownContact>();
  for (const said of rows.flatMap(({ contacts }) => contacts)) {
    const before = known.find((contact) => isSameContact(contact, said));
    if (!before && !added.some((contact) => isSameContact(contact, said))) added.push(said);
    if (!before) continue;
    const next = {
      id: before.id,
      role: said.role === 'other' ? before.role : said.role,
      name: said.name ?? before.name,
      email: said.email ?? before.email,
      phone: said.phone ?? before.phone,
    };
    const differs = next.role !== before.role || next.name !== before.name || next.email !== before.email;
    if (differs || next.phone !== before.phone) changed.set(before.id, next);
  }
  return { added, changed: [...changed.values()] };
}

function isSameContact(a: ImportedContact, b: ImportedContact): boolean {
  if (a.email && b.email) return a.email.toLowerCase() === b.email.toLowerCase();
  return a.name !== null && a.name === b.name;
}

function mergeDocuments(
  known: readonly KnownDocument[],
  rows: readonly ImportedRow[],
  isProtected: Protected,
  rules: MergeRules,
  debtorTerms: number | null,
): Pick<DebtorMerge, 'documents' | 'problems' | 'suspicious'> {
  const problems: Problem[] = [];
  const suspicious: Problem[] = [];
  const documents: DocumentMerge[] = [];
  const terms = { days: debtorTerms ?? rules.termsDays, source: dueSourceOf(debtorTerms) } as const;
  const unseen = new Map(known.map((document) => [keyOf(document), document]));
  for (const [key, items] of itemsByDocument(rows)) {
    const merge = mergeDocument(unseen.get(key) ?? null, items, rules, terms);
    unseen.delete(key);
    problems.push(...merge.problems);
    suspicious.push(...merge.suspicious);
    if (merge.document) documents.push(merge.document);
  }
  if (rules.mode === 'mirror' && isProtected !== 'everything') {
    for (const document of unseen.values()) {
      if (!isProtected.has(document.number) && !isNewerThanMirror(document, rules)) {
        documents.push(...settleDocument(document));
      }
    }
  }
  return { documents, problems, suspicious };
}

function dueSourceOf(debtorTerms: number | null) {
  return debtorTerms === null ? ('company_default' as const) : ('debtor_terms' as const);
}

function isNewerThanMirror(document: KnownDocument, { mirrorUntil }: MergeRules): boolean {
  return (
    document.source === 'ubl' &&
    mirrorUntil !== null &&
    Temporal.PlainDate.compare(document.issuedOn, mirrorUntil) > 0
  );
}

export type NumberedItem = { readonly row: number; readonly item: SignedItem };

/** Rows with the same kind and number are one document; each of them is a due item, an instalment. */
function itemsByDocument(rows: readonly ImportedRow[]): Map<string, NumberedItem[]> {
  const documents = new Map<string, NumberedItem[]>();
  for (const { row, item } of rows) {
    if (!item) continue;
    const signed = signedItem(item);
    const key = keyOf(signed);
    const items = documents.get(key);
    if (items) items.push({ row, item: signed });
    else documents.set(key, [{ row, item: signed }]);
  }
  return documents;
}

function keyOf({ kind, number }: { kind: string; number: string }): string {
  return `${kind} ${number}`;
}
