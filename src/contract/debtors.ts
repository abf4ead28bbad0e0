import { z } from 'zod';
import { CHANNELS, CONTACT_ROLES, DEBTOR_KINDS, LANGUAGES } from '#core/receivables/kinds.ts';
import { NextActionView } from './next-action.ts';
import { refusals } from './refusals.ts';
import { companyRoute, InCompany, MoneyView, PageInput, pageOf } from './route.ts';

/** What a debtor list shows: one of these views, narrowed further by the filters. */
export const DEBTOR_VIEWS = ['overdue', 'open', 'on_hold', 'no_address', 'all', 'restricted'] as const;
export const DEBTOR_SORTS = ['overdue', 'open', 'lateness', 'level', 'name', 'number', 'contacted'] as const;

const DebtorFilters = z.object({
  /** Found in number, name, e-mail, IBAN, structured reference and document number. */
  search: z.string().trim().max(100).optional(),
  view: z.enum(DEBTOR_VIEWS).default('open'),
  level: z.coerce.number().int().min(0).max(9).optional(),
  group: z.uuid().optional(),
});
const DebtorOrder = z.object({
  sort: z.enum(DEBTOR_SORTS).default('overdue'),
  direction: z.enum(['asc', 'desc']).default('desc'),
});

const Group = z.object({ id: z.uuid(), name: z.string() });

export const DebtorRow = z.object({
  id: z.uuid(),
  number: z.string(),
  name: z.string(),
  kind: z.enum(DEBTOR_KINDS),
  language: z.enum(LANGUAGES),
  email: z.string().nullable(),
  preferredChannel: z.enum(CHANNELS),
  group: Group.nullable(),
  /** The highest level among its open due items. */
  level: z.number().int(),
  openItems: z.number().int(),
  /** One amount per currency, the company's own first. */
  open: z.array(MoneyView),
  overdue: z.array(MoneyView),
  /** Of the item longest overdue; 0 where nothing is. */
  daysLate: z.number().int(),
  onHold: z.boolean(),
  noAddress: z.boolean(),
  /** The data are restricted: no other list shows this debtor, and no reminder reaches it. */
  restricted: z.boolean(),
  contactedOn: z.iso.date().nullable(),
});

const ContactView = z.object({
  id: z.uuid(),
  role: z.enum(CONTACT_ROLES),
  name: z.string().nullable(),
  email: z.string().nullable(),
  phone: z.string().nullable(),
  fax: z.string().nullable(),
});

export const HoldView = z.object({
  id: z.uuid(),
  item: z.object({ id: z.uuid(), number: z.string() }).nullable(),
  reason: z.string(),
  /** Its last day; null: until somebody releases it. */
  until: z.iso.date().nullable(),
  /** The day somebody looks at it again. */
  review: z.iso.date().nullable(),
  placedBy: z.string().nullable(),
  placedAt: z.string(),
});

const HoldRow = HoldView.extend({
  debtor: z.object({ id: z.uuid(), number: z.string(), name: z.string() }),
  standing: z.boolean(),
  releasedAt: z.string().nullable(),
  releasedBy: z.string().nullable(),
});

/** A balance in one currency, divided by age: the buckets add up to `open`. */
const BalanceView = z.object({
  currency: z.string(),
  open: z.string(),
  overdue: z.string(),
  buckets: z.array(
    z.object({
      bucket: z.number().int(),
      from: z.number().int().nullable(),
      to: z.number().int().nullable(),
      items: z.number().int(),
      amount: z.string(),
    }),
  ),
});

export const DebtorView = DebtorRow.extend({
  country: z.string(),
  street: z.string().nullable(),
  postalCode: z.string().nullable(),
  city: z.string().nullable(),
  phone: z.string().nullable(),
  fax: z.string().nullable(),
  vatNumber: z.string().nullable(),
  enterpriseNumber: z.string().nullable(),
  termsDays: z.number().int().nullable(),
  /** The debtor's own policy, where it has one. */
  policyId: z.uuid().nullable(),
  /** The policy in force and where it comes from; a document may still name its own. */
  policy: z
    .object({ id: z.uuid(), name: z.string(), because: z.enum(['debtor', 'group', 'company']) })
    .nullable(),
  payer: z.object({ id: z.uuid(), number: z.string(), name: z.string() }).nullable(),
  balances: z.array(BalanceView),
  contacts: z.array(ContactView),
  holds: z.array(HoldView),
  tasks: z.array(
    z.object({
      id: z.uuid(),
      kind: z.string(),
      dueOn: z.iso.date(),
      facts: z.record(z.string(), z.string()),
    }),
  ),
  nextAction: NextActionView.nullable(),
});

const text = (max: number) => z.string().trim().max(max);
const optional = (max: number) => text(max).nullable();

/** What may be changed by hand. What is left out stays; the next import of debtors may overwrite it. */
export const DebtorChanges = z
  .object({
    name: text(200).min(1),
    kind: z.enum(DEBTOR_KINDS),
    language: z.enum(LANGUAGES),
    country: z.string().regex(/^[A-Z]{2}$/),
    street: optional(200),
    postalCode: optional(20),
    city: optional(100),
    email: optional(254),
    phone: optional(40),
    fax: optional(40),
    vatNumber: optional(40),
    enterpriseNumber: optional(40),
    termsDays: z.number().int().min(0).max(365).nullable(),
    preferredChannel: z.enum(CHANNELS),
    groupId: z.uuid().nullable(),
    policyId: z.uuid().nullable(),
    /** Another debtor, who is asked for what this one owes where a policy groups by payer. */
    payerId: z.uuid().nullable(),
  })
  .partial();

const ContactInput = z.object({
  role: z.enum(CONTACT_ROLES),
  name: optional(200).default(null),
  email: optional(254).default(null),
  phone: optional(40).default(null),
  fax: optional(40).default(null),
});

const OF_LIVING = ['debtor_unknown', 'debtor_erased'] as const;
const AS_PAYER = ['debtor_payer_itself', 'debtor_payer_chain'] as const;
const OfDebtor = InCompany.extend({ debtor: z.uuid() });
const OfContact = OfDebtor.extend({ contact: z.uuid() });
const GroupInput = z.object({ name: text(80).min(1), policyId: z.uuid().nullable().default(null) });
const GroupView = z.object({
  id: z.uuid(),
  name: z.string(),
  policyId: z.uuid().nullable(),
  debtors: z.number().int(),
});
/** Debtors by the group they were in before; null: in none. */
const GroupBefore = z.object({ group: z.uuid().nullable(), debtors: z.array(z.uuid()).max(10_000) });

export const debtors = {
  list: companyRoute('GET', '/debtors', 'reader')
    .input(InCompany.extend(PageInput.shape).extend(DebtorFilters.shape).extend(DebtorOrder.shape))
    .output(pageOf(DebtorRow)),

  show: companyRoute('GET', '/debtors/{debtor}', 'reader')
    .input(OfDebtor)
    .output(DebtorView)
    .errors(refusals('debtor_unknown')),

  change: companyRoute('PUT', '/debtors/{debtor}', 'clerk')
    .input(OfDebtor.extend({ changes: DebtorChanges }))
    .output(DebtorView)
    .errors(refusals(...OF_LIVING, ...AS_PAYER, 'group_unknown', 'policy_not_available', 'email_unusable')),

  addContact: companyRoute('POST', '/debtors/{debtor}/contacts', 'clerk')
    .input(OfDebtor.extend(ContactInput.shape))
    .output(DebtorView)
    .errors(refusals(...OF_LIVING, 'contact_unreachable', 'email_unusable')),

  changeContact: companyRoute('PUT', '/debtors/{debtor}/contacts/{contact}', 'clerk')
    .input(OfContact.extend(ContactInput.shape))
    .output(DebtorView)
    .errors(refusals(...OF_LIVING, 'contact_unknown', 'contact_unreachable', 'email_unusable')),

  removeContact: companyRoute('DELETE', '/debtors/{debtor}/contacts/{contact}', 'clerk')
    .input(OfContact)
    .output(DebtorView)
    .errors(refusals('debtor_unknown')),

  addNote: companyRoute('POST', '/debtors/{debtor}/notes', 'clerk')
    .input(OfDebtor.extend({ text: text(4000).min(1), item: z.uuid().nullable().default(null) }))
    .output(z.object({ ok: z.literal(true) }))
    .errors(refusals(...OF_LIVING, 'open_item_unknown')),

  /** Holds, those in force first; with the ones that are over where all are asked for. */
  listHolds: companyRoute('GET', '/holds', 'reader')
    .input(
      InCompany.extend(PageInput.shape).extend({
        view: z.enum(['standing', 'all']).default('standing'),
        debtor: z.uuid().optional(),
        /** Also those of its debtor as a whole. */
        item: z.uuid().optional(),
      }),
    )
    .output(pageOf(HoldRow)),

  /** One hold per debtor named, and one per item named. An existing one of the same reach gives way to it. */
  placeHolds: companyRoute('POST', '/holds', 'clerk')
    .input(
      InCompany.extend({
        debtors: z.array(z.uuid()).max(500).default([]),
        items: z.array(z.uuid()).max(500).default([]),
        reason: text(500).min(1),
        until: z.iso.date().nullable().default(null),
        review: z.iso.date().nullable().default(null),
      }),
    )
    .output(z.object({ placed: z.number().int(), holds: z.array(z.uuid()) }))
    .errors(
      refusals(
        'debtor_unknown',
        'open_item_unknown',
        'open_item_settled',
        'hold_without_end',
        'hold_ended_before_today',
        'hold_review_passed',
        'hold_review_after_end',
        'hold_too_long',
      ),
    ),

  /** Takes holds back that were just placed: what they replaced holds again. Doing it twice changes nothing. */
  undoHolds: companyRoute('POST', '/holds/undoing', 'clerk')
    .input(InCompany.extend({ holds: z.array(z.uuid()).min(1).max(1000) }))
    .output(z.object({ ok: z.literal(true) }))
    .errors(refusals('hold_unknown')),

  /** Releasing twice changes nothing. */
  releaseHold: companyRoute('DELETE', '/holds/{hold}', 'clerk')
    .input(InCompany.extend({ hold: z.uuid() }))
    .output(z.object({ ok: z.literal(true) }))
    .errors(refusals('hold_unknown')),

  listGroups: companyRoute('GET', '/debtor-groups', 'reader').input(InCompany).output(z.array(GroupView)),

  addGroup: companyRoute('POST', '/debtor-groups', 'clerk')
    .input(InCompany.extend(GroupInput.shape))
    .output(GroupView)
    .errors(refusals('group_name_taken', 'policy_not_available')),

  changeGroup: companyRoute('PUT', '/debtor-groups/{group}', 'clerk')
    .input(InCompany.extend({ group: z.uuid() }).extend(GroupInput.shape))
    .output(GroupView)
    .errors(refusals('group_unknown', 'group_name_taken', 'policy_not_available')),

  removeGroup: companyRoute('DELETE', '/debtor-groups/{group}', 'clerk')
    .input(InCompany.extend({ group: z.uuid() }))
    .output(z.object({ ok: z.literal(true) }))
    .errors(refusals('group_in_use')),

  /**
   * Moves debtors to a group, or out of theirs (null): the ids given, or all that match the filters. What matches is
   * counted again: if it is another number than the one a person saw, nothing is moved. Moving twice changes nothing.
   */
  moveToGroup: companyRoute('POST', '/debtor-group-moves', 'clerk')
    .input(
      InCompany.extend({
        debtors: z.array(z.uuid()).max(10_000).nullable(),
        matching: DebtorFilters.nullable(),
        counted: z.number().int().min(0).nullable().default(null),
        group: z.uuid().nullable(),
      }),
    )
    .output(z.object({ moved: z.number().int(), before: z.array(GroupBefore) }))
    .errors(refusals('group_unknown', 'debtor_unknown', 'selection_changed', 'selection_too_large')),

  /** Puts debtors back into the groups they were just moved out of. Doing it twice changes nothing. */
  undoGroupMove: companyRoute('POST', '/debtor-group-moves/undoing', 'clerk')
    .input(InCompany.extend({ before: z.array(GroupBefore).max(200) }))
    .output(z.object({ ok: z.literal(true) }))
    .errors(refusals('group_unknown', 'debtor_unknown')),
};
