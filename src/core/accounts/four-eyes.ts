/** Whether a run is released by another person than the one who prepared it, and from which size on. */
export type FourEyesRule = {
  readonly on: boolean;
  /** In the company's currency; null: whatever it asks for. */
  readonly aboveMinor: bigint | null;
  readonly aboveNotices: number | null;
};

export type ReleasedRun = {
  readonly notices: number;
  /** In the company's currency. */
  readonly totalMinor: bigint;
  /** Whether part of it is in another currency: no limit in one's own says anything about that. */
  readonly hasOtherCurrency: boolean;
  /** Planned by Rappel itself, on a day that was announced. */
  readonly isAutomatic: boolean;
  readonly plannedBy: string | null;
  /** Whoever changed what it computed. */
  readonly changedBy: readonly string[];
  /**
   * What the same person prepared and released without another within the last day: a run that was split to stay below a
   * limit counts as the one it would have been.
   */
  readonly earlier: Size;
};

export type Size = Pick<ReleasedRun, 'notices' | 'totalMinor' | 'hasOtherCurrency'>;

/** How far back a split run is looked for. */
export const SPLIT_HOURS = 24;

export type ReleaseClosed = 'four_eyes_needed' | 'four_eyes_planner_unknown';

/** Whether the rule speaks of this run. Where both limits are given, passing either is enough. */
export function asksFourEyes({ on, aboveMinor, aboveNotices }: FourEyesRule, run: ReleasedRun): boolean {
  if (!on) return false;
  if (aboveMinor === null && aboveNotices === null) return true;
  const { earlier } = run;
  const hasOther = run.hasOtherCurrency || earlier.hasOtherCurrency;
  const isLarge = aboveMinor !== null && (hasOther || run.totalMinor + earlier.totalMinor > aboveMinor);
  return isLarge || (aboveNotices !== null && run.notices + earlier.notices > aboveNotices);
}

/**
 * Why somebody may not release a run, or null. A program has no eyes: what it planned, one person releases, and what a
 * person planned, it does not release.
 * @param by null: Rappel itself or the command line.
 */
export function whyReleaseClosed(
  rule: FourEyesRule,
  run: ReleasedRun,
  by: string | null,
): ReleaseClosed | null {
  if (!asksFourEyes(rule, run)) return null;
  if (by === null) return 'four_eyes_needed';
  if (run.plannedBy === null && !run.isAutomatic) return 'four_eyes_planner_unknown';
  return run.plannedBy === by || run.changedBy.includes(by) ? 'four_eyes_needed' : null;
}
