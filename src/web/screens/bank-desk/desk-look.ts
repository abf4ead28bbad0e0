import { keepPreviousData } from '@tanstack/react-query';
import { z } from 'zod';
import { DESK_VIEWS } from '#contract/settlement-views.ts';
import { api } from '#web/api.ts';

export const LINES_PER_PAGE = 100;

/** What is looked at on the desk, as the URL says it. */
export const DeskLook = z.object({
  view: z.enum(DESK_VIEWS).catch('to_match'),
  find: z.string().catch(''),
  account: z.string().catch(''),
  page: z.coerce.number().int().min(1).catch(1),
  /** The line under the cursor. */
  line: z.string().catch(''),
  /** On a phone: the line is a page of its own. */
  open: z.coerce.boolean().catch(false),
});
export type DeskLook = z.output<typeof DeskLook>;
export type SetLook = (patch: Partial<DeskLook>) => void;

export const deskQuery = (company: string, { view, find, account, page }: DeskLook) =>
  api.settlements.desk.queryOptions({
    input: {
      company,
      view,
      page,
      perPage: LINES_PER_PAGE,
      ...(find ? { search: find } : {}),
      ...(account ? { account } : {}),
    },
    placeholderData: keepPreviousData,
  });
