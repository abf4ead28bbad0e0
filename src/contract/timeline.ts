import { z } from 'zod';
import { EVENT_KINDS } from '#core/timeline/events.ts';
import { refusals } from './refusals.ts';
import { companyRoute, InCompany } from './route.ts';

const AnswerView = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('refusal'), code: z.string(), facts: z.record(z.string(), z.string()) }),
  z.object({ kind: z.literal('words'), words: z.string() }),
]);

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

export const TimelineHeadView = z.object({
  /** How many events, and the hash over all of them in hex. */
  count: z.number().int(),
  hash: z.string(),
  /** Where it is mailed each day; null: nowhere. */
  mailTo: z.string().nullable(),
  /** The mail of the newest day. `later`: put off, and offered again; `unknown`: the answer was lost, it may have arrived. */
  last: z
    .object({
      on: z.iso.date(),
      to: z.string(),
      state: z.enum(['sending', 'sent', 'refused', 'later', 'unknown']),
      at: z.string(),
    })
    .nullable(),
  /** Since when it does not reach its address; null: it does. */
  failure: z.object({ since: z.string(), answer: AnswerView }).nullable(),
});

export const timeline = {
  head: companyRoute('GET', '/timeline-head', 'reader').input(InCompany).output(TimelineHeadView),
  /** What a head that was printed or mailed, like `1234 9f86…`, says of these data. */
  compareHead: companyRoute('GET', '/timeline-head/comparison', 'reader')
    .input(InCompany.extend({ head: z.string().max(200) }))
    .output(z.object({ answer: z.enum(['same', 'earlier', 'older_database', 'rewritten']) }))
    .errors(refusals('head_unreadable')),
  /** Where the head is mailed each day from now on; null: nowhere. */
  changeHeadMail: companyRoute('PUT', '/timeline-head/mail', 'owner')
    .input(InCompany.extend({ mailTo: z.string().trim().max(254).nullable() }))
    .output(TimelineHeadView)
    .errors(refusals('email_unusable')),
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
