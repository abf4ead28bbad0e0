import { isLetter } from '#core/dunning/policy.ts';
import type { client } from '#web/api.ts';

/** What the API gives, by the names this screen uses. */
export type Run = Awaited<ReturnType<typeof client.dunningRuns.show>>;
export type Summary = NonNullable<Run['summary']>;

/** How many of a run are letters, not work for people; all of them where none is. */
export function lettersOf(summary: Summary | null): number {
  const letters = (summary?.byLevel ?? []).filter(({ stepKind }) => !stepKind || isLetter(stepKind));
  return letters.reduce((sum, { notices }) => sum + notices, 0) || (summary?.notices ?? 0);
}

export type ProposalRow = Awaited<ReturnType<typeof client.dunningRuns.proposals>>['rows'][number];
export type Proposal = Awaited<ReturnType<typeof client.dunningRuns.proposal>>;
export type Line = Proposal['lines'][number];
export type LeftOut = Awaited<ReturnType<typeof client.dunningRuns.leftOut>>['rows'][number];
export type Preview = Awaited<ReturnType<typeof client.notices.preview>>;
export type Change = Parameters<typeof client.dunningRuns.edit>[0]['change'];
export type Notice = Awaited<ReturnType<typeof client.notices.list>>['rows'][number];
export type NoticeShown = Awaited<ReturnType<typeof client.notices.show>>;
