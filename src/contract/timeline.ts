import { z } from 'zod';
import { EVENT_KINDS } from '#core/timeline/events.ts';
import { refusals } from './refusals.ts';
import { companyRoute, InCompany } from './route.ts';

export const TimelineEntryView = z.object({
  id: z.string(),
  at: z.string(),
  /** Null: Rappel itself. */
  actor: z.object({ id: z.string(), name: z.string() }).nullable(),
  kind: z.string(),
  facts: z.record(z.string(), z.string()),
  debtor: z.object({ id: z.uuid(), number: z.string(), name: z.string() }).nullable(),
  item: z.object({ id: z.uuid(), number: z.string() }).nullable(),
  notice: z.object({ id: z.uuid(), number: z.number().int() }).nullable(),
  run: z.object({ id: z.uuid(), number: z.number().int() }).nullable(),
});

export const timeline = {
  /** Newest first. `before` is the last id already shown: entries are only ever added, so nothing is missed. */
  list: companyRoute('GET', '/timeline', 'reader')
    .input(
      InCompany.extend({
        debtor: z.uuid().optional(),
        item: z.uuid().optional(),
        run: z.uuid().optional(),
        kind: z.enum(EVENT_KINDS as [string, ...string[]]).optional(),
        before: z
          .string()
          .regex(/^\d{1,18}$/)
          .optional(),
        limit: z.coerce.number().int().min(1).max(200).default(50),
      }),
    )
    .output(z.object({ entries: z.array(TimelineEntryView), more: z.boolean() }))
    .errors(refusals('debtor_unknown', 'open_item_unknown')),
};
