import { z } from 'zod';
import type { ProposalFilters } from '#contract/proposal-filters.ts';
import { STEP_KINDS } from '#core/dunning/policy.ts';
import { CHANNELS } from '#core/receivables/kinds.ts';

export const PROPOSALS_PER_PAGE = 200;
export const TABS = ['mail', 'letter'] as const;

/** What is looked at in a run, as the URL says it: filters, page, the notice under the cursor, its tab. */
export const RunLook = z.object({
  side: z.enum(['notices', 'leftOut']).catch('notices'),
  find: z.string().catch(''),
  level: z.coerce.number().int().min(0).max(9).nullable().catch(null),
  /** A step that raises no level. */
  step: z.enum(STEP_KINDS).nullable().catch(null),
  channel: z.enum(CHANNELS).nullable().catch(null),
  show: z.enum(['all', 'kept', 'edited', 'dropped', 'warned']).catch('all'),
  sort: z
    .enum([
      'position',
      'debtor',
      'name',
      '-name',
      'level',
      '-level',
      'total',
      '-total',
      '-lateness',
      'lateness',
    ])
    .catch('position'),
  because: z.string().catch(''),
  state: z.string().catch(''),
  page: z.coerce.number().int().min(1).catch(1),
  /** The proposal under the cursor while it is reviewed; an issued notice has another id. */
  notice: z.string().catch(''),
  issued: z.string().catch(''),
  tab: z.enum(TABS).catch('mail'),
  /** On a phone: the notice is a page of its own. */
  open: z.coerce.boolean().catch(false),
});
export type RunLook = z.output<typeof RunLook>;

/** The filters of the list, as the API takes them: for the list itself, and for "all that match". */
export function filtersOf(look: RunLook): z.output<typeof ProposalFilters> {
  return {
    show: look.show,
    ...(look.find ? { search: look.find } : {}),
    ...(look.level === null ? {} : { level: look.level }),
    ...(look.step === null ? {} : { stepKind: look.step }),
    ...(look.channel === null ? {} : { channel: look.channel }),
  };
}

/** 'sort=-total' of the URL as the API takes it. */
export function sortOf({ sort }: RunLook) {
  const direction = sort.startsWith('-') ? ('desc' as const) : ('asc' as const);
  const by = sort.replace('-', '') as 'position' | 'debtor' | 'name' | 'level' | 'total' | 'lateness';
  return { sort: by, direction };
}
