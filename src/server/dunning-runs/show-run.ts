import type { RunView } from '#contract/dunning-run-views.ts';
import type { RunChanges } from '#contract/run-changes.ts';
import { readAnswer } from '#core/dunning/run-answer.ts';
import type { RunState } from '#core/dunning/run-states.ts';
import { refuse } from '#core/refusal.ts';
import { inCompany } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { type FoundRun, findRun, listRuns, listUserNames } from './queries.ts';

export async function showRun(tools: CompanyTools, { run: id }: { run: string }): Promise<RunView> {
  const run = await inCompany(tools, (trx) => findRun(trx, tools.companyId, id));
  if (!run) return refuse('run_unknown', { run: id });
  const [view] = await viewsOf(tools, [run]);
  return view ?? refuse('run_unknown', { run: id });
}

/** What differs from the last time the run was computed; null where it was computed once. */
export async function showRunChanges(
  tools: CompanyTools,
  { run: id }: { run: string },
): Promise<RunChanges | null> {
  const run = await inCompany(tools, (trx) => findRun(trx, tools.companyId, id));
  if (!run) return refuse('run_unknown', { run: id });
  const { changes } = run;
  if (!changes) return null;
  const proposals = changes.proposals.map(({ debtor, changes: lines, ...one }) => ({
    ...one,
    debtor: { ...debtor },
    changes: lines.map(({ code, facts }) => ({ code, facts: { ...facts } })),
  }));
  return { ...changes, proposals };
}

/** The newest first. */
export async function showRuns(
  tools: CompanyTools,
  page: { state?: RunState | undefined; page: number; perPage: number },
): Promise<{ rows: RunView[]; total: number }> {
  const { rows, total } = await inCompany(tools, (trx) => listRuns(trx, tools.companyId, page));
  return { rows: await viewsOf(tools, rows), total };
}

async function viewsOf({ db }: CompanyTools, runs: readonly FoundRun[]): Promise<RunView[]> {
  const names = await listUserNames(
    db,
    runs.flatMap(({ plannedBy, approvedBy }) => [plannedBy, approvedBy]),
  );
  const nameOf = (id: string | null) => (id === null ? null : (names.get(id) ?? id));
  return runs.map((run) => ({
    id: run.id,
    number: run.number,
    state: run.state,
    plannedFor: run.plannedFor.toString(),
    options: run.options,
    progress: run.progress,
    summary: run.summary,
    plannedBy: nameOf(run.plannedBy),
    plannedAt: run.plannedAt.toString(),
    approvedBy: nameOf(run.approvedBy),
    approvedAt: run.approvedAt?.toString() ?? null,
    endedAt: run.endedAt?.toString() ?? null,
    answer: run.answer === null ? null : readAnswer(run.answer),
    recomputed: run.changes && {
      since: run.changes.since,
      added: run.changes.added,
      gone: run.changes.gone,
      changed: run.changes.changed,
    },
    canUndoEdit: run.isEdited,
  }));
}
