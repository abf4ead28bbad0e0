import { emptyResult } from '#core/receivables/import-result.ts';
import { whyNotImport } from '#core/receivables/import-states.ts';
import { Refusal, refuse } from '#core/refusal.ts';
import type { TableChoices } from '#formats/table/open-table.ts';
import { inCompany, type Trx } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { applyImportJob, checkImportJob } from './jobs.ts';
import { lockImport, markCancelWanted, markImport, type StoredImport } from './queries.ts';
import { type Outcome, runImport, underWay } from './run-import.ts';

type Action = Parameters<typeof whyNotImport>[0];

/** Queues the working out of what an import would change, with these choices. */
export function startCheck(
  tools: CompanyTools,
  { importId, choices, mirror }: { importId: string; choices: TableChoices; mirror: boolean },
): Promise<void> {
  return inCompany(tools, async (trx) => {
    const { options } = await lockedFor(trx, importId, 'check');
    await markImport(trx, importId, 'checking', { options: { ...options, choices, mirror }, result: null });
    const { companyId, actor } = tools;
    await tools.queue.add(trx, checkImportJob, { companyId, actor, importId });
  });
}

/** Queues the import itself. Asking twice changes nothing. */
export function startApply(
  tools: CompanyTools,
  { importId, lenient }: { importId: string; lenient: boolean },
): Promise<void> {
  return inCompany(tools, async (trx) => {
    const { options } = await lockedFor(trx, importId, 'apply');
    await markImport(trx, importId, 'applying', { options: { ...options, lenient } });
    const { companyId, actor } = tools;
    await tools.queue.add(trx, applyImportJob, { companyId, actor, importId });
  });
}

const SILENT_SECONDS = 60;

/** Stops an import that is under way: it notices within a second, and keeps nothing. One that was killed is simply over. */
export function cancelImport(tools: CompanyTools, importId: string): Promise<void> {
  return inCompany(tools, async (trx) => {
    const { progress, cancelWanted } = await lockedFor(trx, importId, 'cancel');
    // Asked twice for one that never gave a sign of life: nobody is at it.
    const neverBegun = cancelWanted ? SILENT_SECONDS + 1 : 0;
    const silence = progress
      ? tools.clock.now().since(Temporal.Instant.from(progress.at)).total('seconds')
      : neverBegun;
    if (silence > SILENT_SECONDS) await markImport(trx, importId, 'cancelled');
    else await markCancelWanted(trx, importId);
  });
}

/** What the worker does for both jobs. A refusal is kept as the import's outcome: the screen shows it, nobody tries again. */
export async function doImport(
  tools: CompanyTools,
  { importId }: { importId: string },
  isCheck: boolean,
): Promise<void> {
  const found = await inCompany(tools, (trx) => lockImport(trx, importId));
  if (found?.state !== underWay(isCheck)) return;
  try {
    await runImport(tools, { importId, isCheck });
  } catch (error) {
    await recordFailure(tools, { importId, isCheck }, error);
    if (!(error instanceof Refusal)) throw error;
  }
}

/** The same at once, for the command line: the import is stored, done and told. */
export async function importNow(
  tools: CompanyTools,
  { importId, isCheck }: { importId: string; isCheck: boolean },
  onProgress: Parameters<typeof runImport>[1]['onProgress'],
): Promise<Outcome> {
  await inCompany(tools, (trx) => markImport(trx, importId, underWay(isCheck)));
  try {
    return await runImport(tools, { importId, isCheck, ...(onProgress && { onProgress }) });
  } catch (error) {
    await recordFailure(tools, { importId, isCheck }, error);
    throw error;
  }
}

/** Of an import that is still under way: what is in, or was ended by somebody else, stands as it is. */
async function recordFailure(
  tools: CompanyTools,
  { importId, isCheck }: { importId: string; isCheck: boolean },
  error: unknown,
): Promise<void> {
  const refusal = error instanceof Refusal ? error : null;
  const state = refusal === null ? 'failed' : refusal.code === 'import_cancelled' ? 'cancelled' : 'refused';
  const result = refusal && refusal.code !== 'import_cancelled' ? refusedResult(refusal) : null;
  await inCompany(tools, (trx) => markImport(trx, importId, state, { from: underWay(isCheck), result }));
}

function refusedResult({ code, facts }: Refusal) {
  const problem = { code, facts, at: { row: Number(facts.line ?? 0), column: '' } };
  return { ...emptyResult(), problemCount: 1, problems: [problem] };
}

async function lockedFor(trx: Trx, importId: string, action: Action): Promise<StoredImport> {
  const found = (await lockImport(trx, importId)) ?? refuse('import_unknown', {});
  const closed = whyNotImport(action, found.state);
  if (closed) refuse('import_not_open', { state: found.state });
  return found;
}
