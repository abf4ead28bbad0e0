/** What a part of a settlement took off its item, and how much of that the ledger has shown since. */
export type StandingPart = { readonly amountMinor: bigint; readonly confirmedMinor: bigint };

/**
 * What an item gets back when a part is taken back. What the ledger has confirmed is the ledger's own by now: it stays as
 * the ledger has it, until a list says otherwise.
 */
export function givenBack({ amountMinor, confirmedMinor }: StandingPart): bigint {
  return amountMinor - confirmedMinor;
}

/** An item as it stands, and as it would once this is given back; null where it cannot be: it would be open beyond its amount. */
export function openAfterTakingBack(
  item: { readonly openMinor: bigint; readonly amountMinor: bigint },
  back: bigint,
): bigint | null {
  const open = item.openMinor + back;
  const turned = open !== 0n && item.amountMinor !== 0n && open < 0n !== item.amountMinor < 0n;
  return turned || (back !== 0n && abs(open) > abs(item.amountMinor)) ? null : open;
}

function abs(value: bigint): bigint {
  return value < 0n ? -value : value;
}
