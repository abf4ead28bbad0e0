import type { EpochDay } from '#core/calendar/epoch-days.ts';
import type { Party } from '#core/dunning/balances.ts';
import type { DebtorFacts, FirstNotice, ItemFacts } from '#core/dunning/facts.ts';
import type { RunTerms } from '#core/dunning/item-gates.ts';
import type { PlannedNotice } from '#core/dunning/plan-notices.ts';
import { isContact } from '#core/dunning/policy.ts';

/** A debtor as it stands once these notices have been issued on a day: levels, deadlines, steps, and that it was contacted. */
export function afterNotices(
  debtor: DebtorFacts,
  notices: readonly PlannedNotice[],
  on: EpochDay,
  terms: Pick<RunTerms, 'companyCurrency'>,
): DebtorFacts {
  if (notices.length === 0) return debtor;
  const items = new Map<string, ItemFacts>();
  for (const notice of notices) {
    for (const { item, level, times } of notice.lines) {
      if (level === null) continue;
      const now = items.get(item.id) ?? item;
      items.set(
        item.id,
        level > 0 ? levelReached(now, { level, times, notice, on }) : stepDone(now, { times, notice, on }),
      );
    }
  }
  const contacted = new Set(notices.flatMap((one) => (isContact(one.stepKind) ? [one.debtorId] : [])));
  const { paysFor } = debtor;
  return {
    ...debtor,
    ...contactedNow(debtor, contacted, on),
    ...(paysFor && { paysFor: paysFor.map((one) => ({ ...one, ...contactedNow(one, contacted, on) })) }),
    items: debtor.items.map((item) => {
      const after = items.get(item.id);
      if (!after || after.level === 0 || item.firstNotice) return after ?? item;
      if (!asksForFirstNotice(ownerOf(item, debtor), terms)) return after;
      return { ...after, firstNotice: firstNoticeOf(notices, item, on) };
    }),
  };
}

function contactedNow({ id, contactedOn }: Party, contacted: ReadonlySet<string>, on: EpochDay) {
  return { contactedOn: contacted.has(id) ? on : contactedOn };
}

/** Who owes an item: the debtor itself, or one it pays for. */
export function ownerOf({ owedBy }: Pick<ItemFacts, 'owedBy'>, debtor: DebtorFacts): Party {
  return debtor.paysFor?.find(({ id }) => id === owedBy) ?? debtor;
}

type Step = { readonly times: number; readonly notice: PlannedNotice; readonly on: EpochDay };

/** What was done at the level before counts no more. */
function levelReached(item: ItemFacts, { level, times, notice, on }: Step & { level: number }): ItemFacts {
  const { stepsDone, ...rest } = item;
  const kept = stepsDone && level === item.level ? { stepsDone } : {};
  return { ...rest, ...kept, level, times, notifiedOn: on, deadlineOn: notice.deadlineOn };
}

function stepDone(item: ItemFacts, { times, notice, on }: Step): ItemFacts {
  if (notice.stepKind === 'courtesy') return { ...item, courtesyOn: on };
  const stepsDone = [...(item.stepsDone ?? []), { kind: notice.stepKind, times, on }];
  if (notice.stepKind !== 'hand_over') return { ...item, stepsDone };
  const { handTo = 'collector' } = notice.policy.body.steps[notice.stepIndex ?? -1] ?? {};
  const gate = { because: 'handed_over' as const, facts: { to: handTo }, until: null };
  return { ...item, stepsDone, gates: [...(item.gates ?? []), gate] };
}

function firstNoticeOf(notices: readonly PlannedNotice[], { id }: ItemFacts, on: EpochDay): FirstNotice {
  const own = notices.find(({ lines }) =>
    lines.some(({ item, level }) => item.id === id && (level ?? 0) > 0),
  );
  return { sentOn: on, by: own?.channel === 'mail' ? 'mail' : 'post' };
}

/** Whether a law may make interest or costs wait for a first reminder: of consumers, and by the uniform act of OHADA. */
export function asksForFirstNotice(
  { kind }: Pick<DebtorFacts, 'kind'>,
  { companyCurrency }: Pick<RunTerms, 'companyCurrency'>,
): boolean {
  return kind === 'consumer' || companyCurrency === 'XOF';
}
