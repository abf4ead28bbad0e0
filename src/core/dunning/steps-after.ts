import type { Policy, StepBasis } from '#core/dunning/policy.ts';

/** The notice that follows a level, so far as a query can narrow by it: days from the due date or the last deadline. */
export type StepAfter = {
  readonly reached: number;
  /** Null: every level is done, and a person decides. */
  readonly days: number | null;
  readonly basis: StepBasis | null;
};

const LEVEL_MAX = 9;

/**
 * For each level an item may have reached, what the policy does next. Working days are taken as days of the calendar:
 * a query that narrows by this finds all that may be due, and some that are a day or two early.
 */
export function stepsAfter({ steps }: Policy): readonly StepAfter[] {
  const notices = steps
    .filter(({ kind, level }) => kind === 'notice' && level !== null)
    .toSorted((one, other) => (one.level ?? 0) - (other.level ?? 0));
  return Array.from({ length: LEVEL_MAX + 1 }, (_, reached) => {
    const next = notices.find(({ level }) => (level ?? 0) > reached);
    return { reached, days: next?.when.days ?? null, basis: next?.when.basis ?? null };
  });
}
