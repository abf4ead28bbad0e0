import { promiseState } from '#core/agreements/promise.ts';
import { money, toDecimal } from '#core/money/money.ts';
import { refuse } from '#core/refusal.ts';
import { findCompanyDay } from '#server/analytics/company-day.ts';
import { inCompany } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { addTimelineEntries } from '#server/timeline/queries.ts';
import { lockPromise, markPromise } from './queries.ts';

/** Takes a promise back that stands: reminders go on as if it had not been made. Doing it twice changes nothing. */
export function withdrawPromise(
  tools: CompanyTools,
  input: { promise: string; note: string | null },
): Promise<void> {
  const { companyId, actor, clock } = tools;
  return inCompany(tools, async (trx) => {
    const { today } = await findCompanyDay(trx, tools);
    const promise =
      (await lockPromise(trx, companyId, input.promise)) ??
      refuse('promise_unknown', { promise: input.promise });
    if (promise.withdrawnAt !== null) return;
    const { amountMinor: amount, paidMinor: paid, deadlineOn, promisedOn: on } = promise;
    if (promiseState({ amount, paid, deadlineOn, withdrawn: false }, today) !== 'open') {
      refuse('promise_decided', { on: on.toString() });
    }
    const at = clock.now();
    const withdrawn = { withdrawnAt: at, withdrawnBy: actor, withdrawal: input.note };
    await markPromise(trx, companyId, promise.id, withdrawn);
    const facts = { ...factsOf(promise), note: input.note ?? '' };
    await addTimelineEntries(trx, companyId, [
      { kind: 'promise_withdrawn', facts, at, actor, debtorId: promise.debtorId },
    ]);
  });
}

/**
 * Says that somebody has dealt with a broken promise: it leaves the worklist, and stays broken. Saying it twice changes
 * nothing.
 */
export function answerBrokenPromise(
  tools: CompanyTools,
  input: { promise: string; note: string | null },
): Promise<void> {
  const { companyId, actor, clock } = tools;
  return inCompany(tools, async (trx) => {
    const promise =
      (await lockPromise(trx, companyId, input.promise)) ??
      refuse('promise_unknown', { promise: input.promise });
    if (promise.seenAt !== null || promise.withdrawnAt !== null) return;
    const at = clock.now();
    await markPromise(trx, companyId, promise.id, { seenAt: at, seenBy: actor });
    const facts = { ...factsOf(promise), note: input.note ?? '' };
    await addTimelineEntries(trx, companyId, [
      { kind: 'promise_answered', facts, at, actor, debtorId: promise.debtorId },
    ]);
  });
}

type Found = NonNullable<Awaited<ReturnType<typeof lockPromise>>>;

function factsOf({ amountMinor, currency, promisedOn }: Found) {
  return { amount: `${toDecimal(money(amountMinor, currency))} ${currency}`, on: promisedOn.toString() };
}
