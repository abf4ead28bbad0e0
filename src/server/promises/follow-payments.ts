import { closeEndedDisputes } from '#server/disputes/close-ended-disputes.ts';
import type { Trx } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { decidePromises } from './decide-promises.ts';

/**
 * After what is open of items has changed, in the transaction that changed it: promises of their debtors are kept or not,
 * and disputes that a payment or a credit note ended are closed. Without names: of the whole company.
 */
export async function followPayments(
  trx: Trx,
  tools: Pick<CompanyTools, 'companyId' | 'clock'>,
  changed?: { readonly debtorIds: readonly string[]; readonly itemIds: readonly string[] },
): Promise<void> {
  await closeEndedDisputes(trx, tools, changed?.itemIds);
  await decidePromises(trx, tools, changed?.debtorIds);
}
