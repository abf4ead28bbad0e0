import { z } from 'zod';
import { refusals } from './refusals.ts';
import { companyRoute, InCompany } from './route.ts';

export const SECOND_FACTOR_RULES = ['optional', 'owners', 'all'] as const;

const Rules = z.object({
  /** Who must have a second factor to work in this company. */
  secondFactor: z.enum(SECOND_FACTOR_RULES),
  /** Whether letting a run leave asks for the second factor again. */
  releaseAsksSecondFactor: z.boolean(),
  /** Another person than the planner releases a run: above an amount or a number of notices; always where both are null. */
  fourEyes: z
    .object({
      aboveAmount: z.string().max(30).nullable(),
      aboveNotices: z.number().int().min(0).max(1_000_000).nullable(),
    })
    .nullable(),
});

const SecurityView = Rules.extend({
  /** What the installation asks for everywhere; the stricter of the two holds. */
  installation: z.enum(SECOND_FACTOR_RULES),
  currency: z.string(),
  /** Members who would be shut out until they have a second factor. */
  without: z.array(z.string()),
});

export const ReleaseView = z.object({
  /** The second factor must be given again before this user may release. */
  asksSecondFactor: z.boolean(),
  /** The rule of four eyes holds for this run. */
  fourEyes: z.boolean(),
  /** Why this user may not release it, or null. */
  closed: z.enum(['four_eyes_needed', 'four_eyes_planner_unknown']).nullable(),
});

/** How a company guards its accounts, and who may let its runs leave. */
export const security = {
  show: companyRoute('GET', '/security', 'reader').input(InCompany).output(SecurityView),
  change: companyRoute('PUT', '/security', 'owner')
    .meta({ access: 'owner', personOnly: true })
    .input(InCompany.extend(Rules.shape))
    .output(SecurityView)
    .errors(
      refusals('amount_unreadable', 'second_factor_own_missing', 'four_eyes_alone', 'second_factor_stale'),
    ),
  /** Whether the user who asks may release this run. */
  showRelease: companyRoute('GET', '/runs/{run}/release', 'reader')
    .input(InCompany.extend({ run: z.uuid() }))
    .output(ReleaseView)
    .errors(refusals('run_unknown')),
};
