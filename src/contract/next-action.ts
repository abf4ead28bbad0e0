import { z } from 'zod';

/**
 * What comes next for a debtor or an item, and when: the step of its policy, or why nothing will come.
 * `because` names the gate that is closed today (core/dunning); `on` is the first day the step may go out.
 */
export const NextActionView = z.object({
  kind: z.string().nullable(),
  level: z.number().int().nullable(),
  on: z.iso.date().nullable(),
  because: z.string().nullable(),
  facts: z.record(z.string(), z.string()),
  until: z.iso.date().nullable(),
});
