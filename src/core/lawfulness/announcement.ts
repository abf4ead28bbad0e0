import type { EpochDay } from '#core/calendar/epoch-days.ts';
import type { FirstNotice } from '#core/dunning/facts.ts';
import type { Policy } from '#core/dunning/policy.ts';
import type { CompanyLaw } from '#core/interest/late-interest.ts';
import type { Channel, DebtorKind } from '#core/receivables/kinds.ts';
import type { Announcement } from './step-law.ts';
import { findStepLaw } from './step-laws.ts';
import { announcedPeriod } from './waiting-by-law.ts';

/** What of a notice decides whether it is the one the law wants before interest or costs. */
export type AnnouncingNotice = {
  readonly level: number | null;
  /** The day it carries. */
  readonly on: EpochDay;
  readonly channels: readonly Channel[];
  readonly lines: readonly {
    readonly level: number | null;
    readonly firstNotice?: FirstNotice | null | undefined;
  }[];
  readonly policy: Policy;
  readonly kind: DebtorKind;
};

/**
 * The announcement a notice must be: where an item on it was not announced yet, and has come to the level the law wants
 * it at. It then speaks for every item the notice reaches: claims go in one letter. Null where it need not be one.
 */
export function announces(
  { level, lines, policy, kind }: AnnouncingNotice,
  law: CompanyLaw | null,
): Announcement | null {
  const announcement = law && findStepLaw(law.country, kind)?.announcement;
  if (!announcement || level === null) return null;
  const at = announcingLevel(policy, announcement);
  const waits = lines.some((line) => line.level !== null && line.level >= at && !line.firstNotice);
  return waits ? announcement : null;
}

/** The level whose notice announces: the first, or the last before costs. Beyond all levels where nothing is ever asked. */
export function announcingLevel({ steps }: Policy, { at, opens }: Announcement): number {
  if (at === 'first') return 1;
  const notices = steps.filter(({ kind }) => kind === 'notice');
  const asking = notices.findIndex((step) => opens.some((cost) => step[cost].kind !== 'none'));
  return asking === -1 ? Number.POSITIVE_INFINITY : Math.max(1, notices[asking - 1]?.level ?? 1);
}

/** The first deadline that leaves the days of the law, counted from the notice's own day and channel; null where none is asked. */
export function lawfulDeadline(notice: AnnouncingNotice, law: CompanyLaw | null): EpochDay | null {
  const announcement = announces(notice, law);
  if (!announcement) return null;
  const { on } = notice;
  return announcedPeriod(announcement, { sentOn: on, by: sentBy(notice.channels) }, on)?.endsOn ?? null;
}

/** The deadline a notice prints: the policy's, or the law's where that is later. */
export function deadlineByLaw(wanted: EpochDay, notice: AnnouncingNotice, law: CompanyLaw | null): EpochDay {
  const least = lawfulDeadline(notice, law);
  return least !== null && least > wanted ? least : wanted;
}

/** The law counts from sending by mail; by any other channel it is taken to be as slow as the post. */
export function sentBy(channels: readonly Channel[]): FirstNotice['by'] {
  return channels.every((channel) => channel === 'mail') ? 'mail' : 'post';
}
