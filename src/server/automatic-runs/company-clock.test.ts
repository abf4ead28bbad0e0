import { expect, test } from 'vitest';
import { companyNow } from './company-clock.ts';

const at = Temporal.Instant.from('2026-11-22T22:30:00Z');

test('the wall shows the day it is there, and RAPPEL_TODAY at the hour it really is', () => {
  const real = companyNow(
    { now: () => at, today: (zone) => at.toZonedDateTimeISO(zone).toPlainDate() },
    'Asia/Tokyo',
  );
  expect(real).toEqual({ today: Temporal.PlainDate.from('2026-11-23'), now: at });
  const set = companyNow(
    { now: () => at, today: () => Temporal.PlainDate.from('2026-07-15') },
    'Europe/Brussels',
  );
  expect(set.now.toString()).toBe('2026-07-15T21:30:00Z');
});
