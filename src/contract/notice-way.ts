import { z } from 'zod';
import { DISPATCH_STATES } from '#core/dunning/notice-state.ts';
import { CHANNELS } from '#core/receivables/kinds.ts';

/** One channel a notice leaves through, and where it stands on it; a correction of it is named as such. */
export const NoticeWay = z.object({
  channel: z.enum(CHANNELS),
  state: z.enum(DISPATCH_STATES),
  purpose: z.enum(['notice', 'correction']),
});
