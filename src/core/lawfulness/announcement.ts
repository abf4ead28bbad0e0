import { type EpochDay, epochDayFrom } from '#core/calendar/epoch-days.ts';
import type { Policy } from '#core/dunning/policy.ts';
import type { ProposalLine } from '#core/dunning/proposal-line.ts';
import type { CompanyLaw } from '#core/interest/late-interest.ts';
import type { Channel, DebtorKind } from '#core/receivables/kinds.ts';
import type { Announcement } from './step-law.ts';
import { findStepLaw } from './step-laws.ts';
import { announcedPeriod } from './waiting-by-law.ts';

/** What of a notice decides whether it is the one the law wants before interest or costs. */
export type AnnouncingNotice = {
  readonly proposal: {
    readonly level: number | null;
    readonly channel: Channel;
    readonly datedOn: string;
    readonly lines: readonly Pick<ProposalLine, 'level' | 'firstNotice' | 'dueOn'>[];
  };
  readonly policy: Policy;
  readonly kind: DebtorKind;
};

/**
 * The announcement a notice must be: where an item on it has not been announced yet, and the policy stands at the step
 * the law wants it at. Null where it need not be one.
 */
export function announces(
  { proposal, policy, kind }: AnnouncingNotice,
  law: CompanyLaw,
): Announcement | null {
  const announcement = findStepLaw(law.country, kind)?.announcement;
  if (!announcement || proposal.level === null) return null;
  const at = announcingLevel(policy, announcement);
  const waits = proposal.lines.some(
    ({ level, firstNotice }) => level !== null && level >= at && !firstNotice,
  );
  return waits ? announcement : null;
}

/** The level whose notice announces: the first, or the last before costs. Beyond all levels where nothing is ever asked. */
export function announcingLevel({ steps }: Policy, { at, opens }: Announcement): number {
  const notices = steps.filter(({ kind }) => kind === 'notice');
  if (at === 'first') return 1;
  const asking = notices.findIndex(
    ({ interest, fee }) =>
      (opens.includes('fee') && fee.kind !== 'none') ||
      (opens.includes('interest') && interest.kind !== 'none'),
  );
  return asking === -1 ? Number.POSITIVE_INFINITY : Math.max(1, notices[asking - 1]?.level ?? 1);
}

/** The first deadline that leaves the days of the law, counted from the notice's own day and channel; null where none is asked. */
export function lawfulDeadline(notice: AnnouncingNotice, law: CompanyLaw): EpochDay | null {
  const announcement = announces(notice, law);
  if (!announcement) return null;
  const sentOn = epochDayFrom(notice.proposal.datedOn);
  const by = notice.proposal.channel === 'mail' ? 'mail' : 'post';
  return announcedPeriod(announcement, { sentOn, by }, sentOn)?.endsOn ?? null;
}
