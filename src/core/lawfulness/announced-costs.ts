import type { EpochDay } from '#core/calendar/epoch-days.ts';
import type { FirstNotice } from '#core/dunning/facts.ts';
import type { Policy } from '#core/dunning/policy.ts';
import { type CompanyLaw, stepFees } from '#core/interest/late-interest.ts';
import type { Currency } from '#core/money/currencies.ts';
import type { DebtorKind } from '#core/receivables/kinds.ts';
import { announcingLevel } from './announcement.ts';
import type { Announcement } from './step-law.ts';

/** What is announced: the items a notice reaches, and the policy that will ask their costs. */
export type Announced = {
  readonly lines: readonly { readonly open: bigint; readonly dueOn: EpochDay; readonly issuedOn: EpochDay }[];
  readonly on: EpochDay;
  readonly policy: Policy;
  readonly kind: DebtorKind;
  readonly currency: Currency;
  readonly companyCurrency: Currency;
};

/** Long after any period of the law has run: what is asked then is what is announced now. */
const LATER = 90;

/**
 * The exact costs that will be due if nothing is paid: those of the first later step that asks any, on the items of the
 * letter, as that step will compute them (the Dutch scale on their sum, with VAT where the creditor cannot take it off;
 * the Belgian caps on each). In minor units; nothing where no later step asks costs.
 * Sources: BW, art. 6:96 lid 6 and 7; CDE, art. XIX.2.
 */
export function announcedCosts(
  { lines, on, policy, kind, currency, companyCurrency }: Announced,
  announcement: Announcement,
  law: CompanyLaw,
): bigint {
  const from = announcingLevel(policy, announcement);
  const asking = policy.steps.find(
    ({ kind: step, level, fee }) => step === 'notice' && fee.kind !== 'none' && (level ?? 0) > from,
  );
  if (!asking) return 0n;
  const firstNotice: FirstNotice = { sentOn: on, by: 'mail' };
  const late = lines.map((line) => ({
    ...line,
    currency,
    on: on + LATER,
    kind,
    firstNotice,
    hasClause: policy.lateClause ?? false,
  }));
  return stepFees(asking.fee, { lines: late, currency, companyCurrency, law }).reduce(
    (sum, fee) => sum + fee,
    0n,
  );
}
