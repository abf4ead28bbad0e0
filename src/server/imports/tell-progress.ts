import { refuse } from '#core/refusal.ts';
import { inCompany } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { type StoredImport, type StoredProgress, tellProgress } from './queries.ts';

export type Progress = {
  tell(step: StoredProgress['step'], done: number): Promise<void>;
  readonly listener?: ((progress: Omit<StoredProgress, 'at'>) => void) | undefined;
};

const EVERY_MS = 300;

/**
 * Tells how far an import is, to the screen by its row (beside the transaction that does the work, so that it is seen)
 * and to a listener. Learns the same way that it is no longer wanted. @throws Refusal import_cancelled
 */
export function progressOf(
  tools: CompanyTools,
  stored: StoredImport,
  bytes: Buffer,
  listener?: Progress['listener'],
): Progress {
  const rows = stored.format === 'csv' ? linesIn(bytes) : 0;
  let last = 0;
  return {
    listener,
    async tell(step, done) {
      const now = performance.now();
      if (now - last < EVERY_MS && step !== 'writing') return;
      last = now;
      const progress = { step, done, total: step === 'reading' ? Math.max(rows, done) : 0 };
      listener?.(progress);
      const stamped = { ...progress, at: Temporal.Now.instant().toString() };
      const wanted = await inCompany(tools, (trx) => tellProgress(trx, stored.id, stamped));
      if (!wanted) refuse('import_cancelled', { file: stored.fileName });
    },
  };
}

function linesIn(bytes: Buffer): number {
  let [lines, at] = [0, bytes.indexOf(10)];
  while (at >= 0) {
    lines += 1;
    at = bytes.indexOf(10, at + 1);
  }
  return lines;
}
