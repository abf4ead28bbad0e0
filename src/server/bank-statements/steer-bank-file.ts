import { whyNotCancel, whyNotReadAgain } from '#core/bank/statement-states.ts';
import { Refusal, refuse } from '#core/refusal.ts';
import { inCompany } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { lockBankFile, markBankFile, markCancelWanted, OPEN_STATES, removeBankFile } from './file-queries.ts';
import { type BankImport, type ImportOptions, importBankFile, refusedResult } from './import-bank-file.ts';
import { importBankFileJob } from './jobs.ts';
import { hasProfile } from './profile-queries.ts';

const SILENT_SECONDS = 60;

/** Stops the reading of a file: it notices within a second and keeps nothing. One that nobody reads is simply over. */
export function cancelBankFile(tools: CompanyTools, bankFileId: string): Promise<void> {
  return inCompany(tools, async (trx) => {
    const found = (await lockBankFile(trx, bankFileId)) ?? refuse('bank_file_not_found', {});
    const { state, progress, cancelWanted } = found;
    if (whyNotCancel(state)) refuse('bank_file_not_open', { state });
    // Asked twice for one that never gave a sign of life: nobody is at it.
    const neverBegun = cancelWanted || state === 'waiting' ? SILENT_SECONDS + 1 : 0;
    const silence = progress
      ? tools.clock.now().since(Temporal.Instant.from(progress.at)).total('seconds')
      : neverBegun;
    if (silence <= SILENT_SECONDS) return void (await markCancelWanted(trx, bankFileId));
    await markBankFile(trx, bankFileId, 'cancelled', { endedAt: tools.clock.now() });
  });
}

/** Queues the reading of a file that was refused, stopped or failed; of a CSV, with another profile. */
export function readAgain(
  tools: CompanyTools,
  { bankFileId, profile }: { bankFileId: string; profile: string | null },
): Promise<void> {
  const { companyId, actor } = tools;
  return inCompany(tools, async (trx) => {
    const found = (await lockBankFile(trx, bankFileId)) ?? refuse('bank_file_not_found', {});
    if (whyNotReadAgain(found.state)) refuse('bank_file_in_already', { file: found.fileName });
    if (profile !== null && !(await hasProfile(trx, companyId, profile))) {
      refuse('bank_profile_unknown', { profile });
    }
    await markBankFile(trx, bankFileId, 'waiting', { profile, result: null, endedAt: null });
    await tools.queue.add(trx, importBankFileJob, { companyId, actor, bankFileId });
  });
}

/** What the worker does. A refusal is kept as the file's outcome: the screen shows it, nobody tries again. */
export async function doBankFile(tools: CompanyTools, { bankFileId }: { bankFileId: string }): Promise<void> {
  const isMine = await inCompany(tools, async (trx) => {
    const found = await lockBankFile(trx, bankFileId);
    if (found?.state !== 'waiting' && found?.state !== 'reading') return false;
    await markBankFile(trx, bankFileId, 'reading');
    return true;
  });
  if (!isMine) return;
  try {
    await importBankFile(tools, { bankFileId });
  } catch (error) {
    await recordFailure(tools, bankFileId, error);
    if (!(error instanceof Refusal)) throw error;
  }
}

/** The same at once, for the command line and the watched folder: the file is read, taken in and told. */
export async function importBankFileNow(
  tools: CompanyTools,
  { bankFileId, ...options }: { bankFileId: string } & ImportOptions,
): Promise<BankImport> {
  await inCompany(tools, (trx) => markBankFile(trx, bankFileId, 'reading'));
  try {
    return await importBankFile(tools, { bankFileId, ...options });
  } catch (error) {
    await recordFailure(tools, bankFileId, error);
    throw error;
  }
}

/** Of a file that is still open: what is in, or was ended by somebody else, stands as it is. */
async function recordFailure(tools: CompanyTools, bankFileId: string, error: unknown): Promise<void> {
  const refusal = error instanceof Refusal ? error : null;
  const isCancelled = refusal?.code === 'bank_file_cancelled';
  const state = refusal === null ? 'failed' : isCancelled ? 'cancelled' : 'refused';
  const result = refusal && !isCancelled ? { result: refusedResult(refusal.code, refusal.facts) } : {};
  const endedAt = tools.clock.now();
  await inCompany(tools, (trx) =>
    markBankFile(trx, bankFileId, state, { from: OPEN_STATES, ...result, endedAt }),
  );
}

/** Forgets a file that was only tried, with its bytes where nothing else stands on them. */
export function dropBankFile(tools: CompanyTools, bankFileId: string): Promise<void> {
  return inCompany(tools, (trx) => removeBankFile(trx, tools.companyId, bankFileId));
}
