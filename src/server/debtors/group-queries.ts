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
