import { inCompany, type Trx } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import {
  addBreaches,
  type ComparedRun,
  type Counters,
  compareRuns,
  listApprovedRunIds,
  listBreaches,
  listMovingRuns,
  removeBreaches,
} from './queries.ts';

/** One look at one company. What differs is kept until a look finds it mended. */
export function checkCounters(tools: CompanyTools): Promise<readonly ComparedRun[]> {
  const { companyId, clock, log } = tools;
  const now = clock.now();
  return inCompany(tools, async (trx) => {
    const known = (await listBreaches(trx, companyId)).map(({ runId }) => runId);
    const moving = await listMovingRuns(trx, companyId, now.subtract({ hours: 24 }));
    const looked = [...new Set([...known, ...moving])];
    if (looked.length === 0) return [];
    const broken = (await compareRuns(trx, companyId, looked)).filter(differs);
    if (known.length === 0 && broken.length === 0) return [];
    await addBreaches(
      trx,
      companyId,
      now,
      broken.map(({ runId, kept, counted }) => ({ runId, facts: { kept, counted } })),
    );
    const mended = known.filter((id) => !broken.some(({ runId }) => runId === id));
    await removeBreaches(trx, companyId, mended);
    for (const { runId } of broken) log.error({ companyId, runId }, 'the counters of a run do not add up');
    return broken;
  });
}

/** The same over the whole history, for the nightly audit: nothing is kept of it. */
export async function findCounterBreaches(trx: Trx, companyId: string): Promise<readonly ComparedRun[]> {
  const compared = await compareRuns(trx, companyId, await listApprovedRunIds(trx, companyId));
  return compared.filter(differs);
}

/** sent + refused + withdrawn + waiting + unknown + done = approved, and each as it is counted anew. */
function differs({ kept, counted }: ComparedRun): boolean {
  if (!kept) return true;
  const { approved, ...parts } = kept;
  const sum = Object.values(parts).reduce((all, one) => all + one, 0);
  return sum !== approved || KEYS.some((key) => kept[key] !== counted[key]);
}
const KEYS: readonly (keyof Counters)[] = [
  'approved',
  'sent',
  'refused',
  'withdrawn',
  'waiting',
  'unknown',
  'done',
];
