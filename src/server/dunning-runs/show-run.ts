import type { RunView } from '#contract/dunning-run-views.ts';
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
    canUndoEdit: run.isEdited,
  }));
}
