import { DEMO_DISPUTES, DEMO_PROMISES } from '#demo/happenings.ts';
import { openDispute } from '#server/disputes/open-dispute.ts';
import { findDebtorByNumber, findItemByNumber } from '#server/open-items/find-by-number.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { recordPromise } from '#server/promises/record-promise.ts';

type Between = { readonly after: Temporal.PlainDate; readonly before: Temporal.PlainDate };

/** What debtors promised and contested between two lists, each on its day: what the next list shows as paid keeps it. */
export async function loadDemoAgreements(
  company: CompanyTools,
  clock: { set(day: Temporal.PlainDate): void },
  between: Between,
): Promise<void> {
  for (const { notedOn, debtor, document, on, note } of DEMO_PROMISES) {
    if (!isBetween(notedOn, between)) continue;
    clock.set(Temporal.PlainDate.from(notedOn));
    await recordPromise(company, {
      debtor: await findDebtorByNumber(company, debtor),
      items: [await findItemByNumber(company, { document, debtor })],
      amount: null,
      currency: null,
      on,
      toleranceDays: null,
      note,
    });
  }
  for (const { openedOn, debtor, document, ...said } of DEMO_DISPUTES) {
    if (!isBetween(openedOn, between)) continue;
    clock.set(Temporal.PlainDate.from(openedOn));
    const item = await findItemByNumber(company, { document, debtor });
    await openDispute(company, { ...said, item, assignedTo: null });
  }
}

function isBetween(day: string, { after, before }: Between): boolean {
  const on = Temporal.PlainDate.from(day);
  return Temporal.PlainDate.compare(on, after) >= 0 && Temporal.PlainDate.compare(on, before) < 0;
}
