import { z } from 'zod';
import { companyRoute, InCompany } from './route.ts';

export const SEARCH_KINDS = ['debtor', 'item', 'notice', 'run'] as const;

const Hit = z.object({
  kind: z.enum(SEARCH_KINDS),
  id: z.uuid(),
  /** What it is called: a debtor's name, a document's, notice's or run's number. */
  title: z.string(),
  debtor: z.object({ id: z.uuid(), number: z.string(), name: z.string() }).nullable(),
  on: z.iso.date().nullable(),
  amount: z.string().nullable(),
  currency: z.string().nullable(),
});

export const search = {
  /** The palette: debtors, items, notices and runs by number, name, e-mail, reference, IBAN or amount ('1234,56'). */
  find: companyRoute('GET', '/search', 'reader')
    .input(InCompany.extend({ text: z.string().trim().min(1).max(100) }))
    .output(z.object({ hits: z.array(Hit) })),
};
