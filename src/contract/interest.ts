import { z } from 'zod';
import { DAY_COUNTS } from '#core/interest/day-count.ts';
import { RATE_STATUSES } from '#core/interest/rates/rate-series.ts';
import { DEBTOR_KINDS } from '#core/receivables/kinds.ts';
import { LawNoteView } from './dunning-run-views.ts';
import { refusals } from './refusals.ts';
import { route } from './route.ts';

const Amount = z.string().max(20);
const Percent = z.string().max(12);
const Day = z.iso.date();

/** A late debt to compute. What is left out is as the law of the country has it; amounts, rates and days are text. */
export const ClaimInput = z.object({
  /** Whose law rules the contract: ISO 3166, two letters. */
  country: z.string().length(2),
  kind: z.enum(DEBTOR_KINDS).default('business'),
  amount: Amount,
  currency: z.string().length(3).default('EUR'),
  /** The last day to pay. */
  dueOn: Day,
  /** The last day to count; null: today. */
  until: Day.nullable().default(null),
  contractOn: Day.nullable().default(null),
  /** When the notice that the law asks for was sent; 'assumed': on the due date; 'none': it was not. */
  noticeOn: z.union([Day, z.enum(['assumed', 'none'])]).default('assumed'),
  noticeBy: z.enum(['mail', 'post']).default('mail'),
  deliveredOn: Day.nullable().default(null),
  creditorIsSmall: z.boolean().default(true),
  hasClause: z.boolean().default(true),
  contractRate: Percent.nullable().default(null),
  asksCosts: z.boolean().nullable().default(null),
  payments: z
    .array(z.object({ on: Day, amount: Amount }))
    .max(500)
    .default([]),
  selection: z.enum(['floating', 'frozen_at_start', 'frozen_on_due']).nullable().default(null),
  dayCount: z.enum(DAY_COUNTS).nullable().default(null),
  lastDay: z.boolean().nullable().default(null),
  compound: z.enum(['never', 'yearly']).nullable().default(null),
  allocation: z
    .enum(['costs_interest_principal', 'interest_principal', 'principal_first'])
    .nullable()
    .default(null),
  rounding: z.enum(['row', 'daily']).default('row'),
  /** Yearly rates from these days on, in the place of the law's. */
  rates: z
    .array(z.object({ from: Day, percent: Percent }))
    .max(100)
    .default([]),
});

/** Interest on one amount at one rate. */
export const InterestRowView = z.object({
  from: Day,
  to: Day,
  days: z.number().int(),
  base: z.string(),
  rate: z.string(),
  basis: z.enum(['law', 'contract', 'floor', 'ceiling', 'option']),
  dayCount: z.enum(DAY_COUNTS),
  amount: z.string(),
  /** The article and the published rates, in one line. */
  source: z.string(),
  rates: z.array(
    z.object({
      series: z.string(),
      from: Day,
      percent: z.string(),
      status: z.enum(RATE_STATUSES),
      sources: z.array(z.string()),
    }),
  ),
});

export const ClaimView = z.object({
  interest: z.string(),
  compensation: z.string(),
  collectionCosts: z.string(),
  /** Everything still to be paid. */
  total: z.string(),
  principal: z.string(),
  openPrincipal: z.string(),
  openInterest: z.string(),
  openCosts: z.string(),
  currency: z.string(),
  /** From when costs may be asked, where a period of the law runs. */
  claimableOn: Day.nullable(),
  regime: z.object({ country: z.string(), kind: z.string(), law: z.string() }).nullable(),
  rows: z.array(InterestRowView),
  notes: z.array(LawNoteView),
});

/** Late-payment interest and costs of one debt, outside of any company. */
export const interest = {
  /** Stores nothing. Open to anybody where the installation says so, else to whoever is signed in. */
  compute: route('POST', '/interest-claims', 'public')
    .input(ClaimInput)
    .output(ClaimView)
    .errors(
      refusals(
        'law_unknown',
        'rate_missing',
        'rate_unreadable',
        'amount_unreadable',
        'amount_not_positive',
        'currency_unknown',
      ),
    ),
};
