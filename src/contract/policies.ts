import { z } from 'zod';
import { type PolicyChange, RULE_FIELDS, STEP_FIELDS } from '#core/dunning/compare-policies.ts';
import { HAND_OVER_PARTIES, type Policy, STEP_BASES, STEP_KINDS } from '#core/dunning/policy.ts';
import { READY_POLICY_KEYS } from '#core/dunning/ready-policies.ts';
import { CHANNELS, CONTACT_ROLES, DEBTOR_KINDS, DOCUMENT_KINDS } from '#core/receivables/kinds.ts';
import { refusals } from './refusals.ts';
import { companyRoute, InCompany } from './route.ts';

const Amount = z.string().max(20);
const Percent = z.string().max(12);
const Days = z.number().int();

const InterestRule = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none') }),
  z.object({ kind: z.literal('contractual'), yearlyPercent: Percent }),
  z.object({ kind: z.literal('statutory') }),
]);

const FeeRule = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none') }),
  z.object({ kind: z.literal('fixed'), amount: Amount }),
  z.object({
    kind: z.literal('bands'),
    bands: z.array(z.object({ upTo: Amount.nullable(), percent: Percent })).max(20),
  }),
  z.object({ kind: z.literal('clause'), percent: Percent, least: Amount, most: Amount.nullable() }),
  z.object({ kind: z.literal('statutory') }),
]);

const StepBody = z.object({
  kind: z.enum(STEP_KINDS),
  /** 1 to 9 on notices; null on every other kind. */
  level: z.number().int().nullable(),
  when: z.object({ basis: z.enum(STEP_BASES), days: Days, count: z.enum(['calendar', 'working']) }),
  /** Days given to pay, printed on the notice. */
  deadlineDays: Days,
  /** It leaves through each of them that has an address. Empty: by the debtor's own preference. */
  channels: z.array(z.enum(CHANNELS)).max(10),
  recipient: z.enum(CONTACT_ROLES),
  copies: z.array(z.enum(CONTACT_ROLES)).max(10),
  /** Who signs, or null for the company's usual sender. */
  sender: z.string().max(100).nullable(),
  interest: InterestRule,
  fee: FeeRule,
  attach: z.enum(['nothing', 'overdue', 'all']),
  mode: z.enum(['automatic', 'confirm']),
  /** On the last step only. */
  repeat: z.object({ everyDays: Days, timesMax: Days }).nullable(),
  /** On a hand-over; left out: the collector. */
  handTo: z.enum(HAND_OVER_PARTIES).optional(),
});

/** A policy whole, as core/dunning/policy.ts has it; amounts in the company's currency. */
export const PolicyBody: z.ZodType<Policy, Policy> = z.object({
  grouping: z.enum(['due_item', 'level', 'debtor', 'payer']),
  situation: z.enum(['overdue', 'full']),
  documents: z.array(z.enum(DOCUMENT_KINDS)).max(10),
  minimumItem: Amount,
  minimumTotal: Amount,
  contactIntervalDays: Days,
  calendar: z.object({
    holidays: z.string().max(2).nullable(),
    quietWeekdays: z.array(z.number().int().min(1).max(7)).max(7),
  }),
  /** Whether the creditor's terms have a clause about late payment. */
  lateClause: z.boolean().optional(),
  /** The debtors it was made for, whose law its steps are held against. */
  madeFor: z.enum(DEBTOR_KINDS).optional(),
  bankData: z.object({ daysMax: Days, stale: z.enum(['ignore', 'warn', 'gate']) }),
  steps: z.array(StepBody).max(20),
});

const Name = z.string().trim().min(1).max(80);

/** Who follows the policy, and how much was made under it. */
const PolicyUses = z.object({
  groups: z.array(z.object({ id: z.uuid(), name: z.string() })),
  debtors: z.number().int(),
  documents: z.number().int(),
  notices: z.number().int(),
});

const PolicyRow = z.object({
  id: z.uuid(),
  name: z.string(),
  version: z.number().int(),
  isDefault: z.boolean(),
  archived: z.boolean(),
  uses: PolicyUses,
  body: PolicyBody,
});

const PolicyView = PolicyRow.extend({
  /** The version that `body` is of: the newest unless another was asked for. */
  shown: z.number().int(),
  versions: z.array(
    z.object({
      version: z.number().int(),
      createdAt: z.string(),
      /** Their name; null: Rappel itself. */
      createdBy: z.string().nullable(),
      notices: z.number().int(),
    }),
  ),
});

const ChangedValue = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('words'), words: z.array(z.string()) }),
  z.object({ kind: z.literal('count'), count: z.number().int() }),
  z.object({ kind: z.literal('amount'), amount: z.string() }),
  z.object({ kind: z.literal('percent'), percent: z.string() }),
  z.object({ kind: z.literal('text'), text: z.string() }),
  z.object({ kind: z.literal('when'), when: StepBody.shape.when }),
  z.object({
    kind: z.literal('bands'),
    bands: z.array(z.object({ upTo: Amount.nullable(), percent: Percent })),
  }),
  z.object({ kind: z.literal('clause'), percent: Percent, least: Amount, most: Amount.nullable() }),
  z.object({ kind: z.literal('repeat'), everyDays: Days, timesMax: Days }),
]);

/** One difference between two versions, as core/dunning/compare-policies.ts tells it. */
const PolicyChangeView: z.ZodType<PolicyChange, PolicyChange> = z.object({
  /** Null on the rules around the steps. */
  step: z
    .object({ kind: z.enum(STEP_KINDS), level: z.number().int().nullable(), nth: z.number().int() })
    .nullable(),
  field: z.enum([...RULE_FIELDS, ...STEP_FIELDS]),
  /** Null where the step was not there, or is no more. */
  before: ChangedValue.nullable(),
  after: ChangedValue.nullable(),
});

/** A change that makes a policy lawful again; steps count from 0. */
const Remedy = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('insert_free_reminder'), before: Days, deadlineDays: Days }),
  z.object({ kind: z.literal('set_deadline'), step: Days, days: Days }),
  z.object({ kind: z.literal('set_rate'), step: Days, yearlyPercent: Percent }),
  z.object({
    kind: z.enum(['remove_fee', 'remove_interest', 'use_statutory_fee', 'use_statutory_interest']),
    step: Days,
  }),
  z.object({ kind: z.enum(['one_letter', 'state_clause']) }),
]);

const PolicyProblemView = z.object({
  code: z.string(),
  facts: z.record(z.string(), z.string()),
  /** From 0; null for the policy itself. */
  step: z.number().int().nullable(),
  field: z.string(),
  /** What would mend it, the best first; empty where the law has no part in it. */
  remedies: z.array(Remedy),
});

const OnePolicy = InCompany.extend({ policy: z.uuid() });

/** What a policy may be refused for when it is stored: each problem by its own code. */
export const policyFaults = refusals(
  'policy_without_notice',
  'policy_level_out_of_order',
  'policy_too_many_levels',
  'policy_level_not_wanted',
  'policy_courtesy_not_first',
  'policy_courtesy_not_before_due',
  'policy_courtesy_costs',
  'policy_step_costs',
  'policy_after_hand_over',
  'policy_hand_over_without_notice',
  'policy_days_out_of_range',
  'policy_basis_without_notice',
  'policy_step_too_early',
  'policy_deadline_out_of_range',
  'policy_repeat_not_last',
  'policy_repeat_out_of_range',
  'policy_rate_unreadable',
  'policy_amount_unreadable',
  'policy_bands_out_of_order',
  'policy_law_unknown',
  'policy_first_reminder_free',
  'policy_wait_too_short',
  'policy_fee_forbidden',
  'policy_clause_needed',
  'policy_fee_above_cap',
  'policy_no_statutory_fee',
  'policy_fee_excluded',
  'policy_one_letter',
  'policy_rate_not_agreed',
  'policy_rate_below_floor',
  'policy_rate_above_ceiling',
  'policy_channel_repeated',
  'policy_interval_out_of_range',
  'policy_bank_days_out_of_range',
  'policy_without_invoices',
  'policy_no_open_weekday',
  'policy_country_unreadable',
);

export const policies = {
  list: companyRoute('GET', '/policies', 'reader').input(InCompany).output(z.array(PolicyRow)),

  show: companyRoute('GET', '/policies/{policy}', 'reader')
    .input(OnePolicy.extend({ version: z.coerce.number().int().min(1).optional() }))
    .output(PolicyView)
    .errors(refusals('policy_unknown', 'policy_version_unknown')),

  /** What changed from one version to another; `from` left out: from the one before. */
  compare: companyRoute('GET', '/policies/{policy}/comparison', 'reader')
    .input(
      OnePolicy.extend({
        from: z.coerce.number().int().min(1).optional(),
        to: z.coerce.number().int().min(1),
      }),
    )
    .output(z.object({ from: z.number().int(), to: z.number().int(), changes: z.array(PolicyChangeView) }))
    .errors(refusals('policy_unknown', 'policy_version_unknown')),

  /** Ready-made policies as this company would get them: its own currency and holidays. */
  listReady: companyRoute('GET', '/ready-policies', 'reader')
    .input(InCompany)
    .output(
      z.array(
        z.object({
          key: z.enum(READY_POLICY_KEYS),
          name: z.string(),
          country: z.string().nullable(),
          body: PolicyBody,
        }),
      ),
    ),

  copyReady: companyRoute('POST', '/ready-policies/{ready}/copies', 'clerk')
    .input(InCompany.extend({ ready: z.string().max(40), name: Name.optional() }))
    .output(PolicyView)
    .errors(refusals('policy_ready_unknown', 'policy_name_taken')),

  add: companyRoute('POST', '/policies', 'clerk')
    .input(InCompany.extend({ name: Name, body: PolicyBody }))
    .output(PolicyView)
    .errors({ ...refusals('policy_name_taken'), ...policyFaults }),

  /** Everything wrong with a policy before it is stored, and what would mend what the law forbids. */
  check: companyRoute('POST', '/policy-checks', 'clerk')
    .input(InCompany.extend({ body: PolicyBody }))
    .output(z.array(PolicyProblemView)),

  copy: companyRoute('POST', '/policies/{policy}/copies', 'clerk')
    .input(OnePolicy.extend({ name: Name }))
    .output(PolicyView)
    .errors(refusals('policy_unknown', 'policy_name_taken')),

  /** `version` is the one that was edited: a change made meanwhile by somebody else is never overwritten. */
  change: companyRoute('PUT', '/policies/{policy}', 'clerk')
    .input(OnePolicy.extend({ version: z.number().int().min(1), name: Name, body: PolicyBody }))
    .output(PolicyView)
    .errors({
      ...refusals('policy_unknown', 'policy_name_taken', 'policy_archived', 'policy_changed_meanwhile'),
      ...policyFaults,
    }),

  setDefault: companyRoute('PUT', '/default-policy', 'owner')
    .input(OnePolicy)
    .output(PolicyView)
    .errors(refusals('policy_unknown', 'policy_archived')),

  archive: companyRoute('POST', '/policies/{policy}/archival', 'clerk')
    .input(OnePolicy)
    .output(PolicyView)
    .errors(refusals('policy_unknown', 'policy_is_default', 'policy_in_use')),

  restore: companyRoute('DELETE', '/policies/{policy}/archival', 'clerk')
    .input(OnePolicy)
    .output(PolicyView)
    .errors(refusals('policy_unknown')),

  remove: companyRoute('DELETE', '/policies/{policy}', 'clerk')
    .input(OnePolicy)
    .output(z.object({ ok: z.literal(true) }))
    .errors(refusals('policy_unknown', 'policy_is_default', 'policy_in_use')),
};
