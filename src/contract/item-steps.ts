import { z } from 'zod';
import { DISPUTE_REASONS } from '#core/agreements/dispute.ts';
import { HAND_OVER_PARTIES, STEP_KINDS } from '#core/dunning/policy.ts';
import { refusals } from './refusals.ts';
import { companyRoute, InCompany } from './route.ts';

const OneItem = InCompany.extend({ item: z.uuid() });

/** What was done for a due item beside its reminders, and where it is now. */
export const ItemStepsView = z.object({
  steps: z.array(
    z.object({
      stepKind: z.enum(STEP_KINDS),
      /** Where the item stood then. */
      afterLevel: z.number().int(),
      doneOn: z.iso.date(),
      run: z.object({ id: z.uuid(), number: z.number().int() }).nullable(),
      notice: z.object({ id: z.uuid(), number: z.number().int() }).nullable(),
      undone: z.boolean(),
    }),
  ),
  /** The latest first; the one that is not taken back stands. */
  handOvers: z.array(
    z.object({
      to: z.string(),
      handedOn: z.iso.date(),
      takenBackOn: z.iso.date().nullable(),
    }),
  ),
  /** What the debtor said of it before it was due; null: nothing yet. */
  acceptance: z
    .object({ answer: z.enum(['accepted', 'disputed']), note: z.string(), answeredOn: z.iso.date() })
    .nullable(),
});
export type ItemStepsView = z.infer<typeof ItemStepsView>;

export const itemSteps = {
  show: companyRoute('GET', '/open-items/{item}/steps', 'reader')
    .input(OneItem)
    .output(ItemStepsView)
    .errors(refusals('open_item_unknown')),
  /** Gives the item to a lawyer, a bailiff or a collector by hand: nothing of it is reminded until it is taken back. */
  handOver: companyRoute('POST', '/open-items/{item}/hand-over', 'clerk')
    .input(OneItem.extend({ to: z.enum(HAND_OVER_PARTIES) }))
    .output(ItemStepsView)
    .errors(refusals('open_item_unknown', 'open_item_settled', 'item_handed_over')),
  /** Its track goes on where it stood. */
  takeBack: companyRoute('DELETE', '/open-items/{item}/hand-over', 'clerk')
    .input(OneItem)
    .output(ItemStepsView)
    .errors(refusals('open_item_unknown', 'item_not_handed_over')),
  /** What the debtor answered when asked whether the invoice is in order; `disputed` opens a dispute too. */
  recordAcceptance: companyRoute('PUT', '/open-items/{item}/acceptance', 'clerk')
    .input(
      OneItem.extend({
        answer: z.enum(['accepted', 'disputed']),
        note: z.string().trim().max(1000).default(''),
        reason: z.enum(DISPUTE_REASONS).default('other'),
      }),
    )
    .output(ItemStepsView)
    .errors(
      refusals(
        'open_item_unknown',
        'open_item_settled',
        'dispute_note_missing',
        'dispute_stands',
        'dispute_of_credit',
        'dispute_more_than_open',
        'dispute_answer_day_passed',
        'amount_unreadable',
        'amount_not_positive',
        'user_unknown',
      ),
    ),
};
