import type { TimelineEvent } from '#core/timeline/events.ts';
import { enterRows, type Trx } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { addTimelineEntries } from '#server/timeline/queries.ts';

/**
 * Tells in the company's timeline who may work in it from now on, or no more. Afterwards the transaction stands inside
 * of the company.
 */
export async function tellMembership(
  trx: Trx,
  { companyId, actor, clock }: CompanyTools,
  event: TimelineEvent,
): Promise<void> {
  await enterRows(trx, companyId);
  await addTimelineEntries(trx, companyId, [{ ...event, at: clock.now(), actor }]);
}
