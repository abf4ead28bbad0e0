import { z } from 'zod';
import { COLLECTOR_REPORTS } from '#core/collection/collector-report.ts';
import { refusals } from './refusals.ts';
import { companyRoute, InCompany, MoneyView, PageInput, pageOf } from './route.ts';

const OneItem = InCompany.extend({ item: z.uuid() });

const Report = z.object({
  kind: z.enum(COLLECTOR_REPORTS),
  note: z.string(),
  reportedAt: z.iso.datetime(),
  by: z.string(),
});

/** An item that somebody outside has now. */
export const HandedOverRow = z.object({
  item: z.uuid(),
  document: z.string(),
  debtor: z.object({ number: z.string(), name: z.string() }),
  dueOn: z.iso.date(),
  open: MoneyView,
  /** The lawyer, the bailiff or the collection agency. */
  to: z.string(),
  handedOn: z.iso.date(),
  /** The member who sees it; null: somebody without an account here. */
  collector: z.object({ id: z.string(), name: z.string() }).nullable(),
  lastReport: Report.nullable(),
});
export type HandedOverRow = z.infer<typeof HandedOverRow>;

/** All that a collector is told of an item that was handed over to them. */
export const HandedOverDossier = HandedOverRow.omit({ debtor: true, lastReport: true }).extend({
  kind: z.string(),
  issuedOn: z.iso.date(),
  amount: MoneyView,
  creditor: z.object({
    name: z.string(),
    phone: z.string().nullable(),
    email: z.string().nullable(),
    iban: z.string().nullable(),
  }),
  debtor: z.object({
    number: z.string(),
    name: z.string(),
    kind: z.string(),
    language: z.string(),
    street: z.string().nullable(),
    postalCode: z.string().nullable(),
    city: z.string().nullable(),
    country: z.string(),
    email: z.string().nullable(),
    phone: z.string().nullable(),
    vatNumber: z.string().nullable(),
  }),
  /** The reminders that carried it, the latest first. */
  notices: z.array(
    z.object({
      number: z.number().int(),
      issuedOn: z.iso.date(),
      stepKind: z.string(),
      level: z.number().int().nullable(),
      channel: z.string(),
      open: MoneyView,
    }),
  ),
  /** The latest first. */
  reports: z.array(Report),
});
export type HandedOverDossier = z.infer<typeof HandedOverDossier>;

/** What was handed over: to a collector only their own items, whatever is asked; to the house all of them. */
export const collectors = {
  list: companyRoute('GET', '/handed-over', 'handed_over')
    .input(InCompany.extend(PageInput.shape).extend({ search: z.string().trim().max(200).default('') }))
    .output(pageOf(HandedOverRow)),
  show: companyRoute('GET', '/handed-over/{item}', 'handed_over')
    .input(OneItem)
    .output(HandedOverDossier)
    .errors(refusals('open_item_unknown')),
  /** What became of it, as the collector tells it. It settles nothing. */
  report: companyRoute('POST', '/handed-over/{item}/reports', 'handed_over_report')
    .input(OneItem.extend({ kind: z.enum(COLLECTOR_REPORTS), note: z.string().trim().max(1000).default('') }))
    .output(HandedOverDossier)
    .errors(refusals('open_item_unknown')),
  /** Lets a member with the role of collector see it; null: nobody. */
  assign: companyRoute('PUT', '/handed-over/{item}/collector', 'clerk')
    .input(OneItem.extend({ user: z.string().max(64).nullable() }))
    .output(HandedOverDossier)
    .errors(refusals('open_item_unknown', 'item_not_handed_over', 'collector_unknown')),
};
