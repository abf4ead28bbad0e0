import { z } from 'zod';
import { POLICY_SOURCES } from '#core/dunning/explain.ts';
import { CHANGE_CODES } from '#core/dunning/gate-changes.ts';
import { REASONS } from '#core/dunning/gates.ts';
import { STEP_KINDS } from '#core/dunning/policy.ts';
import { RUN_STATES } from '#core/dunning/run-states.ts';
import { CHANNELS } from '#core/receivables/kinds.ts';
import { refusals } from './refusals.ts';
import { companyRoute, InCompany, MoneyView, PageInput } from './route.ts';

const Facts = z.record(z.string(), z.string());

/** What would change whether an item is reminded: a code with the facts of its sentence (core/dunning/gate-changes.ts). */
const ChangeView = z.object({ code: z.enum(CHANGE_CODES), facts: Facts });

const GateView = z.object({
  because: z.enum(REASONS),
  facts: Facts,
  /** The first day it opens by itself; null where only a change opens it. */
  until: z.iso.date().nullable(),
  change: ChangeView.nullable(),
});

/** A step that goes out, or would: its day, its level (null where it has none) and the channel that leads. */
const StepView = z.object({
  on: z.iso.date(),
  stepKind: z.enum(STEP_KINDS),
  level: z.number().int().nullable(),
  channel: z.enum(CHANNELS),
});

export const ItemExplanation = z.object({
  dueItemId: z.uuid(),
  documentNumber: z.string(),
  dueOn: z.iso.date(),
  open: MoneyView,
  /** Where it stands on the day asked about. */
  level: z.number().int(),
  policy: z
    .object({ id: z.uuid(), version: z.number().int(), name: z.string(), because: z.enum(POLICY_SOURCES) })
    .nullable(),
  /** The next step by its own count, whatever stands before it; null where none is left. */
  next: z
    .object({
      stepKind: z.enum(STEP_KINDS),
      level: z.number().int().nullable(),
      countsFrom: z.iso.date(),
      opensOn: z.iso.date(),
    })
    .nullable(),
  /** What a run of that day asks it by; where its reminder is held, what is done beside it: a call, a task. */
  proposed: StepView.nullable(),
  /** Every gate that is closed, in the order in which a run meets them. */
  gates: z.array(GateView),
  /** The first step that will ask for it if nothing is paid; null where none is in sight. */
  expected: StepView.nullable(),
  /** What would change the answer besides its gates. */
  changes: z.array(ChangeView),
});
export type ItemExplanation = z.infer<typeof ItemExplanation>;

/**
 * What the answer stands on. `now`: today's facts. `replayed`: a later day, as it will be if nothing is paid and each
 * proposed step goes out. `history`: an earlier day, as it was known then.
 */
const Basis = z.enum(['now', 'replayed', 'history']);
const Debtor = z.object({ id: z.uuid(), number: z.string(), name: z.string() });

/** What a run that took place did with the item: the notice that asked for it, or the stored reason it was left out. */
const RunAnswerView = z.object({
  run: z.object({ id: z.uuid(), number: z.number().int() }),
  state: z.enum(RUN_STATES),
  plannedFor: z.iso.date(),
  notice: z.object({ id: z.uuid(), number: z.number().int(), level: z.number().int().nullable() }).nullable(),
  gate: GateView.omit({ change: true }).nullable(),
});

/** One step of the days to come, as it will go out. */
const OutlookStep = StepView.extend({
  deadlineOn: z.iso.date(),
  open: MoneyView,
  interest: MoneyView,
  fee: MoneyView,
  total: MoneyView,
  items: z.array(
    z.object({ dueItemId: z.uuid(), documentNumber: z.string(), level: z.number().int().nullable() }),
  ),
});

const On = z.object({ on: z.iso.date().optional() });

export const explanations = {
  /** Why an item was, or was not, reminded on a day; when it will be; what would change it. The same rules as a run. */
  explainItem: companyRoute('GET', '/open-items/{item}/explanation', 'reader')
    .input(InCompany.extend({ item: z.uuid() }).extend(On.shape))
    .output(
      ItemExplanation.extend({
        on: z.iso.date(),
        basis: Basis,
        debtor: Debtor,
        /** The newest first. */
        runs: z.array(RunAnswerView),
      }),
    )
    .errors(refusals('open_item_unknown', 'explanation_day_out_of_reach')),

  /** The same for each open item of a debtor, the oldest due date first. */
  explainDebtor: companyRoute('GET', '/debtors/{debtor}/explanation', 'reader')
    .input(InCompany.extend({ debtor: z.uuid() }).extend(On.shape).extend(PageInput.shape))
    .output(
      z.object({
        on: z.iso.date(),
        basis: Basis,
        debtor: Debtor,
        rows: z.array(ItemExplanation),
        total: z.number().int(),
      }),
    )
    .errors(refusals('debtor_unknown', 'explanation_day_out_of_reach')),

  /** The days to come, as the engine will act if nothing is paid and each proposed step goes out on its day. */
  outlook: companyRoute('GET', '/debtors/{debtor}/outlook', 'reader')
    .input(InCompany.extend({ debtor: z.uuid(), days: z.coerce.number().int().min(1).max(366).default(60) }))
    .output(
      z.object({
        from: z.iso.date(),
        until: z.iso.date(),
        /** The days on which a run takes place. */
        runDays: z.array(z.iso.date()),
        steps: z.array(OutlookStep),
        items: z.array(
          ItemExplanation.pick({
            dueItemId: true,
            documentNumber: true,
            dueOn: true,
            open: true,
            level: true,
          }),
        ),
      }),
    )
    .errors(refusals('debtor_unknown', 'explanation_day_out_of_reach')),
};
