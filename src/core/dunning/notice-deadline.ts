import type { EpochDay } from '#core/calendar/epoch-days.ts';
import type { Step } from '#core/dunning/policy.ts';
import type { CompanyLaw } from '#core/interest/late-interest.ts';
import { type AnnouncingNotice, deadlineByLaw } from '#core/lawfulness/announcement.ts';

/** The last day to pay that a letter prints: the days its step gives, or the law's where it wants more of them left. */
export function noticeDeadline(step: Step, notice: AnnouncingNotice, law: CompanyLaw | null): EpochDay {
  const wanted = notice.on + step.deadlineDays;
  return step.kind === 'notice' ? deadlineByLaw(wanted, notice, law) : wanted;
}
