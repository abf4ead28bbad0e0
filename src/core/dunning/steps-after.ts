import { type EpochDay, isoDay } from '#core/calendar/epoch-days.ts';
import { addWorkingDays } from '#core/calendar/working-days.ts';
import type { CompiledPolicy } from '#core/dunning/compiled-policy.ts';
import type { Step, StepBasis } from '#core/dunning/policy.ts';

/**
 * The notice that follows a level, turned round so that a query can ask for it: not when an item's step opens, but from
 * which days it counts where it has opened by today. Working days and holidays are in it already.
 */
export type StepAfter = {
  readonly reached: number;
  /** What its days are counted from; null: every level is done, and a person decides. */
  readonly basis: StepBasis | 'last_notice' | null;
  /** The latest of those days with which it may go out today. */
  readonly latest: string | null;
  /** Of the last step where it repeats: gone out more often, every level is done. */
  readonly timesMax: number | null;
};

const LEVEL_MAX = 9;

/** For each level an item may have reached, what the policy does next, seen from today. */
export function stepsAfter({ notices, calendar }: CompiledPolicy, today: EpochDay): readonly StepAfter[] {
  const last = notices.at(-1);
  return Array.from({ length: LEVEL_MAX + 1 }, (_, reached) => {
    const next = notices.find(({ level }) => level > reached);
    if (next) {
      const latest = isoDay(latestDay(next.when, today, calendar));
      return { reached, basis: next.when.basis, latest, timesMax: null };
    }
    if (!last?.repeat || last.level !== reached)
      return { reached, basis: null, latest: null, timesMax: null };
    const latest = isoDay(today - last.repeat.everyDays);
    return { reached, basis: 'last_notice', latest, timesMax: last.repeat.timesMax };
  });
}

function latestDay(
  { days, count }: Step['when'],
  today: EpochDay,
  calendar: CompiledPolicy['calendar'],
): EpochDay {
  if (count === 'calendar') return today - days;
  // Counting never goes back as the first day goes on; from just after today it lands after today where days ≥ 0.
  let day = today + Math.max(0, -days) * 7 + 1;
  while (addWorkingDays(day, days, calendar) > today) day -= 1;
  return day;
}
