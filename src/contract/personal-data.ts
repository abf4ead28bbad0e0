import { z } from 'zod';
import { ERASURE_LIST_MOST } from '#core/personal-data/erasure-list.ts';
import { RETENTION_SUBJECTS } from '#core/personal-data/retention-terms.ts';
import { refusals } from './refusals.ts';
import { companyRoute, InCompany } from './route.ts';

const Day = z.iso.date();
const Done = z.object({ done: z.literal(true) });
const OfDebtor = InCompany.extend({ debtor: z.uuid() });

const Term = z.object({ years: z.number().int(), source: z.string() });
const Subject = z.enum(RETENTION_SUBJECTS);
const Years = z.coerce.number().int().min(0).max(50);
export const RetentionTermView = Term.extend({
  subject: Subject,
  /** The country's; `least` is the fewest years a company may set: 0 where no law says so. */
  lawful: Term.extend({ basis: z.enum(['law', 'guideline', 'nothing']), least: z.number().int() }),
  /** Who set a term of the company's own, and when; null: the country's is followed. */
  own: z
    .object({
      by: z.string().nullable(),
      at: z.string(),
      /** False: the law asks for more by now, and its term is followed. */
      stands: z.boolean(),
    })
    .nullable(),
});

/** How much goes on a day, if nothing more happens until then. */
const RetentionDayView = z.object({
  on: Day,
  persons: z.number().int(),
  contacts: z.number().int(),
  files: z.number().int(),
});

const DuePersonView = z.object({
  id: z.uuid(),
  number: z.string(),
  name: z.string(),
  keptUntil: Day,
  documents: z.number().int(),
  notices: z.number().int(),
  contacts: z.number().int(),
});
/** A contact person, who goes before the debtor. */
const DueContactView = z.object({
  id: z.uuid(),
  name: z.string(),
  debtor: z.object({ id: z.uuid(), number: z.string(), name: z.string() }),
  keptUntil: Day,
});
const Preview = z.object({
  persons: z.array(DuePersonView),
  contacts: z.array(DueContactView),
  files: z.array(z.object({ id: z.uuid(), name: z.string(), keptUntil: Day })),
});

const Counts = z.object({
  persons: z.number().int(),
  contacts: z.number().int(),
  files: z.number().int(),
});
export const ErasureListView = Counts.extend({
  id: z.uuid(),
  state: z.enum(['prepared', 'confirmed', 'withdrawn']),
  preparedBy: z.string().nullable(),
  preparedAt: z.string(),
  endedBy: z.string().nullable(),
  endedAt: z.string().nullable(),
  /** Whom and what it names, by id, while it waits. */
  named: z
    .object({ debtors: z.array(z.uuid()), contacts: z.array(z.uuid()), files: z.array(z.uuid()) })
    .nullable(),
  /** Why whoever asks may not confirm it; null: they may. */
  closed: z.enum(['erasure_needs_other_owner']).nullable(),
});
const Ids = z.array(z.uuid()).max(ERASURE_LIST_MOST);
const OfList = InCompany.extend({ list: z.uuid() });

/** How long what is kept, what goes at the end, and what one person may ask for. */
export const personalData = {
  retention: companyRoute('GET', '/retention', 'reader')
    .input(InCompany)
    .output(z.object({ country: z.string(), terms: z.array(RetentionTermView) })),
  /** What goes on which day by the terms in force, and by another term. Nothing is changed. */
  previewRetention: companyRoute('GET', '/retention/{subject}/preview', 'owner')
    .input(InCompany.extend({ subject: Subject, years: Years }))
    .output(z.object({ before: z.array(RetentionDayView), after: z.array(RetentionDayView) }))
    .errors(refusals('retention_below_law')),
  changeRetention: companyRoute('PUT', '/retention', 'owner')
    .input(InCompany.extend({ subject: Subject, years: Years, source: z.string().max(2000) }))
    .output(Done)
    .errors(refusals('retention_below_law', 'retention_source_missing')),
  /** The country's term again. */
  resetRetention: companyRoute('DELETE', '/retention/{subject}', 'owner')
    .input(InCompany.extend({ subject: Subject }))
    .output(Done),
  /** Who and what has reached the end of its term, as much as one list takes, and what goes on which day. Nothing is changed. */
  preview: companyRoute('GET', '/erasures/due', 'owner')
    .input(InCompany.extend({ on: Day.optional() }))
    .output(Preview.extend({ days: z.array(RetentionDayView) })),
  /** The lists that were drawn up, the newest first: what waits to be confirmed, and what was. */
  lists: companyRoute('GET', '/erasures', 'owner')
    .input(InCompany)
    .output(z.object({ lists: z.array(ErasureListView) })),
  /** The first step: a list of exactly what was looked at. Nothing goes yet. */
  prepare: companyRoute('POST', '/erasures', 'owner')
    .input(InCompany.extend({ debtors: Ids, contacts: Ids, files: Ids }))
    .output(z.object({ list: z.uuid() }))
    .errors(refusals('erasure_list_changed', 'erasure_list_pending', 'erasure_list_empty')),
  /** The second: all of the list goes, or nothing. */
  confirm: companyRoute('POST', '/erasures/{list}/confirmation', 'owner')
    .input(OfList)
    .output(Counts)
    .errors(
      refusals(
        'erasure_list_unknown',
        'erasure_list_withdrawn',
        'erasure_list_overtaken',
        'erasure_needs_other_owner',
      ),
    ),
  withdraw: companyRoute('DELETE', '/erasures/{list}', 'owner')
    .input(OfList)
    .output(Done)
    .errors(refusals('erasure_list_unknown', 'erasure_list_done')),
  erase: companyRoute('POST', '/debtors/{debtor}/erasure', 'owner')
    .input(OfDebtor)
    .output(Done)
    .errors(
      refusals('debtor_unknown', 'erasure_still_owes', 'erasure_before_term', 'erasure_needs_other_owner'),
    ),
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
  unrestrict: companyRoute('DELETE', '/debtors/{debtor}/restriction', 'owner')
    .input(OfDebtor)
    .output(Done)
    .errors(refusals('debtor_unknown', 'debtor_erased')),
};
