import type { z } from 'zod';
import type { SendingLimitsView } from '#contract/sending-limits.ts';
import { refuse } from '#core/refusal.ts';
import { LIMIT_BOUNDS, type SendingLimits } from '#core/sending/limits.ts';
import { inCompany, type Trx } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { addTimelineEntries } from '#server/timeline/queries.ts';
import { findLimits, findSendingDay, findSentOn, keepLimits } from './queries.ts';

/** The limits, and how much of today's is used. */
export function showLimits(tools: CompanyTools): Promise<z.infer<typeof SendingLimitsView>> {
  return inCompany(tools, (trx) => viewLimits(trx, tools));
}

/**
 * Sets how often people are written to at most. The same again changes nothing.
 * @throws Refusal sending_limit_out_of_range
 */
export function changeLimits(
  tools: CompanyTools,
  limits: SendingLimits,
): Promise<z.infer<typeof SendingLimitsView>> {
  refuseOutOfRange(limits);
  const { companyId, actor, clock } = tools;
  return inCompany(tools, async (trx) => {
    const before = await findLimits(trx, companyId);
    if (FIELDS.some((field) => before[field] !== limits[field])) {
      await keepLimits(trx, companyId, limits, { by: actor, at: clock.now() });
      const facts = {
        contactsMax: String(limits.contactsMax),
        contactDays: String(limits.contactDays),
        debtorDayMax: String(limits.debtorDayMax),
        companyDayMax: String(limits.companyDayMax),
      };
      const entry = { kind: 'sending_limits_changed' as const, facts, at: clock.now(), actor };
      await addTimelineEntries(trx, companyId, [entry]);
    }
    return viewLimits(trx, tools);
  });
}

const FIELDS = ['contactsMax', 'contactDays', 'debtorDayMax', 'companyDayMax'] as const;

function refuseOutOfRange(limits: SendingLimits): void {
  for (const field of FIELDS) {
    const given = limits[field];
    const { min, max } = LIMIT_BOUNDS[field];
    if (!Number.isInteger(given) || given < min || given > max) {
      refuse('sending_limit_out_of_range', {
        field,
        given: String(given),
        min: String(min),
        max: String(max),
      });
    }
  }
}

async function viewLimits(trx: Trx, { companyId, clock }: CompanyTools) {
  const { contactsMax, contactDays, debtorDayMax, companyDayMax } = await findLimits(trx, companyId);
  const { today } = await findSendingDay(trx, companyId, clock.now());
  const sentToday = await findSentOn(trx, companyId, today);
  return { contactsMax, contactDays, debtorDayMax, companyDayMax, sentToday };
}
