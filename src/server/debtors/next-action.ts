import { showOutlook } from '#server/dunning-runs/show-outlook.ts';
import type { CompanyTools } from '#server/platform/tools.ts';

export type NextAction = {
  readonly kind: string | null;
  readonly level: number | null;
  readonly on: string | null;
  readonly because: string | null;
  readonly facts: Record<string, string>;
  readonly until: string | null;
};

/** One gate may stand behind another (a hold, then the contact interval): as many are looked behind. */
const GATES_BEHIND_MAX = 4;

type OutlookItem = Awaited<ReturnType<typeof showOutlook>>[number];

/**
 * What comes next for a debtor, or for one of its items, by the rules a run follows: the step that may go out today,
 * else the first one that may once the gate that opens first has opened; else why nothing will.
 * For outside of a transaction: it opens its own.
 */
export async function findNextAction(
  tools: CompanyTools,
  of: { debtorId: string; itemId?: string; today: Temporal.PlainDate },
): Promise<NextAction | null> {
  const now = await outlookOn(tools, of, undefined);
  if (now.length === 0) return null;
  let items = now;
  let day: string | null = null;
  for (let looked = 0; looked <= GATES_BEHIND_MAX; looked += 1) {
    const step = leadingStep(items);
    if (step) return { ...step, on: day ?? of.today.toString(), because: null, facts: {}, until: null };
    const opens = firstOpening(items);
    if (opens === null || (day !== null && opens <= day)) break;
    day = opens;
    items = await outlookOn(tools, of, day);
  }
  const held = now.find(({ gate }) => gate !== null && gate.until === firstOpening(now)) ?? now[0];
  const { because = null, facts = {}, until = null } = held?.gate ?? {};
  return { kind: null, level: null, on: null, because, facts: { ...facts }, until };
}

async function outlookOn(
  tools: CompanyTools,
  { debtorId, itemId }: { debtorId: string; itemId?: string },
  on: string | undefined,
): Promise<readonly OutlookItem[]> {
  const items = await showOutlook(tools, { debtor: debtorId, on });
  return itemId === undefined ? items : items.filter(({ dueItemId }) => dueItemId === itemId);
}

/** The step of the highest level: the letter speaks for it. */
function leadingStep(items: readonly OutlookItem[]): { kind: string; level: number | null } | null {
  const steps = items.flatMap(({ next }) => (next ? [next] : []));
  const [first, ...rest] = steps;
  if (!first) return null;
  const leading = rest.reduce((best, step) => ((step.level ?? 0) > (best.level ?? 0) ? step : best), first);
  return { kind: leading.stepKind, level: leading.level };
}

function firstOpening(items: readonly OutlookItem[]): string | null {
  const days = items.flatMap(({ gate }) => (gate?.until ? [gate.until] : []));
  return days.toSorted()[0] ?? null;
}
