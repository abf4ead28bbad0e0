import { sql } from 'kysely';
import type { Trx } from '#server/platform/db.ts';
import { newId } from '#server/platform/ids.ts';

export type NewHandOver = {
  readonly dueItemId: string;
  readonly debtorId: string;
  readonly givenTo: string;
  readonly handedOn: Temporal.PlainDate;
  readonly handedBy: string | null;
  readonly runId: string | null;
};

/** A statement takes no more than 65 535 values. */
const CHUNK = 5000;

/** Items that somebody has already stay with whom they are. @returns the ids of those handed over now */
export async function addHandOvers(
  trx: Trx,
  companyId: string,
  given: readonly NewHandOver[],
): Promise<string[]> {
  const handed: string[] = [];
  for (let start = 0; start < given.length; start += CHUNK) {
    const part = given.slice(start, start + CHUNK);
    const rows = await trx
      .insertInto('handOver')
      .values(
        part.map((one) => ({
          companyId,
          id: newId(),
          ...one,
          collectorId: null,
          takenBackOn: null,
          takenBackBy: null,
        })),
      )
      .onConflict((conflict) => conflict.doNothing())
      .returning('dueItemId')
      .execute();
    handed.push(...rows.map(({ dueItemId }) => dueItemId));
  }
  return handed;
}

/** The items somebody outside has now. */
export async function listHandedOver(
  trx: Trx,
  companyId: string,
  dueItemIds: readonly string[],
): Promise<Map<string, { givenTo: string; handedOn: Temporal.PlainDate }>> {
  if (dueItemIds.length === 0) return new Map();
  const { rows } = await sql<{ dueItemId: string; givenTo: string; handedOn: Temporal.PlainDate }>`
    select due_item_id, given_to, handed_on from hand_over
    where company_id = ${companyId} and due_item_id = any(${[...dueItemIds]}::uuid[]) and taken_back_on is null`.execute(
    trx,
  );
  return new Map(rows.map(({ dueItemId, ...one }) => [dueItemId, one]));
}

/** @returns whom it was with; null where it was with nobody */
export async function markTakenBack(
  trx: Trx,
  companyId: string,
  dueItemId: string,
  { on, by }: { on: Temporal.PlainDate; by: string | null },
): Promise<string | null> {
  const taken = await trx
    .updateTable('handOver')
    .set({ takenBackOn: on, takenBackBy: by })
    .where('companyId', '=', companyId)
    .where('dueItemId', '=', dueItemId)
    .where('takenBackOn', 'is', null)
    .returning('givenTo')
    .executeTakeFirst();
  return taken?.givenTo ?? null;
}
