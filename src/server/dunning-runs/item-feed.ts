import type { ItemFacts } from '#core/dunning/facts.ts';
import type { TextRow } from '#server/platform/stream-rows.ts';

type Portions = AsyncGenerator<readonly TextRow[]>;

/** The items of one debtor after another, from a stream in the same order: by its first column. */
export class ItemFeed {
  readonly #portions: Portions;
  readonly #make: (row: TextRow) => ItemFacts;
  #rows: readonly TextRow[] = [];
  #next = 0;
  #ended = false;

  constructor(portions: Portions, make: (row: TextRow) => ItemFacts) {
    this.#portions = portions;
    this.#make = make;
  }

  async of(debtorId: string): Promise<ItemFacts[]> {
    const found: ItemFacts[] = [];
    for (;;) {
      while (this.#next === this.#rows.length) if (!(await this.#fill())) return found;
      const row = this.#rows[this.#next];
      const owner = row?.[0] ?? '';
      if (!row || owner > debtorId) return found;
      if (owner === debtorId) found.push(this.#make(row));
      this.#next += 1;
    }
  }

  /** Whoever stops early gives the connection back. */
  async close(): Promise<void> {
    await this.#portions.return(undefined);
  }

  async #fill(): Promise<boolean> {
    if (this.#ended) return false;
    const { value, done } = await this.#portions.next();
    this.#ended = done ?? false;
    this.#rows = done ? [] : value;
    this.#next = 0;
    return !this.#ended;
  }
}
