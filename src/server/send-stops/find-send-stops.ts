import { sql } from 'kysely';
import { refuse } from '#core/refusal.ts';
import type { SendStop } from '#core/sending/send-stops.ts';
import type { Trx } from '#server/platform/db.ts';
import { findAuditStops } from '#server/self-audit/queries.ts';

/** A reason of its own for one company: what a subject adds to the list below. */
type FindStops = (trx: Trx, companyId: string) => Promise<readonly SendStop[]>;

/** Everything that can hold a company's mails and letters back, asked in this order. */
const FINDERS: readonly FindStops[] = [findAuditStops, findFences];

/**
 * Why nothing of this company may leave now; nothing: all may. The one place that is asked, in the transaction that
 * lets something leave: by the dispatcher when it claims, by the print batch, by whatever else goes out.
 */
export async function findSendStops(trx: Trx, companyId: string): Promise<readonly SendStop[]> {
  const stops: SendStop[] = [];
  for (const find of FINDERS) stops.push(...(await find(trx, companyId)));
  return stops;
}

/** For what a person asks for. @throws Refusal sending_stopped, by the first of them */
export function refuseStopped(stops: readonly SendStop[]): void {
  if (stops[0]) refuse('sending_stopped', { reason: stops[0].kind });
}

/** Both at once. @throws Refusal sending_stopped */
export async function refuseWhileStopped(trx: Trx, companyId: string): Promise<void> {
  refuseStopped(await findSendStops(trx, companyId));
}

/** What stands for the whole installation: by the database's clock, which all processes share. */
async function findFences(trx: Trx): Promise<readonly SendStop[]> {
  const { rows } = await sql<Omit<SendStop, 'fence'> & { id: string }>`
    select id, kind, facts, raised_at as since, ends_at as until from send_fence
    where released_at is null and (ends_at is null or ends_at > clock_timestamp()) order by raised_at`.execute(
    trx,
  );
  return rows.map(({ id, ...stop }) => ({ ...stop, fence: id }));
}
