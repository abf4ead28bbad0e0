import { sql } from 'kysely';
import type { GivenGate } from '#core/dunning/facts.ts';
import type { Trx } from '#server/platform/db.ts';

/** The items somebody outside has now, each with the gate that it closes. */
export async function listHandedOverGates(
  trx: Trx,
  companyId: string,
): Promise<Map<string, readonly GivenGate[]>> {
  const { rows } = await sql<{ dueItemId: string; givenTo: string }>`
    select due_item_id, given_to from hand_over
    where company_id = ${companyId} and taken_back_on is null`.execute(trx);
  return new Map(
    rows.map(({ dueItemId, givenTo }) => [
      dueItemId,
      [{ because: 'handed_over', facts: { to: givenTo }, until: null }],
    ]),
  );
}
