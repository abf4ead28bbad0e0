import { z } from 'zod';
import { refusals } from './refusals.ts';
import { companyRoute, InCompany } from './route.ts';

/** How often people are written to at most, whatever the policies say. */
export const SendingLimitsInput = z.object({
  /** Times a debtor is written to within `contactDays`; a run counts once, however many letters it brings. */
  contactsMax: z.number(),
  contactDays: z.number(),
  /** Reminders to one debtor on one day. */
  debtorDayMax: z.number(),
  /** Reminders of the whole company on one day; what goes by mail beyond that waits for the next. */
  companyDayMax: z.number(),
});

export const SendingLimitsView = SendingLimitsInput.extend({
  /** How many left today, of those that reach debtors. */
  sentToday: z.number().int(),
});

export const sendingLimits = {
  show: companyRoute('GET', '/sending-limits', 'reader').input(InCompany).output(SendingLimitsView),
  set: companyRoute('PUT', '/sending-limits', 'owner')
    .input(InCompany.extend(SendingLimitsInput.shape))
    .output(SendingLimitsView)
    .errors(refusals('sending_limit_out_of_range')),
};
