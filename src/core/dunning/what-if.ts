import type { EpochDay } from '#core/calendar/epoch-days.ts';
import { afterNotices, asksForFirstNotice } from '#core/dunning/after-notices.ts';
import {
  type DebtorHistory,
  daysOfChange,
  debtorOn,
  gatesOn,
  holdsOn,
  type ItemHistory,
  openOn,
} from '#core/dunning/debtor-history.ts';
import type { DebtorFacts, ItemFacts } from '#core/dunning/facts.ts';
import type { RunTerms } from '#core/dunning/item-gates.ts';
import { planDebtor } from '#core/dunning/plan-debtor.ts';
import type { PlannedNotice } from '#core/dunning/plan-notices.ts';
import { nextLook, type RunDays, runDayFrom } from '#core/dunning/replay.ts';

export type Span = { readonly from: EpochDay; readonly until: EpochDay; readonly runDays: RunDays };
export type DayOfNotices = { readonly on: EpochDay; readonly notices: readonly PlannedNotice[] };

/**
 * What the policies of the terms would have sent to a debtor in days that have passed: it begins where the debtor really
 * stood, a run takes place on each run day, everything proposed goes out, and people pay, dispute and are held as they
 * did. Days on which nothing can have changed are passed over.
 */
export function replayHistory(
  history: DebtorHistory,
  terms: RunTerms,
  { from, until, runDays }: Span,
): DayOfNotices[] {
  const found: DayOfNotices[] = [];
  const changes = daysOfChange(history);
  let debtor = debtorOn(history, from, asksForFirstNotice(history.debtor, terms));
  const reached = new Map(debtor.items.map((item) => [item.id, item]));
  let on = runDayFrom(from, runDays);
  while (on <= until) {
    debtor = { ...debtor, ...factsOn(history, reached, on) };
    const plan = planDebtor(debtor, { ...terms, on });
    if (plan.notices.length > 0) found.push({ on, notices: plan.notices });
    const after = afterNotices(debtor, plan.notices, on, terms);
    if (after !== debtor) for (const item of after.items) reached.set(item.id, item);
    const next =
      plan.notices.length > 0 ? on + 1 : earliest(nextLook(debtor, plan, { ...terms, on }), changes, on);
    if (next === null) break;
    debtor = after;
    on = runDayFrom(next, runDays);
  }
  return found;
}

/** What was open and held on a day, each item as far as the replay has brought it. One that was paid begins anew. */
function factsOn(
  history: DebtorHistory,
  reached: Map<string, ItemFacts>,
  on: EpochDay,
): Pick<DebtorFacts, 'items' | 'holds'> {
  const items: ItemFacts[] = [];
  for (const item of history.items) {
    const { id } = item.facts;
    const open = openOn(item, on);
    if (open === 0n) reached.delete(id);
    else items.push({ ...(reached.get(id) ?? neverReminded(item)), open, ...gatesOn(item, on) });
  }
  return { items, holds: holdsOn(history, on) };
}

function neverReminded({ facts }: ItemHistory): ItemFacts {
  const { stepsDone: _done, firstNotice: _first, ...rest } = facts;
  return { ...rest, level: 0, times: 0, courtesyOn: null, notifiedOn: null, deadlineOn: null };
}

function earliest(look: EpochDay | null, changes: readonly EpochDay[], on: EpochDay): EpochDay | null {
  const change = changes.find((day) => day > on) ?? null;
  if (look === null || change === null) return look ?? change;
  return Math.min(look, change);
}
