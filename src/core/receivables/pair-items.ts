import type { KnownItem } from '#core/receivables/merge-document.ts';

type Dated = { readonly item: { readonly dueOn: Temporal.PlainDate | null } };

/**
 * Which instalment of the file is which known one: by due date; then, if as many are left on both sides and none of
 * them is settled, in order (their dates were moved). What remains is new, or missing from the file.
 */
export function pairItems<Said extends Dated>(
  known: readonly KnownItem[],
  said: readonly Said[],
): { pairs: [KnownItem | undefined, Said][]; missing: KnownItem[] } {
  const left = new Set(known);
  const partners = new Map<Said, KnownItem>();
  const pair = (one: Said, item: KnownItem | undefined) => {
    if (!item) return;
    partners.set(one, item);
    left.delete(item);
  };
  for (const one of said) {
    const { dueOn } = one.item;
    pair(one, dueOn ? [...left].find((item) => item.dueOn.equals(dueOn)) : undefined);
  }
  const rest = said.filter((one) => !partners.has(one));
  const waiting = [...left].filter(({ open, banked }) => open + (banked?.provisional ?? 0n) !== 0n);
  if (said.length === 1 && known.length === 1) for (const one of rest) pair(one, known[0]);
  else if (rest.length === waiting.length)
    rest.forEach((one, index) => {
      pair(one, waiting[index]);
    });
  return { pairs: said.map((one) => [partners.get(one), one]), missing: [...left] };
}
