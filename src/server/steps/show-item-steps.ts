import { sql } from 'kysely';
import type { ItemStepsView } from '#contract/item-steps.ts';
import { refuse } from '#core/refusal.ts';
import { findItem } from '#server/open-items/item-queries.ts';
import { inCompany, type Trx } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';

/** What was done for a due item beside its reminders, and where it is now. @throws Refusal open_item_unknown */
export function showItemSteps(tools: CompanyTools, { item }: { item: string }): Promise<ItemStepsView> {
  const { companyId } = tools;
  return inCompany(tools, async (trx) => {
    if (!(await findItem(trx, companyId, item))) refuse('open_item_unknown', { item });
    const acceptance = await trx
      .selectFrom('acceptance')
      .select(['answer', 'note', 'answeredOn'])
      .where('companyId', '=', companyId)
      .where('dueItemId', '=', item)
      .executeTakeFirst();
    const handOvers = await trx
      .selectFrom('handOver')
      .select(['givenTo', 'handedOn', 'takenBackOn'])
      .where('companyId', '=', companyId)
      .where('dueItemId', '=', item)
      .orderBy('id', 'desc')
      .execute();
    return {
      steps: await listSteps(trx, companyId, item),
      handOvers: handOvers.map(({ givenTo, handedOn, takenBackOn }) => ({
        to: givenTo,
        handedOn: handedOn.toString(),
        takenBackOn: takenBackOn?.toString() ?? null,
      })),
      acceptance: acceptance ? { ...acceptance, answeredOn: acceptance.answeredOn.toString() } : null,
    };
  });
}

async function listSteps(trx: Trx, companyId: string, item: string): Promise<ItemStepsView['steps']> {
  const { rows } = await sql<ItemStepsView['steps'][number]>`
    select s.step_kind, s.after_level, s.done_on::text as done_on, s.undone_at is not null as undone,
      case when r.id is not null then json_build_object('id', r.id, 'number', r.number) end as run,
      case when n.id is not null then json_build_object('id', n.id, 'number', n.number) end as notice
    from item_step s
    left join run r on r.company_id = s.company_id and r.id = s.run_id
    left join notice n on n.company_id = s.company_id and n.id = s.notice_id
    where s.company_id = ${companyId} and s.due_item_id = ${item}
    order by s.id desc`.execute(trx);
  return rows;
}
