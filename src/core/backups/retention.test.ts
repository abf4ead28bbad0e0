import { describe, expect, test } from 'vitest';
import { backupsToRemove, isBackupLate } from './retention.ts';

const at = (day: string) => Temporal.Instant.from(`${day}T02:30:00Z`);

/** A backup each night of so many days, the last on 2026-03-31; each is known by its day. */
function nights(count: number) {
  const last = Temporal.PlainDate.from('2026-03-31');
  return Array.from({ length: count }, (_, ago) => {
    const day = last.subtract({ days: ago }).toString();
    return { id: day, takenAt: at(day) };
  });
}

const keptOf = (backups: ReturnType<typeof nights>) => {
  const gone = new Set(backupsToRemove(backups));
  return backups.filter(({ id }) => !gone.has(id)).map(({ id }) => id);
};

describe('what is kept', () => {
  test.each([
    [1, ['2026-03-31']],
    [7, ['2026-03-31', '2026-03-30', '2026-03-29', '2026-03-28', '2026-03-27', '2026-03-26', '2026-03-25']],
    // The eighth night is a Tuesday, in the week of the seventh: it is nobody's newest.
    [8, ['2026-03-31', '2026-03-30', '2026-03-29', '2026-03-28', '2026-03-27', '2026-03-26', '2026-03-25']],
  ])('of %i nights', (count, kept) => {
    expect(keptOf(nights(count))).toEqual(kept);
  });

  test('of a year and a half: 7 days, the Sundays of 5 weeks, the last days of 12 months', () => {
    expect(keptOf(nights(550))).toEqual([
      ...['2026-03-31', '2026-03-30', '2026-03-29', '2026-03-28', '2026-03-27', '2026-03-26', '2026-03-25'],
      ...['2026-03-22', '2026-03-15', '2026-03-08', '2026-02-28', '2026-01-31', '2025-12-31', '2025-11-30'],
      ...['2025-10-31', '2025-09-30', '2025-08-31', '2025-07-31', '2025-06-30', '2025-05-31', '2025-04-30'],
    ]);
  });

  test('after a long pause the last one stays, however old', () => {
    expect(backupsToRemove([{ id: 'old', takenAt: at('2020-01-01') }])).toEqual([]);
  });

  test('of two on one day the later one', () => {
    const early = { id: 'early', takenAt: Temporal.Instant.from('2026-03-31T01:00:00Z') };
    expect(backupsToRemove([early, ...nights(1)])).toEqual(['early']);
  });
});

describe('late', () => {
  const now = Temporal.Instant.from('2026-03-31T12:00:00Z');
  test.each([
    ['26 hours after the last good one', '2026-03-30T10:00:00Z', false],
    ['one second later', '2026-03-30T09:59:59Z', true],
  ])('%s', (_, last, late) => {
    expect(isBackupLate(Temporal.Instant.from(last), at('2026-01-01'), now)).toBe(late);
  });
  test('a new installation is given the same time for its first', () => {
    expect(isBackupLate(null, now.subtract({ hours: 26 }), now)).toBe(false);
    expect(isBackupLate(null, now.subtract({ hours: 27 }), now)).toBe(true);
  });
});
