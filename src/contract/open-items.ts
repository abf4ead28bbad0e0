import { z } from 'zod';
import { STEP_KINDS } from '#core/dunning/policy.ts';
import { DOCUMENT_KINDS, DUE_SOURCES } from '#core/receivables/kinds.ts';
import { HoldView } from './debtors.ts';
import { NextActionView } from './next-action.ts';
import { NoticeWay } from './notice-way.ts';
import { refusals } from './refusals.ts';
import { companyRoute, InCompany, PageInput, pageOf } from './route.ts';

export const OPEN_ITEM_VIEWS = [
  'open',
  'overdue',
  'on_hold',
  'disputed',
  'promised',
  'credits',
  'settled',
  'all',
] as const;
export const OPEN_ITEM_SORTS = ['due', 'open', 'number', 'debtor', 'level', 'issued'] as const;

const OpenItemFilters = z.object({
  /** Found in document number, structured reference, debtor number and name. */
  search: z.string().trim().max(100).optional(),
  view: z.enum(OPEN_ITEM_VIEWS).default('open'),
  /** A bucket of the company's ageing bounds: 0 is not yet due. */
  bucket: z.coerce.number().int().min(0).max(10).optional(),
  kind: z.enum(DOCUMENT_KINDS).optional(),
  level: z.coerce.number().int().min(0).max(9).optional(),
  currency: z.string().length(3).optional(),
  debtor: z.uuid().optional(),
  sort: z.enum(OPEN_ITEM_SORTS).default('due'),
  direction: z.enum(['asc', 'desc']).default('asc'),
});

export const OpenItemRow = z.object({
  id: z.uuid(),
  number: z.string(),
  kind: z.enum(DOCUMENT_KINDS),
  /** Of an instalment: its place among those of the document. */
  position: z.number().int(),
  debtor: z.object({ id: z.uuid(), number: z.string(), name: z.string() }),
  issuedOn: z.iso.date(),
  dueOn: z.iso.date(),
  daysLate: z.number().int(),
  currency: z.string(),
  amount: z.string(),
  open: z.string(),
  level: z.number().int(),
  times: z.number().int(),
  /** The last notice that carried it: its number, its day, and the deadline printed in it. */
  lastNotice: z.number().int().nullable(),
  notifiedOn: z.iso.date().nullable(),
  deadlineOn: z.iso.date().nullable(),
  onHold: z.boolean(),
  /** A dispute stands on it, of all of it or of a part. */
  disputed: z.boolean(),
  /** A promise holds it back today. */
  promised: z.boolean(),
  settledOn: z.iso.date().nullable(),
  /** Whether the document itself is kept: GET …/open-items/{item}/document. */
  hasFile: z.boolean(),
});

/** One line of the tab "reminders": a notice that carried the item, and what became of it. */
const ReminderView = z.object({
  notice: z.object({ id: z.uuid(), number: z.number().int() }),
  run: z.object({ id: z.uuid(), number: z.number().int() }),
  stepKind: z.enum(STEP_KINDS),
  /** Null where the item was only listed for information. */
  level: z.number().int().nullable(),
  cycle: z.number().int(),
  times: z.number().int(),
  issuedOn: z.iso.date(),
  deadlineOn: z.iso.date(),
  /** Each channel it left through, the leading one first, and corrections of it last. */
  ways: z.array(NoticeWay),
  currency: z.string(),
  open: z.string(),
  interest: z.string(),
  fee: z.string(),
  undone: z.boolean(),
  hasPdf: z.boolean(),
});

export const OpenItemView = OpenItemRow.extend({
  documentId: z.uuid(),
  documentAmount: z.string(),
  cycle: z.number().int(),
  dueSource: z.enum(DUE_SOURCES),
  structuredReference: z.string().nullable(),
  iban: z.string().nullable(),
  linkedNumber: z.string().nullable(),
  source: z.string(),
  importedOn: z.iso.date(),
  courtesyOn: z.iso.date().nullable(),
  file: z
    .object({ id: z.uuid(), name: z.string(), mediaType: z.string(), size: z.number().int() })
    .nullable(),
  /** The other due dates of the same document. */
  instalments: z.array(
    z.object({
      id: z.uuid(),
      position: z.number().int(),
      dueOn: z.iso.date(),
      amount: z.string(),
      open: z.string(),
      level: z.number().int(),
    }),
  ),
  reminders: z.array(ReminderView),
  holds: z.array(HoldView),
  nextAction: NextActionView.nullable(),
});

const OfItem = InCompany.extend({ item: z.uuid() });

export const openItems = {
  list: companyRoute('GET', '/open-items', 'reader')
    .input(InCompany.extend(PageInput.shape).extend(OpenItemFilters.shape))
    .output(pageOf(OpenItemRow)),

  show: companyRoute('GET', '/open-items/{item}', 'reader')
    .input(OfItem)
    .output(OpenItemView)
    .errors(refusals('open_item_unknown')),

  /** Says how far arrears that came with an import had already been reminded elsewhere. Recorded in the timeline. */
  setLevel: companyRoute('PUT', '/open-items/{item}/level', 'clerk')
    .input(OfItem.extend({ level: z.number().int().min(0).max(9) }))
    .output(OpenItemView)
    .errors(refusals('open_item_unknown', 'open_item_settled', 'open_item_level_taken')),
};
