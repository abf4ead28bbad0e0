import { sql } from 'kysely';
import type { EditInput } from '#contract/dunning-run-views.ts';
import { dayFrom, daysBetween } from '#core/calendar/days.ts';
import { choicesFor, levelChoices, whyEditImpossible } from '#core/dunning/check-edit.ts';
import type { EditChange, ProposalEdit } from '#core/dunning/proposal.ts';
import { whyNot } from '#core/dunning/run-states.ts';
import { emailAddressFrom } from '#core/receivables/email-address.ts';
import { refuse } from '#core/refusal.ts';
import { inCompany, type Trx } from '#server/platform/db.ts';
import { newId } from '#server/platform/ids.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { checkWords } from '#server/texts/words.ts';
import { addTimelineEntries } from '#server/timeline/queries.ts';
import { documentOf, editFacts } from './edit-facts.ts';
import { type Filters, listMatchingIds } from './proposal-list.ts';
import { lockRun, markRun } from './queries.ts';
import { listReviewedProposals, type ReviewedProposal } from './reviewed-proposals.ts';
import { storeEdits } from './store-edits.ts';
import { summarizeRun } from './summarize-run.ts';

type Run = NonNullable<Awaited<ReturnType<typeof lockRun>>>;

/** Changes one proposal of a planned run; its figures and the run's follow at once. */
export function editProposal(
  tools: CompanyTools,
  { run: runId, proposal: id, change }: { run: string; proposal: string; change: EditInput },
): Promise<void> {
  return inCompany(tools, async (trx) => {
    const run = await lockEditable(trx, tools, runId);
    const [proposal] = await listReviewedProposals(trx, tools.companyId, runId, [id]);
    if (!proposal) return refuse('proposal_unknown', { proposal: id });
    refuseImpossible(proposal, checked(run, proposal.effective.channel, change));
    await addEdit(trx, tools, run, { proposals: [proposal], change });
  });
}

export type ManyEdits = {
  readonly run: string;
  readonly proposals: readonly string[] | null;
  readonly matching: Filters | null;
  readonly change: EditInput;
};

/** The same change on many proposals: those where it is impossible are passed over and counted. */
export function editProposals(
  tools: CompanyTools,
  { run: runId, proposals: ids, matching, change }: ManyEdits,
): Promise<{ changed: number; passedOver: number }> {
  return inCompany(tools, async (trx) => {
    const run = await lockEditable(trx, tools, runId);
    const wanted = ids ?? (await listMatchingIds(trx, tools.companyId, runId, matching ?? { show: 'all' }));
    const found = await listReviewedProposals(trx, tools.companyId, runId, wanted);
    const possible = found.filter(({ computed, terms, effective }) => {
      checked(run, effective.channel, change);
      return whyEditImpossible(computed, change, terms) === null;
    });
    await addEdit(trx, tools, run, { proposals: possible, change });
    return { changed: possible.length, passedOver: wanted.length - possible.length };
  });
}

/**
 * Takes back the last change of a run, or of one of its proposals: all that one action changed. @returns the proposals
 * that are as they were before it
 */
export function undoEdit(
  tools: CompanyTools,
  { run: runId, proposal }: { run: string; proposal: string | null },
): Promise<string[]> {
  return inCompany(tools, async (trx) => {
    const { companyId, actor, clock } = tools;
    const run = await lockEditable(trx, tools, runId);
    const { rows } = await sql<{ id: string; debtorId: string; edits: ProposalEdit[] }>`
      with edited as (
        select id, debtor_id, edits, edits -> -1 ->> 'batch' as batch from proposal
        where company_id = ${companyId} and run_id = ${runId} and edits <> '[]'
      )
      select id, debtor_id, edits from edited
      where batch = (select max(batch) from edited where ${proposal}::uuid is null or id = ${proposal}::uuid)`.execute(
      trx,
    );
    if (rows.length === 0) return refuse('edit_nothing_to_undo', { run: String(run.number) });
    const shorter = rows.map(({ id, edits }) => ({ id, edits: edits.slice(0, -1) }));
    await storeEdits(trx, { companyId, runId }, shorter);
    await summarizeAgain(trx, companyId, run);
    const undone = { kind: 'proposal_edit_undone' as const, facts: { run: String(run.number) } };
    await addTimelineEntries(
      trx,
      companyId,
      rows.map(({ debtorId }) => ({ ...undone, at: clock.now(), actor, debtorId, runId })),
    );
    return rows.map(({ id }) => id);
  });
}

async function lockEditable(trx: Trx, { companyId }: CompanyTools, runId: string): Promise<Run> {
  const run = (await lockRun(trx, companyId, runId)) ?? refuse('run_unknown', { run: runId });
  const closed = whyNot('edit', run.state);
  if (closed) refuse(closed, { run: String(run.number) });
  return run;
}

/** What is wrong with a change whatever the proposal: a date too far away, no such placeholder, an address no mail reaches. */
function checked(run: Run, channel: string, change: EditInput): EditChange {
  if (change.kind === 'recipient' && channel === 'mail') emailAddressFrom(change.address);
  if (change.kind === 'words') checkWords({ subject: change.subject ?? '', body: change.body ?? '' });
  if (change.kind === 'dated' && Math.abs(daysBetween(run.plannedFor, dayFrom(change.on))) > 31) {
    refuse('edit_day_unusable', {
      day: change.on,
      run: String(run.number),
      plannedFor: run.plannedFor.toString(),
    });
  }
  return change;
}

function refuseImpossible({ computed, terms, debtorName }: ReviewedProposal, change: EditChange): void {
  const because = whyEditImpossible(computed, change, terms);
  if (!because) return;
  if (because === 'item_gone') {
    refuse('edit_item_unknown', { item: 'dueItemId' in change ? change.dueItemId : '' });
  }
  if (change.kind !== 'level' && change.kind !== 'item_level') return;
  const line = 'dueItemId' in change && computed.lines.find((one) => one.dueItemId === change.dueItemId);
  const levels = line ? levelChoices(line, terms.policy) : choicesFor(computed, terms.policy);
  const lowest = levels.at(0) ?? refuse('edit_without_level', { debtor: debtorName });
  refuse('edit_level_impossible', {
    level: String(change.level),
    lowest: String(lowest),
    highest: String(levels.at(-1) ?? lowest),
  });
}

async function addEdit(
  trx: Trx,
  { companyId, actor, clock }: CompanyTools,
  run: Run,
  { proposals, change }: { proposals: readonly ReviewedProposal[]; change: EditChange },
): Promise<void> {
  const now = clock.now();
  const edit = { batch: newId(), at: now.toString(), by: actor, change };
  const changed = proposals.map(({ id, edits }) => ({ id, edits: [...edits, edit] }));
  await storeEdits(trx, { companyId, runId: run.id }, changed);
  await summarizeAgain(trx, companyId, run);
  await addTimelineEntries(
    trx,
    companyId,
    proposals.map(({ debtorId, computed }) => ({
      kind: 'proposal_edited' as const,
      facts: editFacts(run.number, change, documentOf(computed.lines, change)),
      ...{ at: now, actor, debtorId, runId: run.id },
    })),
  );
}

async function summarizeAgain(trx: Trx, companyId: string, run: Run): Promise<void> {
  const summary = await summarizeRun(trx, companyId, run.id, {
    lostEdits: run.summary?.lostEdits ?? [],
    // A run that was stored by an older release has none.
    bankFreshness: run.summary?.bankFreshness ?? [],
  });
  await markRun(trx, { companyId, id: run.id, from: ['planned'] }, { summary });
}
