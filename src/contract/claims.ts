import { z } from 'zod';
import { CLAIM_ACT_KINDS, CLAIM_KINDS, CLAIM_STATES } from '#core/claims/claim-states.ts';
import { DEBTOR_KINDS } from '#core/receivables/kinds.ts';
import { LawNoteView } from './dunning-run-views.ts';
import { InterestRowView } from './interest.ts';
import { refusals } from './refusals.ts';
import { companyRoute, InCompany, PageInput, pageOf } from './route.ts';

const Day = z.iso.date();

const ActView = z.object({
  id: z.uuid(),
  kind: z.enum(CLAIM_ACT_KINDS),
  amount: z.string(),
  reason: z.string().nullable(),
  on: Day,
  by: z.string().nullable(),
  at: z.string(),
  undone: z.object({ by: z.string().nullable(), at: z.string() }).nullable(),
});

/** What a notice asked besides a debt, and what became of it. Amounts are decimals in `currency`. */
export const ClaimRow = z.object({
  id: z.uuid(),
  kind: z.enum(CLAIM_KINDS),
  state: z.enum(CLAIM_STATES),
  level: z.number().int(),
  currency: z.string(),
  amount: z.string(),
  paid: z.string(),
  waived: z.string(),
  /** Asked by a later notice instead. */
  carried: z.string(),
  carriedToNotice: z.number().int().nullable(),
  /** What Rappel still asks. */
  open: z.string(),
  /** Of interest: the first and the last day it is for. */
  from: Day.nullable(),
  to: Day.nullable(),
  law: z.object({ country: z.string(), kind: z.enum(DEBTOR_KINDS) }),
  claimedOn: Day,
  item: z.object({ id: z.uuid(), number: z.string(), settledOn: Day.nullable() }),
  debtor: z.object({ id: z.uuid(), number: z.string(), name: z.string() }),
  notice: z.object({ id: z.uuid(), number: z.number().int() }),
});

const ClaimDetail = ClaimRow.extend({ rows: z.array(InterestRowView), acts: z.array(ActView) });

const Totals = z.array(
  z.object({
    currency: z.string(),
    claims: z.number().int(),
    open: z.string(),
    paid: z.string(),
    waived: z.string(),
  }),
);

/** Interest and costs as they stand today, claimed or not: computed when asked, never stored. */
const AccruedView = z.object({
  on: Day,
  currency: z.string(),
  interest: z.string(),
  compensation: z.string(),
  /** What no notice has claimed yet. */
  unclaimed: z.string(),
  /** Whether the policy asks for interest at any step, or only the law would give it. */
  byPolicy: z.boolean(),
  rows: z.array(InterestRowView),
  notes: z.array(LawNoteView),
  /** The first rate that is not known: interest is counted to the day before. */
  gap: z.object({ series: z.string(), from: Day, until: Day }).nullable(),
});

export const RegimeView = z.object({
  country: z.string(),
  kind: z.enum(DEBTOR_KINDS),
  /** The law by its name; null where no rules are known. */
  law: z.string().nullable(),
  /** Why it is not that of the company's country and the debtor's kind; null where it is. */
  reason: z.string().nullable(),
});

const OfClaims = InCompany.extend({ claims: z.array(z.uuid()).min(1).max(500) });
const Acts = z.object({ acts: z.array(z.uuid()) });
const amount = z.string().trim().max(30).optional();
const actRefusals = () =>
  refusals(
    'claim_unknown',
    'claim_not_open',
    'claim_amount_too_high',
    'amount_not_positive',
    'amount_unreadable',
  );
const ok = z.object({ ok: z.literal(true) });

export const CLAIM_VIEWS = ['open', 'standing', 'to_book', 'all', ...CLAIM_STATES] as const;

export const ClaimPolicyView = z.object({
  currency: z.string(),
  /** Once a debt is paid, what is still claimed for it is dropped below this amount; '0.00': never. */
  dropBelow: z.string(),
  interestAccount: z.string().nullable(),
  compensationAccount: z.string().nullable(),
  feeAccount: z.string().nullable(),
  receivableAccount: z.string().nullable(),
});
const account = z.string().trim().max(40).nullable();

/** Interest and costs that notices asked for: the register of claims beside the debts. */
export const claims = {
  list: companyRoute('GET', '/claims', 'reader')
    .input(
      InCompany.extend(PageInput.shape).extend({
        view: z.enum(CLAIM_VIEWS).default('open'),
        kind: z.enum(CLAIM_KINDS).optional(),
        debtor: z.uuid().optional(),
        /** Found in document number, debtor number and name. */
        search: z.string().trim().max(100).optional(),
      }),
    )
    .output(pageOf(ClaimRow).extend({ totals: Totals })),

  ofItem: companyRoute('GET', '/open-items/{item}/claims', 'reader')
    .input(InCompany.extend({ item: z.uuid() }))
    .output(
      z.object({
        claims: z.array(ClaimDetail),
        totals: Totals,
        accrued: AccruedView.nullable(),
        regime: RegimeView,
      }),
    )
    .errors(refusals('open_item_unknown')),

  ofDebtor: companyRoute('GET', '/debtors/{debtor}/claims', 'reader')
    .input(InCompany.extend({ debtor: z.uuid() }))
    .output(z.object({ claims: z.array(ClaimDetail), totals: Totals, regime: RegimeView }))
    .errors(refusals('debtor_unknown')),

  /** Waives claims; of a single one perhaps only a part. */
  waive: companyRoute('POST', '/claims/waivers', 'clerk')
    .input(OfClaims.extend({ amount, reason: z.string().trim().min(1).max(500) }))
    .output(Acts)
    .errors(actRefusals()),

  /** Marks claims as paid by hand: money from the bank settles debts, and says nothing of claims. */
  pay: companyRoute('POST', '/claims/payments', 'clerk')
    .input(OfClaims.extend({ amount, on: Day.optional(), reason: z.string().trim().max(500).optional() }))
    .output(Acts)
    .errors(actRefusals()),

  /** Says that the ledger has taken claims over. */
  book: companyRoute('POST', '/claims/bookings', 'clerk')
    .input(OfClaims.extend({ on: Day.optional(), reason: z.string().trim().max(500).optional() }))
    .output(Acts)
    .errors(actRefusals()),

  undo: companyRoute('POST', '/claims/reversals', 'clerk')
    .input(InCompany.extend({ acts: z.array(z.uuid()).min(1).max(500) }))
    .output(ok)
    .errors(refusals('claim_act_unknown')),

  policy: companyRoute('GET', '/claims/policy', 'reader').input(InCompany).output(ClaimPolicyView),

  changePolicy: companyRoute('PUT', '/claims/policy', 'owner')
    .input(
      InCompany.extend({
        dropBelow: z.string().trim().max(20),
        interestAccount: account,
        compensationAccount: account,
        feeAccount: account,
        receivableAccount: account,
      }),
    )
    .output(ClaimPolicyView)
    .errors(refusals('amount_unreadable', 'claim_limit_out_of_range')),

  /** Puts a debtor under the law of a country, as a kind of debtor; both null: under its own again. */
  setRegime: companyRoute('PUT', '/debtors/{debtor}/regime', 'clerk')
    .input(
      InCompany.extend({
        debtor: z.uuid(),
        regime: z
          .object({
            country: z.string().regex(/^[A-Z]{2}$/),
            kind: z.enum(DEBTOR_KINDS),
            reason: z.string().trim().min(1).max(500),
          })
          .nullable(),
      }),
    )
    .output(RegimeView)
    .errors(refusals('debtor_unknown', 'debtor_erased', 'regime_unknown')),
};
