import { z } from 'zod';
import {
  DISPUTE_ANSWERS,
  DISPUTE_OUTCOMES,
  DISPUTE_REASONS,
  DISPUTE_STATES,
} from '#core/agreements/dispute.ts';
import { refusals } from './refusals.ts';
import { companyRoute, InCompany, PageInput, pageOf } from './route.ts';

const Person = z.object({ id: z.string(), name: z.string() });
const note = z.string().trim().max(1000);

export const DisputeView = z.object({
  id: z.uuid(),
  debtor: z.object({ id: z.uuid(), number: z.string(), name: z.string() }),
  item: z.object({ id: z.uuid(), number: z.string(), dueOn: z.iso.date(), open: z.string() }),
  currency: z.string(),
  /** What is contested; null: all that is open of the item. */
  amount: z.string().nullable(),
  reason: z.enum(DISPUTE_REASONS),
  note: z.string().nullable(),
  openedOn: z.iso.date(),
  openedBy: z.string().nullable(),
  /** The day somebody is to answer it, or to see whether the credit note has come. */
  answerBy: z.iso.date(),
  assignedTo: Person.nullable(),
  state: z.enum(DISPUTE_STATES),
  outcome: z.enum(DISPUTE_OUTCOMES).nullable(),
  answer: z.string().nullable(),
  resolvedOn: z.iso.date().nullable(),
  /** Null where it closed by itself. */
  resolvedBy: z.string().nullable(),
});

/** `standing`: open, or waiting for a credit note. */
export const DISPUTE_VIEWS = ['standing', 'closed', 'all'] as const;

const OfDispute = InCompany.extend({ dispute: z.uuid() });

/** What debtors contest. One at a time stands on an item; it takes its amount out of every reminder. */
export const disputes = {
  list: companyRoute('GET', '/disputes', 'reader')
    .input(
      InCompany.extend(PageInput.shape).extend({
        view: z.enum(DISPUTE_VIEWS).default('standing'),
        debtor: z.uuid().optional(),
        item: z.uuid().optional(),
      }),
    )
    .output(pageOf(DisputeView)),

  /** Disputes an item, or a part of it by amount. A notice that has not left and asks for it is withdrawn. */
  open: companyRoute('POST', '/disputes', 'clerk')
    .input(
      InCompany.extend({
        item: z.uuid(),
        /** A decimal string; left out: all of it. */
        amount: z.string().max(40).nullable().default(null),
        reason: z.enum(DISPUTE_REASONS),
        note: note.nullable().default(null),
        /** Left out: in a week. */
        answerBy: z.iso.date().nullable().default(null),
        /** A user of the company. */
        assignedTo: z.string().max(64).nullable().default(null),
      }),
    )
    .output(DisputeView)
    .errors(
      refusals(
        'open_item_unknown',
        'open_item_settled',
        'dispute_unknown',
        'dispute_stands',
        'dispute_of_credit',
        'dispute_more_than_open',
        'dispute_note_missing',
        'dispute_answer_day_passed',
        'amount_unreadable',
        'amount_not_positive',
        'user_unknown',
      ),
    ),

  /** Says who is to answer, and by when. */
  change: companyRoute('PUT', '/disputes/{dispute}', 'clerk')
    .input(
      OfDispute.extend({
        answerBy: z.iso.date().optional(),
        assignedTo: z.string().max(64).nullable().optional(),
      }),
    )
    .output(DisputeView)
    .errors(refusals('dispute_unknown', 'dispute_closed', 'dispute_answer_day_passed', 'user_unknown')),

  /** Answers it. `justified` still asks for nothing of it until the credit note has come. The same answer twice is one. */
  resolve: companyRoute('POST', '/disputes/{dispute}/resolution', 'clerk')
    .input(OfDispute.extend({ outcome: z.enum(DISPUTE_ANSWERS), note: note.nullable().default(null) }))
    .output(DisputeView)
    .errors(refusals('dispute_unknown', 'dispute_closed')),

  /** Takes the answer back: it stands again. */
  reopen: companyRoute('POST', '/disputes/{dispute}/reopening', 'clerk')
    .input(OfDispute)
    .output(DisputeView)
    .errors(refusals('dispute_unknown', 'dispute_stands', 'open_item_settled')),
};
