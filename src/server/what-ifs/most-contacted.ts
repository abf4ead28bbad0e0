import type { Trx } from '#server/platform/db.ts';

type Days = { readonly tried: number; readonly sent: number };
const SHOWN = 10;

/** The debtors a policy would have contacted on the most days. Only as many are kept as are shown. */
export class MostContacted {
  #found: ({ readonly id: string } & Days)[] = [];

  add(id: string, days: Days): void {
    if (days.tried === 0 && days.sent === 0) return;
    const last = this.#found.at(-1);
    if (this.#found.length === SHOWN && last && !isMore({ id, ...days }, last)) return;
    this.#found = [...this.#found, { id, ...days }].sort((a, b) => (isMore(a, b) ? -1 : 1)).slice(0, SHOWN);
  }

  async list(trx: Trx) {
    const ids = this.#found.map(({ id }) => id);
    if (ids.length === 0) return [];
    const names = await trx
      .selectFrom('debtor')
      .select(['id', 'number', 'name'])
      .where('id', 'in', ids)
      .execute();
    const byId = new Map(names.map((debtor) => [debtor.id, debtor]));
    return this.#found.flatMap(({ id, tried, sent }) => {
      const debtor = byId.get(id);
      return debtor ? [{ debtor, tried, sent }] : [];
    });
  }
}

function isMore(a: { id: string } & Days, b: { id: string } & Days): boolean {
  return a.tried !== b.tried ? a.tried > b.tried : a.sent !== b.sent ? a.sent > b.sent : a.id < b.id;
}
