import { z } from 'zod';
import { SECURITY_EVENTS } from '#core/accounts/security-events.ts';
import { refusals } from './refusals.ts';
import { companyRoute, InCompany, PageInput, pageOf } from './route.ts';

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

/** One line of the security log: ids and codes. The same within a minute is one line that counts. */
export const SecurityEventView = z.object({
  id: z.uuid(),
  firstAt: z.iso.datetime(),
  lastAt: z.iso.datetime(),
  times: z.number().int(),
  event: z.enum(SECURITY_EVENTS),
  /** How one came in, or why one was refused; empty where the event says it all. */
  code: z.string(),
  /** Null where nobody knows who it was, or it is nobody of this company. */
  user: z.object({ id: z.string(), name: z.string().nullable() }).nullable(),
  /** The same mark is the same machine; its address is not kept. Null: the command line. */
  machine: z.string().nullable(),
  /** As the reference writes it, without what stood in its place. */
  route: z.string(),
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
  /** Who came in, who was refused, and what changed about how one signs in: in this company, and of its members. */
  listEvents: companyRoute('GET', '/security/events', 'owner')
    .input(InCompany.extend({ ...PageInput.shape, event: z.enum(SECURITY_EVENTS).optional() }))
    .output(pageOf(SecurityEventView)),
  /** Whether the user who asks may release this run. */
  showRelease: companyRoute('GET', '/runs/{run}/release', 'reader')
    .input(InCompany.extend({ run: z.uuid() }))
    .output(ReleaseView)
    .errors(refusals('run_unknown')),
};
