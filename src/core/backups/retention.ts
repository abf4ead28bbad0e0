/** How many backups are kept: the newest of each of so many days, weeks and months that have one. */
export const KEPT = { days: 7, weeks: 5, months: 12 } as const;
/** Longer than a night and a morning without a good backup is told. */
export const LATE_AFTER_HOURS = 26;

export type KeptBackup = { readonly id: string; readonly takenAt: Temporal.Instant };

/**
 * Which of these may go. Days are those of UTC, as in the names of the files; weeks begin on Monday. The newest always
 * stays.
 * @returns their ids
 */
export function backupsToRemove(backups: readonly KeptBackup[]): readonly string[] {
  const newestFirst = backups.toSorted((one, other) => Temporal.Instant.compare(other.takenAt, one.takenAt));
  const kept = new Set<string>();
  const rules = [
    [KEPT.days, (day: Temporal.PlainDate) => day.toString()],
    [KEPT.weeks, (day: Temporal.PlainDate) => `${day.yearOfWeek}-${day.weekOfYear}`],
    [KEPT.months, (day: Temporal.PlainDate) => `${day.year}-${day.month}`],
  ] as const;
  for (const [count, period] of rules) {
    const seen = new Set<string>();
    for (const { id, takenAt } of newestFirst) {
      const its = period(takenAt.toZonedDateTimeISO('UTC').toPlainDate());
      if (seen.has(its) || seen.size === count) continue;
      seen.add(its);
      kept.add(id);
    }
  }
  return newestFirst.filter(({ id }) => !kept.has(id)).map(({ id }) => id);
}

/** Whether it is to be told that no good backup is there. @param lastGoodAt null: there never was one */
export function isBackupLate(
  lastGoodAt: Temporal.Instant | null,
  since: Temporal.Instant,
  now: Temporal.Instant,
): boolean {
  const from = lastGoodAt ?? since;
  return now.since(from).total('hours') > LATE_AFTER_HOURS;
}
