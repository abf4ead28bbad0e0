import type { EpochDay } from '#core/calendar/epoch-days.ts';
import type { Party } from '#core/dunning/balances.ts';
import type { DebtorFacts, FirstNotice, ItemFacts } from '#core/dunning/facts.ts';
import type { RunTerms } from '#core/dunning/item-gates.ts';
import type { PlannedNotice } from '#core/dunning/plan-notices.ts';
import { isContact } from '#core/dunning/policy.ts';
import type { CompanyLaw } from '#core/interest/late-interest.ts';
import { announces, sentBy } from '#core/lawfulness/announcement.ts';
import type { DebtorKind } from '#core/receivables/kinds.ts';

/** A debtor as it stands once these notices have been issued on a day: levels, deadlines, steps, and that it was contacted. */
export function afterNotices(
  debtor: DebtorFacts,
  notices: readonly PlannedNotice[],
  on: EpochDay,
  terms: Pick<RunTerms, 'law'>,
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
  const law = terms.law && { ...terms.law, country: debtor.lawCountry ?? terms.law.country };
  return {
    ...debtor,
    ...contactedNow(debtor, contacted, on),
    ...(paysFor && { paysFor: paysFor.map((one) => ({ ...one, ...contactedNow(one, contacted, on) })) }),
    items: debtor.items.map((item) => {
      const after = items.get(item.id);
      if (!after || after.level === 0 || item.firstNotice) return after ?? item;
      const firstNotice = announcedBy(notices, item, { kind: ownerOf(item, debtor).kind, on, law });
      return firstNotice ? { ...after, firstNotice } : after;
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

type Announcing = { readonly kind: DebtorKind; readonly on: EpochDay; readonly law: CompanyLaw | null };

/** The notice that announced interest or costs of an item, as its law wants before any are asked; null where none did. */
function announcedBy(
  notices: readonly PlannedNotice[],
  { id }: ItemFacts,
  { kind, on, law }: Announcing,
): FirstNotice | null {
  const own = notices.find(({ lines }) =>
    lines.some(({ item, level }) => item.id === id && (level ?? 0) > 0),
  );
  if (!own) return null;
  const { level, channels, policy } = own;
  const lines = own.lines.map((line) => ({ level: line.level, firstNotice: line.item.firstNotice }));
  const announced = announces({ level, on, channels, lines, policy: policy.body, kind }, law);
  return announced && { sentOn: on, by: sentBy(channels) };
}

/** Whether a law may make interest or costs wait for a first reminder: of consumers, and by the uniform act of OHADA. */
export function asksForFirstNotice(
  { kind }: Pick<DebtorFacts, 'kind'>,
  { companyCurrency }: Pick<RunTerms, 'companyCurrency'>,
): boolean {
  return kind === 'consumer' || companyCurrency === 'XOF';
}
