import { epochDayOf } from '#core/calendar/epoch-days.ts';
import { type ClaimToDay, claimToDay, type PaymentOrder } from '#core/claims/claim-to-day.ts';
import { registerSums, type SheetSums, sheetSums } from '#core/claims/sheet-debt.ts';
import type { Language } from '#core/receivables/kinds.ts';
import { refuse } from '#core/refusal.ts';
import { findCompanyDay } from '#server/analytics/company-day.ts';
import {
  type DebtorFacts,
  type House,
  listDebtorFacts,
  readHouse,
} from '#server/notices/read-notice-facts.ts';
import { inCompany, type Trx } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { listClaims } from './queries.ts';
import { type FoundDebt, listDebts } from './read-debts.ts';

export type SheetQuestion = {
  /** One due item, or all debts of a debtor. */
  readonly of: { readonly item: string } | { readonly debtor: string };
  /** Null: today. */
  readonly until: Temporal.PlainDate | null;
  /** Null: the debtor's. */
  readonly language: Language | null;
  readonly order: PaymentOrder;
};

export type SheetDebt = { readonly found: FoundDebt; readonly counted: ClaimToDay; readonly sums: SheetSums };

/** All that a sheet says, before it is put in words. */
export type SheetFacts = {
  readonly house: House;
  readonly debtor: DebtorFacts & {
    readonly vatNumber: string | null;
    readonly enterpriseNumber: string | null;
  };
  readonly language: Language;
  readonly until: Temporal.PlainDate;
  readonly drawnOn: Temporal.PlainDate;
  readonly order: PaymentOrder;
  /** One by one, the oldest due date first; each was late by the day, or bears interest still owed. */
  readonly debts: readonly SheetDebt[];
};

/**
 * Interest and costs to a day, of one debt or of all of a debtor, for a court.
 * @throws Refusal open_item_unknown, debtor_unknown, rate_missing, sheet_nothing_due
 */
export function readSheet(tools: CompanyTools, { of, order, ...asked }: SheetQuestion): Promise<SheetFacts> {
  const { companyId } = tools;
  return inCompany(tools, async (trx) => {
    const { today } = await findCompanyDay(trx, tools);
    const until = asked.until ?? today;
    const found = await listDebts(trx, companyId, 'item' in of ? of : { ...of, until });
    const [first] = found;
    if (!first && 'item' in of) return refuse('open_item_unknown', { item: of.item });
    const debtorId = first?.debtorId ?? ('debtor' in of ? of.debtor : '');
    const debtor = await readDebtor(trx, companyId, debtorId);
    const debts = await count(trx, companyId, found, { until, order });
    if (debts.length === 0) return refuse('sheet_nothing_due', { until: until.toString() });
    return {
      house: await readHouse(trx, companyId),
      debtor,
      language: asked.language ?? debtor.language,
      until,
      drawnOn: today,
      order,
      debts,
    };
  });
}

async function readDebtor(trx: Trx, companyId: string, id: string) {
  const facts = (await listDebtorFacts(trx, companyId, [id])).get(id);
  const more = await trx
    .selectFrom('debtor')
    .select(['vatNumber', 'enterpriseNumber', 'language'])
    .where('companyId', '=', companyId)
    .where('id', '=', id)
    .executeTakeFirst();
  if (!facts || !more) return refuse('debtor_unknown', { debtor: id });
  return { ...facts, ...more };
}

async function count(
  trx: Trx,
  companyId: string,
  found: readonly FoundDebt[],
  { until, order }: { until: Temporal.PlainDate; order: PaymentOrder },
): Promise<SheetDebt[]> {
  const [first] = found;
  if (!first) return [];
  const claims = await listClaims(trx, companyId, { debtor: first.debtorId });
  return found.flatMap((debt) => {
    const counted = claimToDay(debt.debt, debt.law, { until: epochDayOf(until), order, endsAtGap: false });
    if (!counted) return [];
    const sums = sheetSums(counted, registerSums(claims.filter(({ dueItemId }) => dueItemId === debt.id)));
    return sums.total > 0n ? [{ found: debt, counted, sums }] : [];
  });
}
