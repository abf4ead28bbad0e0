import { type Currency, isCurrency } from '#core/money/currencies.ts';
import { money, toDecimal } from '#core/money/money.ts';
import type { TimelineEvent } from '#core/timeline/events.ts';
import { findCompany } from '#server/companies/queries.ts';
import type { Trx } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { addTasks } from '#server/tasks/queries.ts';
import { addTimelineEntries } from '#server/timeline/queries.ts';
import type { Claimed, ClaimedRow, Ending } from './dispatch-queries.ts';
import { freeLines, listStillUnderWay, markReached } from './mark-sent.ts';

/** A dispatch with what its entries in the timeline say of it. */
export function claimedFrom({ totalMinor, currency, ...row }: ClaimedRow): Claimed {
  const known: Currency = isCurrency(currency) ? currency : 'EUR';
  return { ...row, total: `${toDecimal(money(BigInt(totalMinor), known))} ${known}` };
}

/** What a state means beyond the dispatch: levels that are reached, tasks for a person, and the timeline. */
export async function recordEnding(
  trx: Trx,
  { companyId, clock, actor }: CompanyTools,
  one: Claimed,
  { state, answer }: Pick<Ending, 'state' | 'answer'>,
): Promise<void> {
  const { id, noticeId, debtorId, runId, number, purpose } = one;
  const notice = String(number);
  const to = one.addressees.to.map(({ address }) => address).join(', ');
  const about = { at: clock.now(), actor, debtorId, noticeId, runId };
  const entry = entryOf(one, { state, answer, to });
  if (entry) await addTimelineEntries(trx, companyId, [{ ...about, ...entry }]);
  if (state === 'sent') return purpose === 'notice' ? markReached(trx, companyId, [noticeId]) : undefined;
  if (state === 'queued') return;
  // A notice refused everywhere reached nobody: its levels may be proposed again.
  if (state === 'refused' && purpose === 'notice') {
    const underWay = await listStillUnderWay(trx, companyId, [noticeId], [id]);
    if (!underWay.has(noticeId)) await freeLines(trx, companyId, [noticeId], clock.now());
  }
  const { timeZone } = await findCompany(trx, companyId);
  await addTasks(trx, companyId, [
    {
      kind: state === 'refused' ? 'dispatch_refused' : 'dispatch_unknown',
      debtorId,
      noticeId,
      dispatchId: id,
      dueOn: clock.today(timeZone),
      createdAt: clock.now(),
      facts: { notice, answer, to },
    },
  ]);
}

function entryOf(
  { number, step, total, channel, purpose }: Claimed,
  { state, answer, to }: { state: string; answer: string; to: string },
): TimelineEvent | null {
  const notice = String(number);
  if (state === 'refused') return { kind: 'notice_refused', facts: { notice, channel, answer } };
  if (state === 'unknown') return { kind: 'notice_unknown', facts: { notice, channel, answer } };
  if (state !== 'sent') return null;
  return purpose === 'correction'
    ? { kind: 'correction_sent', facts: { notice, channel, to } }
    : { kind: 'notice_sent', facts: { notice, step, total, channel, to } };
}
