import { useCallback, useMemo, useState } from 'react';

/**
 * What is ticked in a list: some rows by their key, or all that match, which is a question and not a list of ids
 * until the act. It survives paging; a change of filters begins anew (pass the filters as `of`).
 */
export type Selection = {
  readonly keys: ReadonlySet<string>;
  readonly allMatching: boolean;
  count(total: number): number;
  has(key: string): boolean;
  toggle(key: string): void;
  setMany(keys: readonly string[], on: boolean): void;
  selectAllMatching(): void;
  clear(): void;
};

type Ticked = { of: string; keys: ReadonlySet<string>; allMatching: boolean };
const NOTHING: ReadonlySet<string> = new Set();

export function useSelection(of = ''): Selection {
  const [kept, setKept] = useState<Ticked>({ of, keys: NOTHING, allMatching: false });
  const ticked = kept.of === of ? kept : { of, keys: NOTHING, allMatching: false };
  const change = useCallback(
    (next: (keys: Set<string>) => void) =>
      setKept((before) => {
        const keys = new Set(before.of === of ? before.keys : NOTHING);
        next(keys);
        return { of, keys, allMatching: false };
      }),
    [of],
  );
  return useMemo(
    () => ({
      keys: ticked.keys,
      allMatching: ticked.allMatching,
      count: (total) => (ticked.allMatching ? total : ticked.keys.size),
      has: (key) => ticked.allMatching || ticked.keys.has(key),
      toggle: (key) => change((keys) => void (keys.delete(key) || keys.add(key))),
      setMany: (many, on) =>
        change((keys) => {
          for (const key of many) on ? keys.add(key) : keys.delete(key);
        }),
      selectAllMatching: () => setKept({ of, keys: NOTHING, allMatching: true }),
      clear: () => setKept({ of, keys: NOTHING, allMatching: false }),
    }),
    [ticked.keys, ticked.allMatching, change, of],
  );
}
