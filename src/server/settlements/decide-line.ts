import type { Obstacle } from '#core/receivables/settle.ts';
import { Refusal, refuse } from '#core/refusal.ts';
import { findCompany } from '#server/companies/queries.ts';
import type { Trx } from '#server/platform/db.ts';
import { newId } from '#server/platform/ids.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { listUserNames } from '#server/users/user-names.ts';
import { findSettlement, listStanding, type StoredSettlement } from './queries.ts';
import { settleLines } from './settle-lines.ts';
import type { SettleOrder } from './settle-order.ts';

/**
 * Settles one line as a person asked, or refuses with the first thing in the way. Of two who decide about the same line one
 * wins, and the other is told who it was and when; the same request sent twice is done once. @returns the settlement's id
 */
export async function settleOne(
  trx: Trx,
  tools: CompanyTools,
  { id = newId(), ...order }: Omit<SettleOrder, 'id'> & { id?: string | undefined },
  onObstacle: (because: Obstacle) => void = () => {},
): Promise<string> {
  if (await wasMade(trx, tools, id, order.lineId)) return id;
  const { notMade } = await settleLines(trx, tools, [{ ...order, id }]);
  const [failed] = notMade;
  if (!failed) return id;
  // Somebody sent the same while we waited for the line.
  if (await wasMade(trx, tools, id, order.lineId)) return id;
  if (!failed.line || !failed.because) return refuse('bank_line_unknown', { line: order.lineId });
  onObstacle(failed.because);
  return refuseWith(trx, tools, order.lineId, failed.because);
}

/** Whether this very decision was made already; under another line, the id is somebody else's. */
export async function wasMade(trx: Trx, tools: CompanyTools, id: string, lineId: string): Promise<boolean> {
  const known = await findSettlement(trx, tools.companyId, id);
  if (!known) return false;
  return known.lineId === lineId || refuseDecided(trx, tools, known);
}

async function refuseWith(trx: Trx, tools: CompanyTools, lineId: string, because: Obstacle): Promise<never> {
  const taken = because.code === 'bank_line_used' || because.code === 'settlement_above_line';
  const [latest] = await listStanding(trx, tools.companyId, [lineId]);
  if (latest && taken) return refuseDecided(trx, tools, latest);
  throw new Refusal(because.code, because.facts);
}

/** Who decided about a line before, and when. @throws Refusal bank_line_decided */
export async function refuseDecided(
  trx: Trx,
  { companyId, db }: CompanyTools,
  { madeBy, madeAt }: Pick<StoredSettlement, 'madeBy' | 'madeAt'>,
): Promise<never> {
  const { timeZone } = await findCompany(trx, companyId);
  const names = await listUserNames(db, [madeBy]);
  const at = madeAt.toZonedDateTimeISO(timeZone).toPlainDateTime().toString({ smallestUnit: 'minute' });
  return refuse('bank_line_decided', {
    who: (madeBy && names.get(madeBy)) || 'Rappel',
    at: at.replace('T', ' '),
  });
}
