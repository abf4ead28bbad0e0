import { refuse } from '#core/refusal.ts';
import { findCompanyDay } from '#server/analytics/company-day.ts';
import { lockDebtors } from '#server/debtors/queries.ts';
import { inCompany } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { awaitImports } from '#server/settlements/queries.ts';
import { listDuePersons } from './due-queries.ts';
import { refuseOwnList } from './erasure-lists.ts';
import { findRetentionTerms, lockErasureList } from './queries.ts';
import { keepTombstones, recordErasures } from './tombstones.ts';

/**
 * Erases one person who asks for it, where nothing has to be kept any more. Asking twice changes nothing.
 * @throws Refusal debtor_unknown, erasure_still_owes, erasure_before_term, erasure_needs_other_owner where a list that waits for
 * another owner names the person
 */
export async function erasePerson(tools: CompanyTools, { debtor }: { debtor: string }): Promise<void> {
  const stones = await inCompany(tools, async (trx) => {
    const { companyId } = tools;
    await awaitImports(trx, companyId);
    const waiting = await lockErasureList(trx, companyId, null);
    const known =
      (await lockDebtors(trx, companyId, [debtor])).get(debtor) ?? refuse('debtor_unknown', { debtor });
    const { today } = await findCompanyDay(trx, tools);
    const { terms } = await findRetentionTerms(trx, companyId);
    const [found] = await listDuePersons(trx, companyId, { terms, today, most: 1, debtorId: debtor });
    if (!found) return [];
    if (found.openItems > 0n)
      refuse('erasure_still_owes', { debtor: known.name, items: String(found.openItems) });
    const mustKeep = found.documents + found.notices > 0n;
    if (mustKeep && Temporal.PlainDate.compare(found.keptUntil, today) >= 0) {
      const { source } = terms[found.keptBy];
      refuse('erasure_before_term', { debtor: known.name, until: found.keptUntil.toString(), source });
    }
    if (waiting?.debtors.includes(debtor)) await refuseOwnList(trx, tools, waiting);
    const erasedAt = tools.clock.now().toString();
    const persons = [{ companyId, debtorId: debtor, erasedAt, because: 'request' as const }];
    await recordErasures(trx, tools, persons);
    return persons;
  });
  keepTombstones(tools.installation.dataDir, stones);
}
