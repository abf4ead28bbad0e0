import { type EpochDay, fromParts } from './epoch-days.ts';

/** National public holidays: fixed ones as [month, day], moving ones as days from Easter Sunday. */
const HOLIDAYS = {
  BE: { fixed: '1-1 5-1 7-21 8-15 11-1 11-11 12-25', easter: [1, 39, 50] },
  DE: { fixed: '1-1 5-1 10-3 12-25 12-26', easter: [-2, 1, 39, 50] },
  FR: { fixed: '1-1 5-1 5-8 7-14 8-15 11-1 11-11 12-25', easter: [1, 39, 50] },
  LU: { fixed: '1-1 5-1 5-9 6-23 8-15 11-1 12-25 12-26', easter: [1, 39, 50] },
  NL: { fixed: '1-1 4-27 12-25 12-26', easter: [1, 39, 50] },
} as const;

export function isHolidayCountry(country: string): country is keyof typeof HOLIDAYS {
  return Object.hasOwn(HOLIDAYS, country);
}

/** The public holidays of a country from one year to another, both included; none where the country is not known. */
export function publicHolidays(
  country: string | null,
  fromYear: number,
  toYear: number,
): ReadonlySet<EpochDay> {
  const days = new Set<EpochDay>();
  if (country === null || !isHolidayCountry(country)) return days;
  const { fixed, easter } = HOLIDAYS[country];
  for (let year = fromYear; year <= toYear; year += 1) {
    for (const text of fixed.split(' ')) {
      const [month = 1, day = 1] = text.split('-').map(Number);
      days.add(fromParts(year, month, day));
    }
    const sunday = easterSunday(year);
    for (const offset of easter) days.add(sunday + offset);
  }
  return days;
}

/** Easter Sunday of the Gregorian calendar (Oudin's rule). */
export function easterSunday(year: number): EpochDay {
  const century = Math.floor(year / 100);
  const golden = year % 19;
  const solar = Math.floor((century - 17) / 25);
  let moon = (century - Math.floor(century / 4) - Math.floor((century - solar) / 3) + 19 * golden + 15) % 30;
  const late = Math.floor(moon / 28);
  moon -= late * (1 - late * Math.floor(29 / (moon + 1)) * Math.floor((21 - golden) / 11));
  const weekday = (year + Math.floor(year / 4) + moon + 2 - century + Math.floor(century / 4)) % 7;
  const offset = moon - weekday;
  const month = 3 + Math.floor((offset + 40) / 44);
  return fromParts(year, month, offset + 28 - 31 * Math.floor(month / 4));
}
