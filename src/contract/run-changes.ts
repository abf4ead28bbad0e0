import { z } from 'zod';
import { CHANGE_CODES, type ChangeCode } from '#core/dunning/compare-proposals.ts';
import { STEP_KINDS } from '#core/dunning/policy.ts';

const AmountText = z.string().nullable();

/** What differs from the last time the run was computed, notice by notice, the first 500 of them. */
export const RunChanges = z.object({
  /** When it was computed the time before. */
  since: z.string(),
  added: z.number().int(),
  gone: z.number().int(),
  changed: z.number().int(),
  same: z.number().int(),
  /** Edits of a person that stand as before; those that do not are in the run's `summary.lostEdits`. */
  keptEdits: z.number().int(),
  proposals: z.array(
    z.object({
      debtor: z.object({ id: z.uuid(), number: z.string(), name: z.string() }),
      kind: z.enum(['new', 'gone', 'changed']),
      /** The proposal as it is now; null where it is gone. */
      proposal: z.uuid().nullable(),
      stepKind: z.enum(STEP_KINDS),
      level: z.number().int().nullable(),
      currency: z.string(),
      totalBefore: AmountText,
      total: AmountText,
      /** Line by line: core/dunning/compare-proposals.ts says what each means. */
      changes: z.array(
        z.object({
          code: z.enum(Object.keys(CHANGE_CODES) as [ChangeCode, ...ChangeCode[]]),
          facts: z.record(z.string(), z.string()),
        }),
      ),
    }),
  ),
});
export type RunChanges = z.infer<typeof RunChanges>;
