/** Requests within a minute, of whom; left out: any number, as in tests. */
export type RequestBudget = {
  /** @returns null while there is room; else what to say, and whether it is the first refusal of this minute */
  spend(kind: Spender, id: string, now: number): Overspent | null;
};
/** A machine may be a whole house behind one address; an asker is a user or an API key, once it is known which. */
export type Spender = 'machine' | 'asker';
export type Overspent = { readonly seconds: number; readonly most: number; readonly isFirst: boolean };

const MINUTE_MS = 60_000;

/**
 * Counts requests by machine and by asker, in this process: a program gone wild is slowed down before it slows down
 * others. What counts is short and known, never what a request says of itself.
 */
export function openRequestBudget(perMinute: Readonly<Record<Spender, number>>): RequestBudget {
  let minute = 0;
  let spent = new Map<string, number>();
  return {
    spend(kind, id, now) {
      const present = Math.floor(now / MINUTE_MS);
      if (present !== minute) {
        minute = present;
        spent = new Map();
      }
      const spender = `${kind} ${id}`;
      const count = (spent.get(spender) ?? 0) + 1;
      spent.set(spender, count);
      const most = perMinute[kind];
      if (count <= most) return null;
      const seconds = Math.max(1, Math.ceil(((present + 1) * MINUTE_MS - now) / 1000));
      return { seconds, most, isFirst: count === most + 1 };
    },
  };
}
