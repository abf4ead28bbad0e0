import type { WhatIfResult } from '#contract/what-ifs.ts';
import { writeAnswer } from '#core/dunning/run-answer.ts';
import { inCompany } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { findWhatIf, markWhatIf } from './queries.ts';
import { tryPolicy } from './try-policy.ts';

const EVERY_MS = 300;

/** Computes a what-if that is `computing`, and stores what came out. One that was cancelled meanwhile keeps nothing. */
export async function computeWhatIf(
  tools: CompanyTools,
  { whatIfId: id }: { whatIfId: string },
): Promise<void> {
  const { companyId, clock } = tools;
  const of = { companyId, id };
  const found = await inCompany(tools, (trx) => findWhatIf(trx, companyId, id));
  if (found?.state !== 'computing') return;
  try {
    const result = await tryPolicy(tools, found, progressOf(tools, id));
    const done: { state: 'done'; result: WhatIfResult } = { state: 'done', result };
    await inCompany(tools, (trx) => markWhatIf(trx, of, { ...done, progress: null, endedAt: clock.now() }));
  } catch (error) {
    if (error instanceof NotWanted) return;
    const failed = { state: 'failed' as const, answer: writeAnswer(error), progress: null };
    await inCompany(tools, (trx) => markWhatIf(trx, of, { ...failed, endedAt: clock.now() }));
    throw error;
  }
}

/** Cancelled while it was computed. */
class NotWanted extends Error {}

/** Told from a transaction of its own, so that everybody sees it; at most a few times a second. */
function progressOf(tools: CompanyTools, id: string) {
  let toldAt = Number.NEGATIVE_INFINITY;
  return async (done: number, total: number) => {
    if (performance.now() - toldAt < EVERY_MS) return;
    toldAt = performance.now();
    const of = { companyId: tools.companyId, id };
    const isWanted = await inCompany(tools, (trx) => markWhatIf(trx, of, { progress: { done, total } }));
    if (!isWanted) throw new NotWanted();
  };
}
