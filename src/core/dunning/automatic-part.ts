import type { GivenGate } from '#core/dunning/facts.ts';
import { leftOutOf } from '#core/dunning/left-out.ts';
import type { DebtorPlan } from '#core/dunning/plan-debtor.ts';
import type { PlannedNotice } from '#core/dunning/plan-notices.ts';
import { isContact } from '#core/dunning/policy.ts';

const FOR_A_PERSON: GivenGate = { because: 'outside_run', facts: { option: 'part' }, until: null };

/** Whether nobody has to look first: its step is automatic, and nothing about it asks for a second look. */
export function goesUnseen({ mode, warnings }: Pick<PlannedNotice, 'mode' | 'warnings'>): boolean {
  return mode === 'automatic' && warnings.length === 0;
}

/**
 * What of a debtor's plan goes out by itself. Where one contact waits for a person the others wait with it, for people are
 * contacted, not items: the debtor would be left alone for the interval otherwise, and the notice that matters most would
 * be put off by one that matters less. Work in the house waits for nobody else's.
 */
export function automaticPart(plan: DebtorPlan, debtorId: string): DebtorPlan {
  if (plan.notices.every(goesUnseen)) return plan;
  const isHeld = plan.notices.some((notice) => isContact(notice.stepKind) && !goesUnseen(notice));
  const goes = (notice: PlannedNotice) => goesUnseen(notice) && !(isHeld && isContact(notice.stepKind));
  const notices = plan.notices.filter(goes);
  const going = new Set(askedItems(notices).map(({ id }) => id));
  const waiting = askedItems(plan.notices.filter((notice) => !goes(notice))).filter(
    ({ id }) => !going.has(id),
  );
  const held = [...new Set(waiting)].map((item) => ({ item, gate: FOR_A_PERSON }));
  return { notices, leftOut: [...plan.leftOut, ...leftOutOf(held, debtorId)] };
}

function askedItems(notices: readonly PlannedNotice[]) {
  return notices.flatMap(({ lines }) => lines.filter(({ level }) => level !== null).map(({ item }) => item));
}
