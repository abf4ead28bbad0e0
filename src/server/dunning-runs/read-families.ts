import type { DebtorFacts, ItemFacts } from '#core/dunning/facts.ts';
import type { Bulk } from '#server/platform/bulk.ts';
import type { TextRow } from '#server/platform/stream-rows.ts';
import { debtorQuery, type FactFilter, type FactShape, payerQuery } from './fact-queries.ts';
import type { ItemFeed } from './item-feed.ts';

/** Where facts come from, and how rows become facts. */
export type FactSource = {
  readonly companyId: string;
  readonly bulk: Bulk;
  readonly filter: FactFilter;
  readonly shape: FactShape;
  readonly items: ItemFeed;
  readonly make: {
    readonly item: (row: TextRow) => ItemFacts;
    readonly debtor: (row: TextRow, items: readonly ItemFacts[]) => DebtorFacts;
  };
};

/** Payers with the debtors they pay for, one after another. A payer that the filter leaves out is asked all the same. */
export async function* readFamilies(source: FactSource): AsyncGenerator<DebtorFacts[]> {
  const { companyId, bulk, filter, shape, items, make } = source;
  items.begin();
  const family = new Family(await readPayers(source));
  for await (const debtors of bulk.read(debtorQuery(companyId, filter, shape), 2000)) {
    const found: DebtorFacts[] = [];
    for (const row of debtors) {
      const [id = '', payerId = ''] = [row[0] ?? '', row[12] ?? ''];
      const own = await items.of(payerId + id, make.item);
      if (own.length > 0) found.push(...family.add(payerId, make.debtor(row, own)));
    }
    if (found.length > 0) yield found;
  }
  const last = family.take();
  if (last.length > 0) yield last;
}

async function readPayers({ companyId, bulk, make }: FactSource): Promise<Map<string, DebtorFacts>> {
  const payers = new Map<string, DebtorFacts>();
  for await (const rows of bulk.read(payerQuery(companyId), 2000)) {
    for (const row of rows) payers.set(row[0] ?? '', make.debtor(row, []));
  }
  return payers;
}

/** Puts the debtors of one payer together, given one after another in the order of their payers. */
class Family {
  readonly #payers: ReadonlyMap<string, DebtorFacts>;
  #payer: DebtorFacts | null = null;
  #members: DebtorFacts[] = [];

  constructor(payers: ReadonlyMap<string, DebtorFacts>) {
    this.#payers = payers;
  }

  /** @returns the family before, once a debtor of the next one comes */
  add(payerId: string, member: DebtorFacts): DebtorFacts[] {
    const before = this.#payer && this.#payer.id !== payerId ? this.take() : [];
    this.#payer ??= this.#payers.get(payerId) ?? member;
    this.#members.push(member);
    return before;
  }

  /** @returns the payer with all that it is asked for; nothing where nobody came */
  take(): DebtorFacts[] {
    const [payer, members] = [this.#payer, this.#members];
    this.#payer = null;
    this.#members = [];
    if (!payer) return [];
    const items = members.flatMap((member) => itemsOf(member, payer.id));
    return [{ ...payer, items, paysFor: members.map(({ items: _, ...party }) => party) }];
  }
}

function itemsOf({ id, items }: DebtorFacts, payerId: string): readonly ItemFacts[] {
  return id === payerId ? items : items.map((item) => ({ ...item, owedBy: id }));
}
