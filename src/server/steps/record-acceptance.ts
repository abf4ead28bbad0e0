import type { DisputeReason } from '#core/agreements/dispute.ts';
import { refuse } from '#core/refusal.ts';
import { findCompanyDay } from '#server/analytics/company-day.ts';
import { disputeItem, lockOpenItem } from '#server/disputes/open-dispute.ts';
import { findStandingDispute } from '#server/disputes/queries.ts';
import { inCompany } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { addTimelineEntries } from '#server/timeline/queries.ts';

type Answer = {
  readonly item: string;
  readonly answer: 'accepted' | 'disputed';
  readonly note: string;
  readonly reason: DisputeReason;
};

/**
 * Writes down what the debtor answered when asked whether an invoice is in order; the later answer replaces the earlier
 * one, and the timeline keeps both. What is contested is disputed from then on.
 * @throws Refusal open_item_unknown, open_item_settled, dispute_note_missing
 */
export async function recordAcceptance(
  tools: CompanyTools,
  { item: id, answer, note, reason }: Answer,
): Promise<void> {
  const { companyId, actor, clock } = tools;
  if (answer === 'disputed' && reason === 'other' && !note) refuse('dispute_note_missing', {});
  await inCompany(tools, async (trx) => {
    const { today } = await findCompanyDay(trx, tools);
    const item = await lockOpenItem(trx, companyId, id);
    if (answer === 'disputed' && !(await findStandingDispute(trx, companyId, id))) {
      const asked = { amount: null, answerBy: null, assignedTo: null };
      await disputeItem(trx, tools, { item, reason, note: note || null, ...asked });
    }
    await trx
      .insertInto('acceptance')
      .values({ companyId, dueItemId: id, answer, note, answeredOn: today, recordedBy: actor })
      .onConflict((conflict) =>
        conflict
          .columns(['companyId', 'dueItemId'])
          .doUpdateSet({ answer, note, answeredOn: today, recordedBy: actor }),
      )
      .execute();
    await addTimelineEntries(trx, companyId, [
      {
        kind: 'acceptance_recorded',
        facts: { document: item.number, answer, note },
        ...{ at: clock.now(), actor, debtorId: item.debtorId, dueItemId: id },
      },
    ]);
  });
}
