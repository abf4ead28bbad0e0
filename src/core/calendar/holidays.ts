import { type EpochDay, fromParts, weekdayOf } from './epoch-days.ts';

/**
 * National public holidays; those of a region, and feasts that follow the moon and are set each year, are not in it.
 * '5-1' is 1 May, 'E39' the 39th day after Easter Sunday, '5-1>' the first Monday from 1 May on, '6-1<' the last Monday
 * before 1 June. '^': on a weekend, the next working day is one too. '@2026': since that year.
 */
const HOLIDAYS = {
  AT: '1-1 1-6 E1 5-1 E39 E50 E60 8-15 10-26 11-1 12-8 12-25 12-26',
  BE: '1-1 E1 5-1 E39 E50 7-21 8-15 11-1 11-11 12-25',
  BF: '1-1 1-3 3-8 E1 5-1 E39 8-5 8-15 11-1 12-11 12-25',
  BJ: '1-1 1-10 E1 5-1 E39 E50 8-1 8-15 11-1 12-25',
  CD: '1-1 1-4 1-16 1-17 5-1 5-17 6-30 8-1 12-25',
  CF: '1-1 3-29 E1 5-1 E39 E50 6-30 8-13 8-15 11-1 12-1 12-25',
  CG: '1-1 E1 5-1 E39 E50 6-10 8-15 11-1 11-28 12-25',
  // In every canton; most have more.
  CH: '1-1 E39 8-1 12-25',
  CI: '1-1 E1 5-1 E39 E50 8-7 8-15 11-1 11-15 12-25',
  CM: '1-1 2-11 E-2 5-1 E39 5-20 8-15 12-25',
  DE: '1-1 E-2 E1 5-1 E39 E50 10-3 12-25 12-26',
  ES: '1-1 1-6 E-2 5-1 8-15 10-12 11-1 12-6 12-8 12-25',
  FR: '1-1 E1 5-1 5-8 E39 E50 7-14 8-15 11-1 11-11 12-25',
  GA: '1-1 E1 4-17 5-1 E50 8-15 8-16 8-17 11-1 12-25',
  // England and Wales.
  GB: '1-1^ E-2 E1 5-1> 6-1< 9-1< 12-25^ 12-26^',
  GN: '1-1 E1 4-3 5-1 5-25 8-15 10-2 12-25',
  GW: '1-1 1-20 3-8 5-1 8-3 9-24 11-14 12-25',
  // Saint Brigid is kept on 1 February itself where that is a Friday.
  IE: '1-1^ 2-1>5@2023 3-17^ E1 5-1> 6-1> 8-1> 11-1< 12-25^ 12-26^',
  IT: '1-1 1-6 E1 4-25 5-1 6-2 8-15 10-4@2026 11-1 12-8 12-25 12-26',
  LU: '1-1 E1 5-1 5-9 E39 E50 6-23 8-15 11-1 12-25 12-26',
  ML: '1-1 1-20 3-26 E1 5-1 5-25 9-22 12-25',
  NE: '1-1 E1 4-24 5-1 8-3 12-18 12-25',
  // The king's day is kept on the Saturday where it is a Sunday.
  NL: '1-1 E1 4-27- E39 E50 12-25 12-26',
  PT: '1-1 E-2 4-25 5-1 E60 6-10 8-15 10-5 11-1 12-1 12-8 12-25',
  SN: '1-1 E1 4-4 5-1 E39 E50 8-15 11-1 12-25',
  TD: '1-1 E1 5-1 8-11 11-1 11-28 12-1 12-25',
  TG: '1-1 1-13 E1 4-27 5-1 E39 E50 6-21 8-15 11-1 12-25',
} as const;
export const HOLIDAY_COUNTRIES = Object.keys(HOLIDAYS).sort();

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
  const rules = HOLIDAYS[country].split(' ');
  for (let year = fromYear; year <= toYear; year += 1) {
    const sunday = easterSunday(year);
    for (const rule of rules) {
      const day = dayOf(rule, year, sunday);
      if (day !== null) days.add(day);
    }
    addSubstitutes(days, rules, year);
  }
  return days;
}

const RULE = /^(?:E(-?\d+)|(\d+)-(\d+)(>5|[><^-])?(?:@(\d+))?)$/;

function dayOf(rule: string, year: number, easter: EpochDay): EpochDay | null {
  const [, offset, month, date, turn, since] = RULE.exec(rule) ?? [];
  if (offset !== undefined) return easter + Number(offset);
  if (since !== undefined && year < Number(since)) return null;
  const day = fromParts(year, Number(month), Number(date));
  const weekday = weekdayOf(day);
  switch (turn) {
    case '>':
      return day + ((8 - weekday) % 7);
    case '>5':
      return weekday === 5 ? day : day + ((8 - weekday) % 7);
    case '<':
      return day - (weekday === 1 ? 7 : weekday - 1);
    case '-':
      return weekday === 7 ? day - 1 : day;
    default:
      return day;
  }
}

function addSubstitutes(days: Set<EpochDay>, rules: readonly string[], year: number): void {
  for (const rule of rules) {
    const day = rule.endsWith('^') ? dayOf(rule, year, 0) : null;
    if (day === null || weekdayOf(day) < 6) continue;
    let next = day + 1;
    while (weekdayOf(next) >= 6 || days.has(next)) next += 1;
    days.add(next);
  }
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
