import { promiseState } from '#core/agreements/promise.ts';
import { money, toDecimal } from '#core/money/money.ts';
import { findCompanyDay } from '#server/analytics/company-day.ts';
import type { Trx } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { addTimelineEntries, type NewTimelineEntry } from '#server/timeline/queries.ts';
import { type FoundPromise, lockPromises, markOutcomes } from './queries.ts';

const EVENTS = { kept: 'promise_kept', broken: 'promise_broken', open: 'promise_reopened' } as const;
type Decided = FoundPromise & { readonly state: keyof typeof EVENTS };

/**
 * Tells the dossier which promises were kept, which were broken, and which stand again because a payment was taken back, in
 * the caller's transaction. Of the debtors given, or of all. What a promise holds back never waits for this: it follows
 * from what was paid and from the day. @returns how many it told of
 */
export async function decidePromises(
  trx: Trx,
  tools: Pick<CompanyTools, 'companyId' | 'clock'>,
  debtorIds?: readonly string[],
): Promise<number> {
  const { companyId, clock } = tools;
  const found = await lockPromises(trx, companyId, debtorIds);
  if (found.length === 0) return 0;
  const { today } = await findCompanyDay(trx, tools);
  const decided = found.flatMap((promise): Decided[] => {
    const { amountMinor: amount, paidMinor: paid, deadlineOn, outcome } = promise;
    const state = promiseState({ amount, paid, deadlineOn, withdrawn: false }, today);
    if (state === 'withdrawn' || state === (outcome ?? 'open')) return [];
    return [{ ...promise, state }];
  });
  if (decided.length === 0) return 0;
  const at = clock.now();
  const outcomes = decided.map(({ id, state }) => ({ id, outcome: state === 'open' ? null : state }));
  await markOutcomes(trx, companyId, outcomes, at);
  await addTimelineEntries(
    trx,
    companyId,
    decided.map((promise) => entryOf(promise, at)),
  );
  return decided.length;
}

/** On the item's page too where it is about one item alone. */
function entryOf({ state, ...promise }: Decided, at: Temporal.Instant): NewTimelineEntry {
  const { debtorId, currency, amountMinor, paidMinor, promisedOn, itemIds } = promise;
  const show = (minor: bigint) => `${toDecimal(money(minor, currency))} ${currency}`;
  const facts = { amount: show(amountMinor), on: promisedOn.toString(), paid: show(paidMinor) };
  const dueItemId = itemIds?.length === 1 ? (itemIds[0] ?? null) : null;
  return { kind: EVENTS[state], facts, at, actor: null, debtorId, dueItemId };
}
