/** A standing part of a settlement, in the order they were made. */
export type ConfirmablePart = { readonly amountMinor: bigint; readonly confirmedMinor: bigint };

/**
 * Which parts the ledger shows now, when it shows so much more, or less, of what the bank settled of an item: the oldest come
 * in first, and the latest go out first. @returns what is confirmed of each, in the same order
 */
export function confirmParts(parts: readonly ConfirmablePart[], more: bigint): bigint[] {
  const confirmed = parts.map(({ confirmedMinor }) => confirmedMinor);
  let left = more;
  for (const [index, { amountMinor }] of parts.entries()) {
    const room = amountMinor - (confirmed[index] ?? 0n);
    const step = towards(left, room);
    confirmed[index] = (confirmed[index] ?? 0n) + step;
    left -= step;
  }
  for (let index = parts.length - 1; index >= 0; index -= 1) {
    const step = towards(left, -(confirmed[index] ?? 0n));
    confirmed[index] = (confirmed[index] ?? 0n) + step;
    left -= step;
  }
  return confirmed;
}

/** As much of `wanted` as there is room for, where both go the same way; else nothing. */
function towards(wanted: bigint, room: bigint): bigint {
  if (wanted > 0n && room > 0n) return wanted < room ? wanted : room;
  if (wanted < 0n && room < 0n) return wanted > room ? wanted : room;
  return 0n;
}
