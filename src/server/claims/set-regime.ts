import { findRegime } from '#core/interest/find-regime.ts';
import type { DebtorKind } from '#core/receivables/kinds.ts';
import { refuse } from '#core/refusal.ts';
import { lockDebtor, markDebtor } from '#server/debtors/queries.ts';
import { inCompany } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { addTimelineEntries, type NewTimelineEntry } from '#server/timeline/queries.ts';
import { findDebtorRegime } from './show-claims.ts';

type Regime = { readonly country: string; readonly kind: DebtorKind; readonly reason: string };

/**
 * Puts a debtor under the law of a country as a kind of debtor, with the reason; null puts it under its own again. What
 * was issued keeps the law it was issued under. Said twice, the second changes nothing.
 * @throws Refusal debtor_unknown, debtor_erased, regime_unknown
 */
export async function setRegime(
  tools: CompanyTools,
  { debtor, regime }: { debtor: string; regime: Regime | null },
) {
  const { companyId, actor, clock } = tools;
  if (regime && !findRegime(regime.country, regime.kind))
    refuse('regime_unknown', { country: regime.country, kind: regime.kind });
  return inCompany(tools, async (trx) => {
    const before = (await lockDebtor(trx, companyId, debtor)) ?? refuse('debtor_unknown', { debtor });
    if (before.erasedAt !== null) refuse('debtor_erased', { debtor: before.number });
    const [country, kind, reason] = [regime?.country ?? null, regime?.kind ?? null, regime?.reason ?? null];
    const same =
      before.regimeCountry === country && before.regimeKind === kind && before.regimeReason === reason;
    if (!same) {
      await markDebtor(trx, companyId, debtor, {
        regimeCountry: country,
        regimeKind: kind,
        regimeReason: reason,
      });
      const now = await findDebtorRegime(trx, companyId, debtor);
      const facts = { country: now.country, debtorKind: now.kind };
      const of = { at: clock.now(), actor, debtorId: debtor };
      const entry: NewTimelineEntry = regime
        ? { kind: 'regime_set', facts: { ...facts, reason: regime.reason }, ...of }
        : { kind: 'regime_cleared', facts, ...of };
      await addTimelineEntries(trx, companyId, [entry]);
    }
    return findDebtorRegime(trx, companyId, debtor);
  });
}
