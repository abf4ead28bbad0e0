import { z } from 'zod';
import { STEP_KINDS } from '#core/dunning/policy.ts';
import { CURRENCIES } from '#core/money/currencies.ts';
import { CHANNELS } from '#core/receivables/kinds.ts';

export const PROPOSAL_SORTS = [
  'position',
  'debtor',
  'name',
  'level',
  'total',
  'lateness',
  'channel',
] as const;

/** Which proposals of a run: for the list, and for a bulk edit that means "all that match". */
export const ProposalFilters = z.object({
  /** Number or name of the debtor. */
  search: z.string().trim().max(100).optional(),
  debtor: z.uuid().optional(),
  level: z.coerce.number().int().min(0).max(9).optional(),
  stepKind: z.enum(STEP_KINDS).optional(),
  channel: z.enum(CHANNELS).optional(),
  currency: z.enum(CURRENCIES).optional(),
  /** `edited`, `dropped`, `warned`: only these. */
  show: z.enum(['all', 'kept', 'edited', 'dropped', 'warned', 'withdrawn']).default('all'),
});
