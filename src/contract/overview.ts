import { z } from 'zod';
import { RUN_STATES } from '#core/dunning/run-states.ts';
import { refusals } from './refusals.ts';
import { companyRoute, InCompany, MoneyView } from './route.ts';

const AgeingTile = z.object({
  bucket: z.number().int(),
  from: z.number().int().nullable(),
  to: z.number().int().nullable(),
  items: z.number().int(),
  amount: z.string(),
});

const AgeingView = z.object({
  bounds: z.array(z.number().int()),
  /** The company's own currency first. Credits count as negative amounts: the tiles add up to `open`. */
  currencies: z.array(
    z.object({
      currency: z.string(),
      open: z.string(),
      overdue: z.string(),
      items: z.number().int(),
      tiles: z.array(AgeingTile),
    }),
  ),
});

const AgreedView = z.object({ count: z.number().int(), amounts: z.array(MoneyView) });

export const overview = {
  show: companyRoute('GET', '/overview', 'reader')
    .input(InCompany)
    .output(
      z.object({
        today: z.iso.date(),
        ageing: AgeingView,
        biggest: z.array(
          z.object({
            id: z.uuid(),
            number: z.string(),
            name: z.string(),
            level: z.number().int(),
            daysLate: z.number().int(),
            overdue: MoneyView,
          }),
        ),
        lastRun: z
          .object({
            id: z.uuid(),
            number: z.number().int(),
            state: z.enum(RUN_STATES),
            plannedFor: z.iso.date(),
            notices: z.number().int(),
          })
          .nullable(),
        lastImport: z
          .object({ id: z.uuid(), fileName: z.string(), kind: z.string(), appliedAt: z.string() })
          .nullable(),
        /** What happened since midnight in the company's time zone. */
        newToday: z.object({
          added: z.number().int(),
          settled: z.number().int(),
          fellDue: z.number().int(),
          sent: z.number().int(),
          failed: z.number().int(),
        }),
        /** What is contested and what is promised, the company's own currency first; credits count for nothing. */
        agreements: z.object({
          disputed: AgreedView,
          promised: AgreedView,
          /** Broken promises that nobody has dealt with. */
          broken: z.number().int(),
          /** Of the last twelve months: promises that are over, and those of them that were kept. */
          ended: z.number().int(),
          kept: z.number().int(),
        }),
        debtors: z.number().int(),
      }),
    ),

  changeBounds: companyRoute('PUT', '/overview/ageing-bounds', 'clerk')
    .input(InCompany.extend({ bounds: z.array(z.number().int()).max(20) }))
    .output(AgeingView)
    .errors(refusals('ageing_bounds_unusable')),
};
