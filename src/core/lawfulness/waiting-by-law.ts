import type { EpochDay } from '#core/calendar/epoch-days.ts';
import type { FirstNotice, GivenGate } from '#core/dunning/facts.ts';
import type { Step } from '#core/dunning/policy.ts';
import { belgianWaiting, dutchLetterTerm, type WaitingPeriod } from '#core/interest/waiting-periods.ts';
import type { DebtorKind } from '#core/receivables/kinds.ts';
import type { Announcement } from './step-law.ts';
import { findStepLaw } from './step-laws.ts';

/** What of an item a statutory waiting period depends on. */
export type WaitingFacts = {
  readonly dueOn: EpochDay;
  /** The reminder the law makes interest or costs wait for, where one was issued. */
  readonly firstNotice?: FirstNotice | null | undefined;
};

/**
 * The gate `waiting_by_law`: a step that asks interest or costs, or hands the debt over, while the days that the law
 * leaves after the reminder still run. Free reminders may go out meanwhile. Null where nothing waits. The hot path: it
 * answers at once where no notice waits.
 * Sources: CDE, art. XIX.2 (Belgian consumers); BW, art. 6:96 lid 6 (Dutch consumers).
 */
export function waitingByLaw(
  item: WaitingFacts,
  step: Step,
  { country, kind, on }: { country: string | null; kind: DebtorKind; on: EpochDay },
): GivenGate | null {
  const { firstNotice } = item;
  if (!firstNotice || country === null) return null;
  const announcement = findStepLaw(country, kind)?.announcement;
  if (!announcement || !waitsFor(announcement, step)) return null;
  const period = announcedPeriod(announcement, firstNotice, item.dueOn);
  if (!period || on >= period.claimableOn) return null;
  return { because: 'waiting_by_law', facts: { law: announcement.ground.cite }, until: period.claimableOn };
}

/** Whether a step asks what the announcement opens; a debt is handed over with its costs. */
function waitsFor({ opens }: Announcement, { kind, interest, fee }: Step): boolean {
  if (kind === 'hand_over') return true;
  return (
    (fee.kind !== 'none' && opens.includes('fee')) || (interest.kind !== 'none' && opens.includes('interest'))
  );
}

/** The days that a reminder sent on a day leaves; null where the law names none. One sent before the due date counts from it. */
export function announcedPeriod(
  { period }: Announcement,
  { sentOn, by }: FirstNotice,
  dueOn: EpochDay,
): WaitingPeriod | null {
  if (!period) return null;
  const from = Math.max(sentOn, dueOn);
  return period.counted === 'be_waiting' ? belgianWaiting(from, by) : dutchLetterTerm(from, by);
}
