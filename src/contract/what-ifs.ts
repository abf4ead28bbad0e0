import { z } from 'zod';
import { STEP_KINDS } from '#core/dunning/policy.ts';
import { WHAT_IF_SCOPES, WHAT_IF_STATES } from '#core/dunning/what-if-states.ts';
import { DEBTOR_KINDS } from '#core/receivables/kinds.ts';
import { PolicyBody, policyFaults } from './policies.ts';
import { refusals } from './refusals.ts';
import { companyRoute, InCompany } from './route.ts';

const LevelCount = z.object({
  stepKind: z.enum(STEP_KINDS),
  level: z.number().int().nullable(),
  letters: z.number().int(),
  /** Due items asked for. */
  items: z.number().int(),
});
const Costs = z.array(z.object({ currency: z.string(), interest: z.string(), fee: z.string() }));

/** What went out in the time looked at, or would have. */
const LetterTally = z.object({
  letters: z.number().int(),
  byLevel: z.array(LevelCount),
  /** By the Monday of its week; weeks without any are left out. */
  byWeek: z.array(LevelCount.extend({ week: z.iso.date() })),
  /** What letters asked besides what was owed, by currency; empty where none asked anything. */
  costs: Costs,
  /** Debtors by the number of days on which they were contacted, the fewest first. */
  contacts: z.array(z.object({ times: z.number().int(), debtors: z.number().int() })),
});

export const WhatIfResult = z.object({
  /** The first import. Of the time before, only what was still open then is known. Null: nothing was ever imported. */
  knownFrom: z.iso.date().nullable(),
  debtors: z.number().int(),
  items: z.number().int(),
  /** By the policy as it was tried, and by the policies in force, both with a run on each run day. */
  tried: LetterTally,
  inForce: LetterTally,
  /** What really went, by the notices that stand. */
  sent: LetterTally,
  /** What the law forbids of the policy tried, for each kind of debtor it would have written to, and the letters concerned. */
  clashes: z.array(
    z.object({
      code: z.string(),
      facts: z.record(z.string(), z.string()),
      kind: z.enum(DEBTOR_KINDS),
      /** The step's position from 0; null where it is about the whole policy. */
      step: z.number().int().nullable(),
      letters: z.number().int(),
      costs: Costs,
    }),
  ),
  /** Whom the policy tried would have contacted on the most days, beside the days they really were. */
  mostContacted: z.array(
    z.object({
      debtor: z.object({ id: z.uuid(), number: z.string(), name: z.string() }),
      tried: z.number().int(),
      sent: z.number().int(),
    }),
  ),
});
export type WhatIfResult = z.infer<typeof WhatIfResult>;

export const WhatIfRow = z.object({
  id: z.uuid(),
  policy: z.object({ id: z.uuid(), name: z.string(), version: z.number().int() }),
  scope: z.enum(WHAT_IF_SCOPES),
  from: z.iso.date(),
  until: z.iso.date(),
  state: z.enum(WHAT_IF_STATES),
  /** In debtors; null when nothing is under way. */
  progress: z.object({ done: z.number().int(), total: z.number().int() }).nullable(),
  /** Why it failed. */
  answer: z.string().nullable(),
  createdBy: z.string().nullable(),
  createdAt: z.string(),
});

const WhatIfView = WhatIfRow.extend({
  /** The policy as it was tried. */
  body: PolicyBody,
  /** Null until it is done. */
  result: WhatIfResult.nullable(),
});

const OneWhatIf = InCompany.extend({ whatIf: z.uuid() });

export const whatIfs = {
  /**
   * Starts a replay of a policy, changed or not, over the months that have passed; follow it by `show`. Nothing is sent,
   * and no notice, level or debtor is touched. A policy against the law may be tried: the answer names the clashes.
   */
  start: companyRoute('POST', '/policies/{policy}/what-ifs', 'clerk')
    .input(
      InCompany.extend({
        policy: z.uuid(),
        /** Left out: the policy as it stands. */
        body: PolicyBody.optional(),
        /** Left out: whoever follows the policy, or the whole company where nobody does. */
        scope: z.enum(WHAT_IF_SCOPES).optional(),
        months: z.number().int().min(1).max(24).default(12),
      }),
    )
    .output(WhatIfView)
    .errors({ ...refusals('policy_unknown', 'what_if_unknown'), ...policyFaults }),

  /** The last ones of a policy, the newest first. */
  list: companyRoute('GET', '/policies/{policy}/what-ifs', 'reader')
    .input(InCompany.extend({ policy: z.uuid() }))
    .output(z.array(WhatIfRow)),

  show: companyRoute('GET', '/what-ifs/{whatIf}', 'reader')
    .input(OneWhatIf)
    .output(WhatIfView)
    .errors(refusals('what_if_unknown')),

  /** Stops one that is being computed. One that is over stays as it is. */
  cancel: companyRoute('POST', '/what-ifs/{whatIf}/cancellation', 'clerk')
    .input(OneWhatIf)
    .output(WhatIfView)
    .errors(refusals('what_if_unknown')),
};
