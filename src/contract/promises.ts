import { z } from 'zod';
import { PROMISE_STATES } from '#core/agreements/promise.ts';
import { CURRENCIES } from '#core/money/currencies.ts';
import { refusals } from './refusals.ts';
import { companyRoute, InCompany, PageInput, pageOf } from './route.ts';

const note = z.string().trim().max(1000);

export const PromiseView = z.object({
  id: z.uuid(),
  debtor: z.object({ id: z.uuid(), number: z.string(), name: z.string() }),
  /** The items it names; none: all that the debtor owes in the currency. */
  items: z.array(z.object({ id: z.uuid(), number: z.string() })),
  currency: z.string(),
  amount: z.string(),
  /** What was paid of it since it was made, by its deadline. */
  paid: z.string(),
  on: z.iso.date(),
  toleranceDays: z.number().int(),
  /** The last day on which a payment keeps it. */
  deadline: z.iso.date(),
  /** As of today, whatever the dossier was told. */
  state: z.enum(PROMISE_STATES),
  note: z.string().nullable(),
  madeOn: z.iso.date(),
  madeBy: z.string().nullable(),
  withdrawal: z.string().nullable(),
  /** Somebody has dealt with it though it is broken. */
  answered: z.boolean(),
});

const OfPromise = InCompany.extend({ promise: z.uuid() });

/** What debtors say they will pay. Until its day and the tolerance have passed, nobody is reminded of it. */
export const promises = {
  list: companyRoute('GET', '/promises', 'reader')
    .input(
      InCompany.extend(PageInput.shape).extend({
        state: z.enum(PROMISE_STATES).optional(),
        debtor: z.uuid().optional(),
        /** Also those for all that its debtor owes. */
        item: z.uuid().optional(),
      }),
    )
    .output(pageOf(PromiseView)),

  record: companyRoute('POST', '/promises', 'clerk')
    .input(
      InCompany.extend({
        debtor: z.uuid(),
        items: z.array(z.uuid()).max(500).default([]),
        /** A decimal string; left out: all that is open. */
        amount: z.string().max(40).nullable().default(null),
        /** Where no item is named; left out: the company's. */
        currency: z.enum(CURRENCIES).nullable().default(null),
        on: z.iso.date(),
        /** Left out: as the company has it. */
        toleranceDays: z.number().int().min(0).max(30).nullable().default(null),
        note: note.nullable().default(null),
      }),
    )
    .output(PromiseView)
    .errors(
      refusals(
        'debtor_unknown',
        'open_item_unknown',
        'open_item_settled',
        'promise_unknown',
        'promise_stands',
        'promise_nothing_open',
        'promise_more_than_open',
        'promise_day_passed',
        'promise_too_far',
        'promise_currencies_mixed',
        'promise_item_of_other',
        'amount_unreadable',
        'amount_not_positive',
      ),
    ),

  /** Takes one back that stands. Doing it twice changes nothing. */
  withdraw: companyRoute('POST', '/promises/{promise}/withdrawal', 'clerk')
    .input(OfPromise.extend({ note: note.nullable().default(null) }))
    .output(PromiseView)
    .errors(refusals('promise_unknown', 'promise_decided')),

  /** Says that somebody has dealt with a broken one: it leaves the worklist. */
  answer: companyRoute('POST', '/promises/{promise}/answer', 'clerk')
    .input(OfPromise.extend({ note: note.nullable().default(null) }))
    .output(PromiseView)
    .errors(refusals('promise_unknown')),
};
