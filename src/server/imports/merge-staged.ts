import { sql } from 'kysely';
import type { Currency } from '#core/money/currencies.ts';
import type { DebtorFacts, ImportedRow } from '#core/receivables/imported-row.ts';
import type { DocumentKind, DueSource } from '#core/receivables/kinds.ts';
import type { KnownDocument, KnownItem } from '#core/receivables/merge-document.ts';
import type { KnownContact, KnownDebtor } from '#core/receivables/merge-import.ts';
import type { Bulk, Texts } from '#server/platform/bulk.ts';
import type { Trx } from '#server/platform/db.ts';
import { factsFrom, takeUp } from './staged-rows.ts';

/** One debtor with all that the file and the database say of it. */
export type Meeting = {
  readonly number: string;
  readonly known: KnownDebtor | null;
  readonly rows: readonly ImportedRow[];
};

/**
 * Brings the staged rows and what is known of them together, debtor by debtor, in one order: three sorted streams are
 * walked side by side, so that memory holds one debtor and not the list. SQL narrows to debtors that are named, and in
 * a mirror to those who owe; the core decides.
 */
export async function* meetings(trx: Trx, bulk: Bulk, isMirror: boolean): AsyncGenerator<Meeting> {
  await rankDebtors(trx, isMirror);
  const staged = new Groups(bulk.read(STAGED, PORTION, true));
  const debtors = new Groups(bulk.read(KNOWN_DEBTORS, PORTION, true));
  const items = new Groups(bulk.read(isMirror ? KNOWN_ITEMS : KNOWN_ITEMS_NAMED, PORTION, true));
  for await (const portion of bulk.read('select rank, number from import_key order by rank', PORTION, true)) {
    for (const [rank, number] of portion) {
      const key = Number(rank);
      const rows = (await staged.take(key)).map(([, row, debtor, item]) =>
        takeUp(Number(row), number ?? '', debtor ?? null, item ?? null),
      );
      const [debtor] = await debtors.take(key);
      const documents = documentsFrom(await items.take(key));
      yield { number: number ?? '', known: debtor ? debtorFrom(debtor, documents) : null, rows };
    }
  }
}

const PORTION = 5000;

/** Each debtor concerned gets its place in the order: numbers compare the same here and there, texts do not. */
async function rankDebtors(trx: Trx, isMirror: boolean): Promise<void> {
  await sql`analyze import_row`.execute(trx);
  const owing = isMirror
    ? sql`union select d.number from debtor d where exists
        (select from due_item i where i.company_id = d.company_id and i.debtor_id = d.id and i.open_minor <> 0)
      union select d.number from due_item i join debtor d on d.company_id = i.company_id and d.id = i.debtor_id
        where i.company_id = (select rappel_company()) and i.provisional_minor <> 0`
    : sql``;
  await sql`
    create temp table import_key on commit drop as
    select row_number() over (order by named.number) as rank, named.number, d.id as debtor_id
    from (select debtor_number as number from import_row ${owing}) named
    left join debtor d on d.company_id = (select rappel_company()) and d.number = named.number
    group by named.number, d.id`.execute(trx);
  await sql`
    create temp table import_document on commit drop as
    select distinct k.debtor_id, r.document_number as number
    from import_row r join import_key k on k.number = r.debtor_number
    where k.debtor_id is not null and r.document_number is not null`.execute(trx);
  await sql`analyze import_key, import_document`.execute(trx);
}

const STAGED = `select k.rank, r.row, r.debtor, r.item from import_row r join import_key k on k.number = r.debtor_number
  order by k.rank, r.row, r.part`;

const KNOWN_DEBTORS = `select k.rank, d.id, d.number,
    jsonb_build_array(d.name, d.kind, d.language, d.country, d.street, d.postal_code, d.city, d.email, d.phone, d.fax,
      d.vat_number, d.enterprise_number, d.terms_days, d.preferred_channel,
      case when d.payer_id is not null then
        (select p.number from debtor p where p.company_id = d.company_id and p.id = d.payer_id) end),
    (select jsonb_agg(jsonb_build_object('id', c.id, 'role', c.role, 'name', c.name, 'email', c.email, 'phone', c.phone))
     from debtor_contact c where c.company_id = d.company_id and c.debtor_id = d.id)
  from import_key k join debtor d on d.company_id = (select rappel_company()) and d.id = k.debtor_id
  order by k.rank`;

/** Few items are settled by the bank: only of those are its settlements read, latest first. */
const BANKED = `(select jsonb_build_array(i.provisional_minor::text,
    coalesce(jsonb_agg(p.confirmed_minor::text order by s.made_at desc, s.id desc, p.position desc)
      filter (where p.confirmed_minor <> 0), '[]'))
  from settlement_part p join settlement s on s.company_id = p.company_id and s.id = p.settlement_id
  where p.company_id = i.company_id and p.due_item_id = i.id and not p.undone)`;

const ITEM_COLUMNS = `k.rank, m.id, m.kind, m.number, m.issued_on, m.currency, m.amount_minor, m.structured_reference,
  m.iban, m.linked_number, m.source, i.id, i.position, i.due_on, i.due_source, i.amount_minor, i.open_minor,
  case when i.provisional_minor <> 0 or i.banked_minor <> 0 then ${BANKED} end`;
const ITEMS_OF = `join document m on m.company_id = (select rappel_company()) and m.debtor_id = k.debtor_id
  join due_item i on i.company_id = m.company_id and i.document_id = m.id`;

const KNOWN_ITEMS_NAMED = `select ${ITEM_COLUMNS} from import_key k ${ITEMS_OF}
  join import_document s on s.debtor_id = k.debtor_id and s.number = m.number
  order by k.rank, m.id, i.position`;

/** A mirror also needs what it does not name: everything that is open, here or in the ledger. */
const KNOWN_ITEMS = `select ${ITEM_COLUMNS} from import_key k ${ITEMS_OF}
  left join import_document s on s.debtor_id = k.debtor_id and s.number = m.number
  where s.number is not null or i.open_minor <> 0 or i.provisional_minor <> 0
  order by k.rank, m.id, i.position`;

/** The rows of one rank after another, from a stream sorted by rank. */
class Groups {
  readonly #source: AsyncGenerator<readonly Texts[]>;
  #portion: readonly Texts[] = [];
  #at = 0;
  #over = false;

  constructor(source: AsyncGenerator<readonly Texts[]>) {
    this.#source = source;
  }

  async take(rank: number): Promise<Texts[]> {
    const group: Texts[] = [];
    for (;;) {
      if (this.#at === this.#portion.length && !(await this.#more())) return group;
      const row = this.#portion[this.#at];
      if (!row || Number(row[0]) > rank) return group;
      group.push(row);
      this.#at += 1;
    }
  }

  async #more(): Promise<boolean> {
    if (this.#over) return false;
    const { value, done } = await this.#source.next();
    this.#over = done === true;
    this.#portion = value ?? [];
    this.#at = 0;
    return !this.#over;
  }
}

function debtorFrom(
  [, id, number, facts, contacts]: Texts,
  documents: readonly KnownDocument[],
): KnownDebtor {
  return {
    id: id ?? '',
    number: number ?? '',
    facts: factsFrom(JSON.parse(facts ?? '[]')) as DebtorFacts,
    contacts: JSON.parse(contacts ?? '[]') as KnownContact[],
    documents,
  };
}

function documentsFrom(rows: readonly Texts[]): KnownDocument[] {
  const documents: (KnownDocument & { items: KnownItem[] })[] = [];
  for (const row of rows) {
    const last = documents.at(-1);
    if (last && last.id === row[1]) last.items.push(itemFrom(row));
    else documents.push({ ...documentFrom(row), items: [itemFrom(row)] });
  }
  return documents;
}

function documentFrom(row: Texts): Omit<KnownDocument, 'items'> {
  const [, id, kind, number, issuedOn, currency, amount, structuredReference, iban, linkedNumber, source] =
    row;
  return {
    id: id ?? '',
    kind: kind as DocumentKind,
    number: number ?? '',
    issuedOn: Temporal.PlainDate.from(issuedOn ?? ''),
    currency: currency as Currency,
    amount: BigInt(amount ?? '0'),
    structuredReference: structuredReference ?? null,
    iban: iban ?? null,
    linkedNumber: linkedNumber ?? null,
    source: source ?? '',
  };
}

function itemFrom(row: Texts): KnownItem {
  const [id, position, dueOn, dueSource, amount, open, banked] = row.slice(11);
  return {
    id: id ?? '',
    position: Number(position),
    dueOn: Temporal.PlainDate.from(dueOn ?? ''),
    dueSource: dueSource as DueSource,
    amount: BigInt(amount ?? '0'),
    open: BigInt(open ?? '0'),
    banked: banked ? bankedFrom(banked) : null,
  };
}

function bankedFrom(text: string) {
  const [provisional, confirmed] = JSON.parse(text) as [string, string[]];
  return { provisional: BigInt(provisional), confirmed: confirmed.map(BigInt) };
}
