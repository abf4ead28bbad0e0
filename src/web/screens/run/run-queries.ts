import { keepPreviousData } from '@tanstack/react-query';
import { api } from '#web/api.ts';
import type { Run } from './types.ts';
import { filtersOf, PROPOSALS_PER_PAGE, type RunLook, sortOf } from './view.ts';

export const PLANNING_POLL_MS = 700;

/** The run; asked again and again while the server computes or sends. */
export const runQuery = (company: string, run: string) =>
  api.dunningRuns.show.queryOptions({
    input: { company, run },
    refetchInterval: ({ state }) => (isMoving(state.data?.state) ? PLANNING_POLL_MS : false),
  });

function isMoving(state: string | undefined): boolean {
  return state === 'planning' || state === 'approved' || state === 'sending';
}

export const proposalsQuery = (company: string, run: string, look: RunLook) =>
  api.dunningRuns.proposals.queryOptions({
    input: {
      company,
      run,
      ...filtersOf(look),
      ...sortOf(look),
      page: look.page,
      perPage: PROPOSALS_PER_PAGE,
    },
    placeholderData: keepPreviousData,
  });

export const proposalQuery = (company: string, run: string, proposal: string) =>
  api.dunningRuns.proposal.queryOptions({
    input: { company, run, proposal },
    enabled: proposal !== '',
    placeholderData: keepPreviousData,
  });

/** How the notices left, counted; asked again while mails may still change their state. */
export const dispatchesQuery = (company: string, { id, state }: Run) =>
  api.notices.dispatches.queryOptions({
    input: { company, run: id },
    refetchInterval: isMoving(state) ? PLANNING_POLL_MS : 5000,
  });

/** What Rappel let go of when it was to be issued: paid meanwhile, no address. */
export const withdrawnQuery = (company: string, run: string) =>
  api.dunningRuns.proposals.queryOptions({
    input: { company, run, show: 'withdrawn', page: 1, perPage: PROPOSALS_PER_PAGE },
  });

/** The very letter and mail; made by the same function that issues them. */
export const previewQuery = (company: string, run: string, proposal: string) =>
  api.notices.preview.queryOptions({
    input: { company, run, proposal },
    enabled: proposal !== '',
    placeholderData: keepPreviousData,
  });
