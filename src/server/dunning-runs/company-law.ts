import type { CompanyLaw } from '#core/interest/late-interest.ts';
import { STATUTORY_RATES } from '#core/interest/rate-book.ts';

/** The law a company asks interest and costs by: that of its own country, which rules what it delivers from there. */
export function companyLaw(country: string): CompanyLaw {
  return { country, rates: STATUTORY_RATES };
}
