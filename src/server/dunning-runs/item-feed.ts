import type { ItemFacts } from '#core/dunning/facts.ts';
import type { TextRow } from '#server/platform/stream-rows.ts';

type Portions = AsyncGenerator<readonly TextRow[]>;

/** The items of one debtor after another, from a stream in the same order: by its first column. */
export class ItemFeed {
  readonly #portions: Portions;
  #rows: readonly TextRow[] = [];
  #next = 0;
  #ended = false;
  #coming: Promise<IteratorResult<readonly TextRow[]>> | null = null;

  constructor(portions: Portions) {
    this.#portions = portions;
  }

  /** Asks for the first rows already: the database sorts them while something else is done. */
  begin(): void {
    if (this.#coming || this.#rows.length > 0 || this.#ended) return;
    this.#coming = this.#portions.next();
    // Told to whoever asks for the first item.
    this.#coming.catch(() => {});
  }

  async of(debtorId: string, make: (row: TextRow) => ItemFacts): Promise<ItemFacts[]> {
    const found: ItemFacts[] = [];
    for (;;) {
      while (this.#next === this.#rows.length) if (!(await this.#fill())) return found;
      const row = this.#rows[this.#next];
      const owner = row?.[0] ?? '';
      if (!row || owner > debtorId) return found;
      if (owner === debtorId) found.push(make(row));
      this.#next += 1;
    }
  }

  /** Whoever stops early gives the connection back. */
  async close(): Promise<void> {
    await this.#portions.return(undefined);
  }

  async #fill(): Promise<boolean> {
    if (this.#ended) return false;
    const { value, done } = await (this.#coming ?? this.#portions.next());
    this.#coming = null;
    this.#ended = done ?? false;
    this.#rows = done ? [] : value;
    this.#next = 0;
    return !this.#ended;
  }
}
