import { sql } from 'kysely';
import type { Trx } from '#server/platform/db.ts';

/** The groups by name, each with how many debtors are in it. */
export function listGroups(trx: Trx, companyId: string) {
  return trx
    .selectFrom('debtorGroup as g')
    .leftJoin('debtor as d', (on) =>
      on.onRef('d.companyId', '=', 'g.companyId').onRef('d.groupId', '=', 'g.id'),
    )
    .select(({ fn }) => ['g.id', 'g.name', 'g.policyId', fn.count<bigint>('d.id').as('debtors')])
    .where('g.companyId', '=', companyId)
    .groupBy(['g.companyId', 'g.id'])
    .orderBy('g.name')
    .execute();
}

export async function findGroup(trx: Trx, companyId: string, id: string) {
  return (await listGroups(trx, companyId)).find((group) => group.id === id);
}

export function findGroupByName(trx: Trx, companyId: string, name: string) {
  return trx
    .selectFrom('debtorGroup')
    .selectAll()
    .where('companyId', '=', companyId)
    .where('name', '=', name)
    .executeTakeFirst();
}

type Group = {
  readonly companyId: string;
  readonly id: string;
  readonly name: string;
  readonly policyId: string | null;
};

export async function addGroupRow(trx: Trx, group: Group) {
  await trx.insertInto('debtorGroup').values(group).execute();
}

export async function markGroup(trx: Trx, { companyId, id, name, policyId }: Group) {
  await trx
    .updateTable('debtorGroup')
    .set({ name, policyId })
    .where('companyId', '=', companyId)
    .where('id', '=', id)
    .execute();
}

export async function removeGroupRow(trx: Trx, companyId: string, id: string) {
  await trx.deleteFrom('debtorGroup').where('companyId', '=', companyId).where('id', '=', id).execute();
}

/** A policy a debtor or a group can be given: of this company, and not archived. */
export function findUsablePolicy(trx: Trx, companyId: string, id: string) {
  return trx
    .selectFrom('dunningPolicy')
    .select(['id', 'name'])
    .where('companyId', '=', companyId)
    .where('id', '=', id)
    .where('archivedAt', 'is', null)
    .executeTakeFirst();
}

/** The debtors of these ids with the group each is in, locked in one order. */
export function lockDebtorGroups(trx: Trx, companyId: string, ids: readonly string[]) {
  return trx
    .selectFrom('debtor')
    .select(['id', 'groupId'])
    .where('companyId', '=', companyId)
    .where('id', '=', sql<string>`any (${[...ids]}::uuid[])`)
    .orderBy('id')
    .forUpdate()
    .execute();
}

/** Gives each of these debtors the group it names; null: none. */
export async function markGroupsOf(
  trx: Trx,
  companyId: string,
  moves: readonly { readonly id: string; readonly groupId: string | null }[],
) {
  await sql`
    update debtor d set group_id = m.group_id
    from jsonb_to_recordset(${JSON.stringify(moves.map(({ id, groupId }) => ({ id, group_id: groupId })))}::jsonb)
      as m (id uuid, group_id uuid)
    where d.company_id = ${companyId} and d.id = m.id`.execute(trx);
}

/** What the groups and policies among these ids are called; anything else is passed over. */
export async function listNamesOf(
  trx: Trx,
  companyId: string,
  ids: readonly (string | number | null | undefined)[],
): Promise<ReadonlyMap<string, string>> {
  const texts = ids.map((id) => String(id ?? ''));
  const { rows } = await sql<{ id: string; name: string }>`
    select id::text, name from debtor_group where company_id = ${companyId} and id::text = any (${texts}::text[])
    union all
    select id::text, name from dunning_policy where company_id = ${companyId} and id::text = any (${texts}::text[])
    union all
    select id::text, name from debtor where company_id = ${companyId}
      and id = any (select t::uuid from unnest(${texts}::text[]) t where t ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$')
  `.execute(trx);
  return new Map(rows.map(({ id, name }) => [id, name]));
}
