/** Money kept on account here, and a document of the ledger that may be the same. Both are credits: negative. */
export type Doubled = {
  readonly ourItemId: string;
  readonly theirItemId: string;
  readonly ourOpen: bigint;
  readonly theirOpen: bigint;
};

export type SameMoney = {
  /** Ours that the ledger's document takes the place of. */
  readonly given: readonly Doubled[];
  /** For a person to say. */
  readonly asked: readonly Doubled[];
};

/**
 * Money that stayed on account is here before it is in the ledger. Where the ledger then has a credit of exactly that amount,
 * and neither could be paired with another, it is the same money; else a person says so. Until then both are taken off what
 * the debtor owes: nobody is reminded of what may be covered.
 */
export function decideSameMoney(pairs: readonly Doubled[]): SameMoney {
  const exact = pairs.filter(({ ourOpen, theirOpen }) => ourOpen === theirOpen);
  const times = (id: string, of: 'ourItemId' | 'theirItemId') =>
    exact.filter((pair) => pair[of] === id).length;
  const given = exact.filter(
    ({ ourItemId, theirItemId }) =>
      times(ourItemId, 'ourItemId') === 1 && times(theirItemId, 'theirItemId') === 1,
  );
  const [ours, theirs] = [
    new Set(given.map(({ ourItemId }) => ourItemId)),
    new Set(given.map(({ theirItemId }) => theirItemId)),
  ];
  const rest = pairs.filter(({ ourItemId, theirItemId }) => !ours.has(ourItemId) && !theirs.has(theirItemId));
  const asked = rest.filter(
    ({ ourItemId }, index) => rest.findIndex((other) => other.ourItemId === ourItemId) === index,
  );
  return { given, asked };
}
