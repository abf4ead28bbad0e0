import type { z } from 'zod';
import type { OutlookItem } from '#contract/dunning-run-views.ts';
import { type EpochDay, isoDay } from '#core/calendar/epoch-days.ts';
import type { DebtorFacts } from '#core/dunning/facts.ts';
import { planDebtor } from '#core/dunning/plan-debtor.ts';
import { money, toDecimal } from '#core/money/money.ts';
import { refuse } from '#core/refusal.ts';
import { findCompanyDay } from '#server/analytics/company-day.ts';
import { inCompanyBulk } from '#server/platform/bulk.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { readDebtors } from './read-facts.ts';
import { findRunTerms } from './run-terms.ts';

type Outlook = z.infer<typeof OutlookItem>;

/** For each open item of a debtor: the notice it would be on that day, or the gate that holds it. */
export function showOutlook(
  tools: CompanyTools,
  { debtor: debtorId, on }: { debtor: string; on?: string | undefined },
): Promise<Outlook[]> {
  const { companyId } = tools;
  return inCompanyBulk(tools, async (trx, bulk) => {
    const { today } = await findCompanyDay(trx, tools);
    const known = await trx.selectFrom('debtor').select('id').where('id', '=', debtorId).executeTakeFirst();
    if (!known) return refuse('debtor_not_found', { debtor: debtorId });
    const day = on ? Temporal.PlainDate.from(on) : today;
    const options = { minimumBalance: null, extraGraceDays: 0, level: null };
    const terms = await findRunTerms(trx, companyId, day, options);
    const found: Outlook[] = [];
    for await (const debtors of readDebtors(trx, bulk, tools, { debtorId })) {
      for (const debtor of debtors) found.push(...outlookOf(debtor, terms));
    }
    return found.sort((a, b) => (a.dueOn < b.dueOn ? -1 : 1));
  });
}

function outlookOf(debtor: DebtorFacts, terms: Parameters<typeof planDebtor>[1]): Outlook[] {
  const { notices, leftOut } = planDebtor(debtor, terms);
  const found = new Map<string, Outlook>();
  for (const item of debtor.items) {
    if (item.open <= 0n) continue;
    found.set(item.id, {
      dueItemId: item.id,
      documentNumber: item.documentNumber,
      dueOn: isoDay(item.dueOn),
      open: { amount: toDecimal(money(item.open, item.currency)), currency: item.currency },
      level: item.level,
      next: null,
      gate: null,
    });
  }
  for (const { stepKind, lines } of notices) {
    for (const { item, level } of lines) {
      const one = found.get(item.id);
      if (one && level !== null) found.set(item.id, { ...one, next: { stepKind, level: level || null } });
    }
  }
  for (const { because, facts, items } of leftOut) {
    for (const { item, until } of items) {
      const one = found.get(item.id);
      if (one) found.set(item.id, { ...one, gate: { because, facts, until: dayText(until) } });
    }
  }
  return [...found.values()];
}

function dayText(day: EpochDay | null): string | null {
  return day === null ? null : isoDay(day);
}
