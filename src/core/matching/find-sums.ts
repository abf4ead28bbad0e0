/** What was found of the sums that make an amount; `gaveUp` where not every sum could be tried. */
export type Sums = { readonly found: readonly (readonly number[])[]; readonly gaveUp: boolean };

/** Sums tried before the search gives up, and items among which every sum is tried. */
const STEPS_MAX = 20_000;
export const EVERY_SUM_OF = 14;

/**
 * The sets of two amounts or more (by their places) that add up to the amount, the smallest sets first, `most` of them at most.
 * Among many amounts only pairs and triples are tried, and it says that it gave up.
 */
export function findSums(amounts: readonly bigint[], wanted: bigint, most: number): Sums {
  const found: (readonly number[])[] = [];
  const largest = amounts.length <= EVERY_SUM_OF ? amounts.length : 3;
  let steps = 0;
  const reach = reachOf(amounts);

  function extend(from: number, left: bigint, missing: number, chosen: number[]): void {
    for (let at = from; at <= amounts.length - missing; at += 1) {
      if (found.length >= most || steps >= STEPS_MAX) return;
      steps += 1;
      const rest = left - (amounts[at] ?? 0n);
      if (missing === 1) {
        if (rest === 0n) found.push([...chosen, at]);
      } else if (isWithinReach(rest, reach[at + 1])) extend(at + 1, rest, missing - 1, [...chosen, at]);
    }
  }

  for (let size = 2; size <= largest && found.length < most; size += 1) extend(0, wanted, size, []);
  return { found, gaveUp: steps >= STEPS_MAX || (largest < amounts.length && found.length < most) };
}

type Reach = { readonly up: bigint; readonly down: bigint };

/** From each place on: the most that can be added, and the most that can be taken off. */
function reachOf(amounts: readonly bigint[]): readonly Reach[] {
  const reach: Reach[] = [{ up: 0n, down: 0n }];
  for (const amount of amounts.toReversed()) {
    const { up, down } = reach[0] ?? { up: 0n, down: 0n };
    reach.unshift(amount > 0n ? { up: up + amount, down } : { up, down: down + amount });
  }
  return reach;
}

function isWithinReach(rest: bigint, reach: Reach | undefined): boolean {
  return reach !== undefined && rest <= reach.up && rest >= reach.down;
}
