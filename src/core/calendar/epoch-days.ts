/**
 * A day as a whole number of days since 1970-01-01. The engine weighs a million items a run: adding and comparing
 * numbers is what it does most, and a Temporal.PlainDate for each would cost more than all its rules.
 */
export type EpochDay = number;

/** '2026-03-31' as a number. For text a machine wrote: it is not checked. */
export function epochDayFrom(iso: string): EpochDay {
  return fromParts(Number(iso.slice(0, 4)), Number(iso.slice(5, 7)), Number(iso.slice(8, 10)));
}

export function epochDayOf({ year, month, day }: Temporal.PlainDate): EpochDay {
  return fromParts(year, month, day);
}

/** '2026-03-31' of a number. */
export function isoDay(epochDay: EpochDay): string {
  const { year, month, day } = partsOf(epochDay);
  return `${String(year).padStart(4, '0')}-${month < 10 ? '0' : ''}${month}-${day < 10 ? '0' : ''}${day}`;
}

export function plainDate(epochDay: EpochDay): Temporal.PlainDate {
  const { year, month, day } = partsOf(epochDay);
  return new Temporal.PlainDate(year, month, day);
}

/** 1 for Monday to 7 for Sunday. */
export function weekdayOf(epochDay: EpochDay): number {
  return ((((epochDay + 3) % 7) + 7) % 7) + 1;
}

/** The last day of the month the day lies in. */
export function endOfMonth(epochDay: EpochDay): EpochDay {
  const { year, month } = partsOf(epochDay);
  return (month === 12 ? fromParts(year + 1, 1, 1) : fromParts(year, month + 1, 1)) - 1;
}

// The proleptic Gregorian calendar in eras of 400 years that begin on 1 March, so that the leap day comes last.
const ERA_DAYS = 146_097;
const EPOCH_SHIFT = 719_468;

export function fromParts(year: number, month: number, day: number): EpochDay {
  const marchYear = month <= 2 ? year - 1 : year;
  const era = Math.floor(marchYear / 400);
  const yearOfEra = marchYear - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * ERA_DAYS + dayOfEra - EPOCH_SHIFT;
}

export function partsOf(epochDay: EpochDay): { year: number; month: number; day: number } {
  const shifted = epochDay + EPOCH_SHIFT;
  const era = Math.floor(shifted / ERA_DAYS);
  const dayOfEra = shifted - era * ERA_DAYS;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return { year, month, day: dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1 };
}
