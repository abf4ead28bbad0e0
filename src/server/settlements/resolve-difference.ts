import { sql } from 'kysely';
import { refuse } from '#core/refusal.ts';
import { findCompanyDay } from '#server/analytics/company-day.ts';
import { inCompany, type Trx } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { addGivenWay } from '#server/promises/queries.ts';
import { addTimelineEntries } from '#server/timeline/queries.ts';
import { listUnconfirmedSettlements, lockDifference, markDifferencesResolved } from './difference-queries.ts';
import { awaitImports, lockItems } from './queries.ts';
import { takeBack } from './undo-settlements.ts';

/**
 * Resolves a difference between ledger and bank. The bank is right: what was settled stands. The ledger is right: what it
 * does not show is taken back, or its document takes the place of the money kept on account.
 */
export function resolveDifference(
  tools: CompanyTools,
  { difference: id, resolution }: { difference: string; resolution: 'ledger' | 'bank' },
): Promise<void> {
  const { companyId, actor, clock } = tools;
  return inCompany(tools, async (trx) => {
    await awaitImports(trx, companyId);
    const found =
      (await lockDifference(trx, companyId, id)) ?? refuse('ledger_difference_unknown', { difference: id });
    const { dueItemId, kind } = found;
    const document = (await lockItems(trx, companyId, [dueItemId])).get(dueItemId)?.number ?? '';
    await markDifferencesResolved(trx, companyId, [dueItemId], { resolution, at: clock.now(), by: actor });
    if (resolution === 'ledger' && kind === 'document_twice') await giveWay(trx, tools, [dueItemId]);
    if (resolution === 'ledger' && kind !== 'document_twice' && kind !== 'fell_more') {
      await takeBack(trx, tools, await listUnconfirmedSettlements(trx, companyId, dueItemId));
    }
    const facts = { document, resolution };
    const { debtorId } = found;
    await addTimelineEntries(trx, companyId, [
      { kind: 'ledger_difference_resolved', debtorId, dueItemId, facts, at: clock.now(), actor },
    ]);
  });
}

/** Money kept on account that the ledger now has as a document of its own: that one counts from here on, and only that one. */
export async function giveWay(trx: Trx, tools: CompanyTools, itemIds: readonly string[]): Promise<void> {
  if (itemIds.length === 0) return;
  const { companyId, clock } = tools;
  const { today } = await findCompanyDay(trx, tools);
  const ids = sql`${[...itemIds]}::uuid[]`;
  await addGivenWay(trx, companyId, itemIds, today);
  await sql`
    update settlement_part p set confirmed_minor = p.amount_minor, confirmed_at = ${clock.now()}
    where p.company_id = ${companyId} and p.due_item_id = any(${ids}) and p.kind = 'on_account' and not p.undone`.execute(
    trx,
  );
  await sql`
    update due_item i set open_minor = 0, provisional_minor = 0, settled_on = ${today}
    where i.company_id = ${companyId} and i.id = any(${ids})`.execute(trx);
}
