import { refuse } from '#core/refusal.ts';
import { inCompany } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { type StoredBankFile, tellProgress } from './file-queries.ts';

export type Listener = (progress: { readonly done: number; readonly total: number }) => void;

const EVERY_MS = 300;

/**
 * Tells how much of a file is read, to the screen by its row (beside the transaction that does the work, so that it is
 * seen) and to a listener. Learns the same way that it is no longer wanted. @throws Refusal bank_file_cancelled
 */
export function progressOf(
  tools: CompanyTools,
  { id, fileName }: Pick<StoredBankFile, 'id' | 'fileName'>,
  listener?: Listener,
): (done: number, total: number) => Promise<void> {
  let last = 0;
  return async (done, total) => {
    const now = performance.now();
    if (now - last < EVERY_MS) return;
    last = now;
    listener?.({ done, total });
    const progress = { done, total, at: Temporal.Now.instant().toString() };
    const isWanted = await inCompany(tools, (trx) => tellProgress(trx, id, progress));
    if (!isWanted) refuse('bank_file_cancelled', { file: fileName });
  };
}
