import { refuse } from '#core/refusal.ts';
import { inCompany } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { addTimelineEntries } from '#server/timeline/queries.ts';
import { matchLinesJob } from './jobs.ts';

/** An account no longer counts as a debtor's. Forgetting it twice changes nothing. */
export function forgetIban(
  tools: CompanyTools,
  { debtor, iban }: { debtor: string; iban: string },
): Promise<void> {
  const { companyId, actor, clock, queue } = tools;
  return inCompany(tools, async (trx) => {
    const known = trx.selectFrom('debtor').select('id').where('companyId', '=', companyId);
    if (!(await known.where('id', '=', debtor).executeTakeFirst())) refuse('debtor_unknown', { debtor });
    const { numDeletedRows } = await trx
      .deleteFrom('debtorIban')
      .where('companyId', '=', companyId)
      .where('debtorId', '=', debtor)
      .where('iban', '=', iban)
      .executeTakeFirst();
    if (numDeletedRows === 0n) return;
    const entry = {
      kind: 'iban_forgotten' as const,
      debtorId: debtor,
      facts: { iban },
      at: clock.now(),
      actor,
    };
    await addTimelineEntries(trx, companyId, [entry]);
    await queue.add(trx, matchLinesJob, { companyId, lineIds: null });
  });
}
