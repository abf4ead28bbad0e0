/**
 * Values by a key that mostly bears one: a hundred thousand numbers and references would otherwise each need a list of its
 * own. Lists are made for the few that share a key.
 */
export type Grouped<Key, Value> = {
  readonly firsts: Map<Key, Value>;
  readonly lists: Map<Key, Value[]>;
};

export function emptyGroups<Key, Value>(): Grouped<Key, Value> {
  return { firsts: new Map(), lists: new Map() };
}

export function addTo<Key, Value>({ firsts, lists }: Grouped<Key, Value>, key: Key, value: Value): void {
  const first = firsts.get(key);
  if (first === undefined) {
    firsts.set(key, value);
    return;
  }
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [first, value]);
}

export function allOf<Key, Value>({ firsts, lists }: Grouped<Key, Value>, key: Key): readonly Value[] {
  const list = lists.get(key);
  if (list) return list;
  const first = firsts.get(key);
  return first === undefined ? [] : [first];
}
