import { z } from 'zod';
import { refusals } from './refusals.ts';
import { companyRoute, InCompany } from './route.ts';

const Percent = z.string().trim().max(12);
const Amount = z.string().trim().max(20);

/** What the company's general terms say about late payment, and what the law makes depend on the company itself. */
export const GeneralTerms = z.object({
  /** Whether they have a clause about late payment. */
  hasClause: z.boolean(),
  /** The yearly percentage they agree; null: none. */
  yearlyPercent: Percent.nullable(),
  /** Their penalty clause, in the company's currency; null: none. */
  penalty: z.object({ percent: Percent, least: Amount, most: Amount.nullable() }).nullable(),
  /** A small or medium-sized creditor: its Belgian consumers owe interest from the reminder itself. */
  isSmall: z.boolean(),
  /** Whether the company takes off the VAT on its costs. */
  takesOffVat: z.boolean(),
  /** What it delivers, in a few words, for the letters that must say so. */
  goods: z.string().trim().max(200).nullable(),
});

export const GeneralTermsView = GeneralTerms.extend({
  currency: z.string(),
  changedAt: z.string().nullable(),
});

export const terms = {
  show: companyRoute('GET', '/general-terms', 'reader').input(InCompany).output(GeneralTermsView),
  change: companyRoute('PUT', '/general-terms', 'owner')
    .input(InCompany.extend(GeneralTerms.shape))
    .output(GeneralTermsView)
    .errors(
      refusals('amount_unreadable', 'rate_unreadable', 'terms_most_below_least', 'terms_clause_not_stated'),
    ),
};
