import { z } from 'zod';
import { CALL_RESULTS, TASK_KINDS, WORK_KINDS } from '#core/receivables/tasks.ts';
import { refusals } from './refusals.ts';
import { companyRoute, InCompany, MoneyView, PageInput } from './route.ts';

const WorkEntry = z.object({
  /** Stable over reloads: the kind and the id of what it is about. */
  key: z.string(),
  kind: z.enum(WORK_KINDS),
  /** Why it stands where it stands: the reason, in words of the screens (`worklist.because.<code>`). */
  because: z.object({ code: z.string(), facts: z.record(z.string(), z.string()) }),
  debtor: z
    .object({ id: z.uuid(), number: z.string(), name: z.string(), phone: z.string().nullable() })
    .nullable(),
  run: z.object({ id: z.uuid(), number: z.number().int(), notices: z.number().int() }).nullable(),
  notice: z.object({ id: z.uuid(), number: z.number().int() }).nullable(),
  task: z
    .object({
      id: z.uuid(),
      kind: z.enum(TASK_KINDS),
      dueOn: z.iso.date(),
      facts: z.record(z.string(), z.string()),
    })
    .nullable(),
  dispatch: z.object({ id: z.uuid(), channel: z.string(), answer: z.string().nullable() }).nullable(),
  /** How many bank lines wait to be matched. */
  payments: z.number().int().nullable(),
  /** The promise, the dispute or the hold it is about. */
  agreement: z
    .object({
      id: z.uuid(),
      item: z.object({ id: z.uuid(), number: z.string() }).nullable(),
      /** Promised, or contested. */
      amount: MoneyView.nullable(),
      /** Of a promise: what was paid of it in time. */
      paid: MoneyView.nullable(),
      on: z.iso.date(),
      /** Why a hold was placed. */
      reason: z.string().nullable(),
    })
    .nullable(),
  level: z.number().int().nullable(),
  overdue: z.array(MoneyView),
  daysLate: z.number().int(),
});

const OfTask = InCompany.extend({ task: z.uuid() });
const Ok = z.object({ ok: z.literal(true) });

export const worklist = {
  show: companyRoute('GET', '/worklist', 'reader')
    .input(InCompany.extend(PageInput.shape).extend({ kind: z.enum(WORK_KINDS).optional() }))
    .output(
      z.object({
        today: z.iso.date(),
        entries: z.array(WorkEntry),
        total: z.number().int(),
        counts: z.record(z.enum(WORK_KINDS), z.number().int()),
      }),
    ),

  addTask: companyRoute('POST', '/tasks', 'clerk')
    .input(
      InCompany.extend({
        kind: z.enum(['call', 'other']).default('other'),
        debtor: z.uuid().nullable().default(null),
        dueOn: z.iso.date(),
        text: z.string().trim().min(1).max(1000),
      }),
    )
    .output(Ok)
    .errors(refusals('debtor_unknown')),

  /** Done is done: a second answer changes nothing. */
  completeTask: companyRoute('POST', '/tasks/{task}/completion', 'clerk')
    .input(
      OfTask.extend({
        outcome: z.string().trim().max(1000).default(''),
        /** What came of a call: whoever was reached counts as contacted today. */
        result: z.enum(CALL_RESULTS).optional(),
      }),
    )
    .output(Ok)
    .errors(refusals('task_unknown')),

  postponeTask: companyRoute('PUT', '/tasks/{task}', 'clerk')
    .input(OfTask.extend({ dueOn: z.iso.date() }))
    .output(Ok)
    .errors(refusals('task_unknown')),
};
