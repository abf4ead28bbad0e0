import type { z } from 'zod';
import type { ClaimRow, RegimeView } from '#contract/claims.ts';
import { epochDayOf, isoDay } from '#core/calendar/epoch-days.ts';
import { openOf } from '#core/claims/claim-states.ts';
import { claimToDay } from '#core/claims/claim-to-day.ts';
import { findRegime } from '#core/interest/find-regime.ts';
import { writeRow } from '#core/interest/write-row.ts';
import type { Currency } from '#core/money/currencies.ts';
import { money, toDecimal } from '#core/money/money.ts';
import type { DebtorKind } from '#core/receivables/kinds.ts';
import { refuse } from '#core/refusal.ts';
import { findCompanyDay } from '#server/analytics/company-day.ts';
import { findCompany } from '#server/companies/queries.ts';
import { inCompany, type Trx } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { listUserNames } from '#server/users/user-names.ts';
import {
  type ClaimFilter,
  type FoundAct,
  type FoundClaim,
  listActs,
  listClaims,
  sumClaims,
} from './queries.ts';
import { type FoundDebt, listDebts } from './read-debts.ts';

type Row = z.infer<typeof ClaimRow>;

/** One page of the register, with what all that match come to. */
export function showClaims(
  tools: CompanyTools,
  {
    page,
    perPage,
    view,
    ...asked
  }: Omit<ClaimFilter, 'state' | 'ids'> & {
    page: number;
    perPage: number;
    view: NonNullable<ClaimFilter['state']> | 'all';
  },
) {
  const { companyId } = tools;
  const filter = { ...asked, state: view === 'all' ? undefined : view };
  return inCompany(tools, async (trx) => {
    const sums = await sumClaims(trx, companyId, filter);
    const rows = await listClaims(trx, companyId, filter, { offset: (page - 1) * perPage, limit: perPage });
    return {
      rows: rows.map(claimView),
      total: sums.reduce((all, { count }) => all + count, 0),
      totals: sums.map(totalView),
    };
  });
}

/** The claims on a due item, act by act, and what accrued on it to this day, claimed or not. */
export async function showItemClaims(tools: CompanyTools, { item }: { item: string }) {
  const found = await inCompany(tools, async (trx) => {
    const [debt] = await listDebts(trx, tools.companyId, { item });
    if (!debt) return refuse('open_item_unknown', { item });
    const register = await readRegister(trx, tools.companyId, { item });
    const { today } = await findCompanyDay(trx, tools);
    return { ...register, accrued: accruedView(debt, register.claims, today), regime: regimeOf(debt) };
  });
  return { ...found, ...(await withNames(tools, found)) };
}

/** The claims on all items of a debtor, and the law it is under. */
export async function showDebtorClaims(tools: CompanyTools, { debtor }: { debtor: string }) {
  const found = await inCompany(tools, async (trx) => ({
    ...(await readRegister(trx, tools.companyId, { debtor })),
    regime: await findDebtorRegime(trx, tools.companyId, debtor),
  }));
  return { ...found, ...(await withNames(tools, found)) };
}

async function readRegister(trx: Trx, companyId: string, filter: ClaimFilter) {
  const claims = await listClaims(trx, companyId, filter);
  const acts = await listActs(
    trx,
    companyId,
    claims.map(({ id }) => id),
  );
  return { claims, acts, totals: (await sumClaims(trx, companyId, filter)).map(totalView) };
}

async function withNames(
  tools: CompanyTools,
  { claims, acts }: { claims: readonly FoundClaim[]; acts: readonly FoundAct[] },
) {
  const names = await listUserNames(
    tools.db,
    acts.flatMap(({ doneBy, undoneBy }) => [doneBy, undoneBy]),
  );
  return {
    claims: claims.map((claim) => ({
      ...claimView(claim),
      rows: claim.rows.map((row) => ({
        ...row,
        rates: row.rates.map((rate) => ({ ...rate, sources: [...rate.sources] })),
      })),
      acts: acts
        .filter(({ claimId }) => claimId === claim.id)
        .map((act) => actView(act, claim.currency, names)),
    })),
  };
}

function actView(act: FoundAct, currency: Currency, names: ReadonlyMap<string, string>) {
  const { id, kind, reason, doneBy, undoneBy, undoneAt } = act;
  const named = (user: string | null) => (user ? (names.get(user) ?? null) : null);
  return {
    ...{ id, kind, reason, amount: decimal(act.amountMinor, currency) },
    on: act.doneOn.toString(),
    by: named(doneBy),
    at: act.doneAt.toString(),
    undone: undoneAt && { by: named(undoneBy), at: undoneAt.toString() },
  };
}

export function claimView(claim: FoundClaim): Row {
  const { currency, settledOn } = claim;
  const amounts = {
    amount: claim.amountMinor,
    paid: claim.paidMinor,
    waived: claim.waivedMinor,
    carried: claim.carriedMinor,
  };
  return {
    ...{ id: claim.id, kind: claim.kind, state: claim.state, level: claim.level, currency },
    amount: decimal(amounts.amount, currency),
    paid: decimal(amounts.paid, currency),
    waived: decimal(amounts.waived, currency),
    carried: decimal(amounts.carried, currency),
    carriedToNotice: claim.carriedToNotice,
    open: decimal(openOf({ ...amounts, state: claim.state }), currency),
    from: claim.fromOn?.toString() ?? null,
    to: claim.toOn?.toString() ?? null,
    law: { country: claim.lawCountry, kind: claim.lawKind },
    claimedOn: claim.claimedOn.toString(),
    item: {
      id: claim.dueItemId,
      number: claim.documentNumber,
      settledOn: settledOn?.toString() ?? null,
    },
    debtor: { id: claim.debtorId, number: claim.debtorNumber, name: claim.debtorName },
    notice: { id: claim.noticeId, number: claim.noticeNumber },
  };
}

function totalView(sum: Awaited<ReturnType<typeof sumClaims>>[number]) {
  const { currency } = sum;
  return {
    currency,
    claims: sum.count,
    open: decimal(sum.openMinor, currency),
    paid: decimal(sum.paidMinor, currency),
    waived: decimal(sum.waivedMinor, currency),
  };
}

/** Interest and compensation as of today; what notices claimed already is not claimed a second time. */
function accruedView(found: FoundDebt, claims: readonly FoundClaim[], today: Temporal.PlainDate) {
  const { debt, law, byPolicy, currency } = found;
  const until = epochDayOf(today);
  const counted = claimToDay(debt, law, { until, order: 'as_booked', endsAtGap: true });
  if (!counted) return null;
  const { computed, notes, gap } = counted;
  const due = computed.interest + computed.compensation + computed.collectionCosts;
  const claimed = claims
    .filter(({ state, kind }) => state !== 'taken_back' && kind !== 'fee')
    .reduce((all, { amountMinor, carriedMinor }) => all + amountMinor - carriedMinor, 0n);
  return {
    ...{ on: today.toString(), currency, byPolicy },
    interest: decimal(computed.interest, currency),
    compensation: decimal(computed.compensation + computed.collectionCosts, currency),
    unclaimed: decimal(due > claimed ? due - claimed : 0n, currency),
    rows: computed.rows
      .map((row) => writeRow(row, computed.regime, currency))
      .map((row) => ({
        ...row,
        rates: row.rates.map((rate) => ({ ...rate, sources: [...rate.sources] })),
      })),
    notes: notes.map(({ code, facts }) => ({ code, facts: { ...facts } })),
    gap: gap && { ...gap.facts, from: isoDay(gap.day) },
  };
}

function regimeOf({ law, debt, regimeReason }: FoundDebt): z.infer<typeof RegimeView> {
  return regimeView(law.country, debt.kind, regimeReason);
}

export function regimeView(country: string, kind: DebtorKind, reason: string | null) {
  return { country, kind, law: findRegime(country, kind)?.law ?? null, reason };
}

/** The law a debtor is under: that of the company's country, or the one a person chose. @throws Refusal debtor_unknown */
export async function findDebtorRegime(trx: Trx, companyId: string, debtor: string) {
  const found = await trx
    .selectFrom('debtor')
    .select(['kind', 'regimeCountry', 'regimeKind', 'regimeReason'])
    .where('companyId', '=', companyId)
    .where('id', '=', debtor)
    .executeTakeFirst();
  if (!found) return refuse('debtor_unknown', { debtor });
  const { country } = await findCompany(trx, companyId);
  return regimeView(found.regimeCountry ?? country, found.regimeKind ?? found.kind, found.regimeReason);
}

function decimal(minor: bigint, currency: Currency): string {
  return toDecimal(money(minor, currency));
}
