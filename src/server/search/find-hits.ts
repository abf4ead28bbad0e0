import { money, toDecimal } from '#core/money/money.ts';
import { findCompanyDay } from '#server/analytics/company-day.ts';
import { findAnything } from '#server/analytics/find-anything.ts';
import { inCompany } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';

/** What the palette offers for some typed text. */
export function findHits(tools: CompanyTools, input: { text: string }) {
  return inCompany(tools, async (trx) => {
    const rows = await findAnything(trx, await findCompanyDay(trx, tools), input.text);
    const hits = rows.map(
      ({ kind, id, title, debtorId, debtorNumber, debtorName, onDay, minor, currency }) => ({
        kind,
        id,
        title,
        debtor:
          debtorId === null ? null : { id: debtorId, number: debtorNumber ?? '', name: debtorName ?? '' },
        on: onDay?.toString() ?? null,
        amount: minor === null || currency === null ? null : toDecimal(money(minor, currency)),
        currency,
      }),
    );
    return { hits };
  });
}
