import type { CompanyLaw, CreditorTerms } from '#core/interest/late-interest.ts';
import type { RateBook } from '#core/interest/rate-book.ts';

/**
 * The law a company asks interest and costs by: that of its own country, which rules what it delivers from there, or
 * the one a person put a debtor under; with the rates the company gave in the place of the tables, and what its general
 * terms say.
 */
export function companyLaw(country: string, rates: RateBook, creditor: CreditorTerms): CompanyLaw {
  return { country, rates, creditor };
}
