import type { z } from 'zod';
import type { GeneralTerms, GeneralTermsView } from '#contract/terms.ts';
import { HUNDRED_PERCENT, rateText, readRate } from '#core/interest/percent.ts';
import type { Currency } from '#core/money/currencies.ts';
import { money, parseMoney, toDecimal } from '#core/money/money.ts';
import { refuse } from '#core/refusal.ts';
import { findCompany } from '#server/companies/queries.ts';
import { type SettingChange, settingChanges, tellSettings } from '#server/companies/tell-settings.ts';
import { inCompany, type Trx } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { findGeneralTerms, markGeneralTerms } from './queries.ts';

type Terms = z.infer<typeof GeneralTerms>;
type View = z.infer<typeof GeneralTermsView>;

export function showTerms(tools: CompanyTools): Promise<View> {
  return inCompany(tools, (trx) => viewTerms(trx, tools.companyId));
}

/**
 * Writes what the general terms of the company say, whole. They are what they are: what the law does not let them ask is
 * told on the screen and left out of notices, not refused here.
 * @throws Refusal amount_unreadable, rate_unreadable, terms_most_below_least, terms_clause_not_stated
 */
export function changeTerms(tools: CompanyTools, given: Terms): Promise<View> {
  const { companyId, actor, clock } = tools;
  if (!given.hasClause && (given.yearlyPercent || given.penalty)) refuse('terms_clause_not_stated', {});
  return inCompany(tools, async (trx) => {
    const { currency } = await findCompany(trx, companyId);
    const { changedAt: _, ...before } = await viewTerms(trx, companyId);
    await markGeneralTerms(trx, companyId, {
      hasClause: given.hasClause,
      yearlyPercent: given.yearlyPercent ? percentFrom(given.yearlyPercent) : null,
      ...penaltyFrom(given.penalty, currency),
      isSmall: given.isSmall,
      takesOffVat: given.takesOffVat,
      goods: given.goods || null,
      changedBy: actor,
      changedAt: clock.now(),
    });
    const { changedAt, ...after } = await viewTerms(trx, companyId);
    await tellSettings(trx, tools, changesOf(before, after));
    return { ...after, changedAt };
  });
}

type Shown = Omit<View, 'changedAt'>;

/** Each thing the terms say, as it was and as it is. */
function changesOf(before: Shown, after: Shown): SettingChange[] {
  const told = ({ penalty, currency, ...rest }: Shown) => ({
    termsClause: rest.hasClause,
    termsYearlyPercent: rest.yearlyPercent,
    termsPenaltyPercent: penalty?.percent,
    termsPenaltyLeast: penalty && `${penalty.least} ${currency}`,
    termsPenaltyMost: penalty?.most && `${penalty.most} ${currency}`,
    termsSmall: rest.isSmall,
    termsTakesOffVat: rest.takesOffVat,
    termsGoods: rest.goods,
  });
  return settingChanges(told(before), told(after));
}

function penaltyFrom(penalty: Terms['penalty'], currency: Currency) {
  if (!penalty) return { penaltyPercent: null, penaltyLeastMinor: 0n, penaltyMostMinor: null };
  const least = amountFrom(penalty.least || '0', currency);
  const most = penalty.most ? amountFrom(penalty.most, currency) : null;
  if (most !== null && most < least) {
    const written = (minor: bigint) => toDecimal(money(minor, currency));
    refuse('terms_most_below_least', { least: written(least), most: written(most) });
  }
  return {
    penaltyPercent: percentFrom(penalty.percent),
    penaltyLeastMinor: least,
    penaltyMostMinor: most,
  };
}

function amountFrom(text: string, currency: Currency): bigint {
  const { minor } = parseMoney(text, currency);
  return minor >= 0n ? minor : refuse('amount_unreadable', { given: text, example: '40' });
}

/** Up to a hundred percent, with no more than four decimals. */
function percentFrom(text: string): string {
  const rate = readRate(text.replace(',', '.'));
  if (rate === null || rate < 0n || rate > HUNDRED_PERCENT || rate % 100n !== 0n) {
    return refuse('rate_unreadable', { given: text, example: '8.50' });
  }
  return rateText(rate);
}

async function viewTerms(trx: Trx, companyId: string): Promise<View> {
  const { currency } = await findCompany(trx, companyId);
  const found = await findGeneralTerms(trx, companyId);
  const written = (minor: bigint) => toDecimal(money(minor, currency));
  const percent = (text: string) => rateText(readRate(text) ?? 0n);
  return {
    currency,
    hasClause: found?.hasClause ?? false,
    yearlyPercent: found?.yearlyPercent ? percent(found.yearlyPercent) : null,
    penalty: found?.penaltyPercent
      ? {
          percent: percent(found.penaltyPercent),
          least: written(found.penaltyLeastMinor),
          most: found.penaltyMostMinor === null ? null : written(found.penaltyMostMinor),
        }
      : null,
    isSmall: found?.isSmall ?? false,
    takesOffVat: found?.takesOffVat ?? true,
    goods: found?.goods ?? null,
    changedAt: found?.changedAt?.toString() ?? null,
  };
}
