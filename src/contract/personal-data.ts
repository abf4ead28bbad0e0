import { z } from 'zod';
import { RETENTION_SUBJECTS } from '#core/personal-data/retention-terms.ts';
import { refusals } from './refusals.ts';
import { companyRoute, InCompany } from './route.ts';

const Day = z.iso.date();
const Done = z.object({ done: z.literal(true) });
const OfDebtor = InCompany.extend({ debtor: z.uuid() });

const Term = z.object({ years: z.number().int(), source: z.string() });
export const RetentionTermView = Term.extend({
  subject: z.enum(RETENTION_SUBJECTS),
  /** Whether the company departs from its country's term, which stands beside it. */
  isOwn: z.boolean(),
  lawful: Term,
});

/** How long what is kept, what goes at the end, and what one person may ask for. */
export const personalData = {
  retention: companyRoute('GET', '/retention', 'reader')
    .input(InCompany)
    .output(z.object({ country: z.string(), terms: z.array(RetentionTermView) })),
  changeRetention: companyRoute('PUT', '/retention', 'owner')
    .input(
      InCompany.extend({
        subject: z.enum(RETENTION_SUBJECTS),
        years: z.number().int().min(0).max(50),
        source: z.string().trim().min(1).max(300),
      }),
    )
    .output(Done),
  /** The first step: who and what has reached the end of its term. Nothing is changed. */
  preview: companyRoute('GET', '/erasures/due', 'owner')
    .input(InCompany)
    .output(
      z.object({
        persons: z.array(
          z.object({
            id: z.uuid(),
            number: z.string(),
            name: z.string(),
            keptUntil: Day,
            documents: z.number().int(),
            notices: z.number().int(),
            contacts: z.number().int(),
          }),
        ),
        files: z.array(z.object({ id: z.uuid(), name: z.string(), keptUntil: Day })),
      }),
    ),
  /** The second: exactly what was looked at, or nothing. */
  eraseDue: companyRoute('POST', '/erasures', 'owner')
    .input(InCompany.extend({ debtors: z.array(z.uuid()).max(20_000), files: z.array(z.uuid()).max(20_000) }))
    .output(z.object({ persons: z.number().int(), files: z.number().int() }))
    .errors(refusals('erasure_list_changed')),
  erase: companyRoute('POST', '/debtors/{debtor}/erasure', 'owner')
    .input(OfDebtor)
    .output(Done)
    .errors(refusals('debtor_unknown', 'erasure_still_owes', 'erasure_before_term')),
  /** Null: not restricted, not erased. */
  state: companyRoute('GET', '/debtors/{debtor}/personal-data/state', 'reader')
    .input(OfDebtor)
    .output(
      z.object({
        restricted: z.object({ at: z.string(), reason: z.string() }).nullable(),
        erasedAt: z.string().nullable(),
        keptUntil: Day.nullable(),
      }),
    )
    .errors(refusals('debtor_unknown')),
  restrict: companyRoute('PUT', '/debtors/{debtor}/restriction', 'clerk')
    .input(OfDebtor.extend({ reason: z.string().max(500) }))
    .output(Done)
    .errors(refusals('debtor_unknown', 'debtor_erased', 'restriction_reason_missing')),
  unrestrict: companyRoute('DELETE', '/debtors/{debtor}/restriction', 'clerk')
    .input(OfDebtor)
    .output(Done)
    .errors(refusals('debtor_unknown', 'debtor_erased')),
};
