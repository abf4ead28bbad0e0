import { refuse } from '#core/refusal.ts';
import { listAgeing } from '#server/analytics/ageing.ts';
import { findCompanyDay } from '#server/analytics/company-day.ts';
import { listDebtorBalances } from '#server/analytics/debtor-balances.ts';
import { inCompany, type Trx } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { listTasks } from '#server/tasks/queries.ts';
import { listUserNames } from '#server/users/user-names.ts';
import { findNextAction } from './next-action.ts';
import { findDebtorRelations, listContacts, listHolds } from './queries.ts';
import { balanceViews, debtorRowView, holdView } from './views.ts';

/** The whole debtor: who it is, what it owes by age, what keeps reminders away, and what comes next. */
export async function showDebtor(tools: CompanyTools, input: { debtor: string }) {
  const { holds, today, ...debtor } = await inCompany(tools, (trx) => readDebtor(trx, tools, input.debtor));
  const names = await listUserNames(
    tools.db,
    holds.map(({ placedBy }) => placedBy),
  );
  const nextAction = await findNextAction(tools, { debtorId: input.debtor, today });
  return { ...debtor, holds: holds.map((hold) => holdView(hold, names)), nextAction };
}

async function readDebtor(trx: Trx, tools: CompanyTools, id: string) {
  const { companyId } = tools;
  const day = await findCompanyDay(trx, tools);
  const debtor = (await findDebtorRelations(trx, companyId, id)) ?? refuse('debtor_unknown', { debtor: id });
  const one = { view: 'all', sort: 'number', direction: 'asc', offset: 0, limit: 1 } as const;
  const [row] = await listDebtorBalances(trx, day, { ...one, debtorId: id });
  if (!row) return refuse('debtor_unknown', { debtor: id });
  const holds = await listHolds(trx, { companyId, debtorId: id, today: day.today });
  const tasks = await listTasks(trx, { debtorId: id });
  return {
    ...debtorRowView(row, day),
    ...addressOf(debtor),
    termsDays: debtor.termsDays,
    policyId: debtor.policyId,
    policy: policyInForce(debtor),
    payer:
      debtor.payerId === null
        ? null
        : { id: debtor.payerId, number: debtor.payerNumber ?? '', name: debtor.payerName ?? '' },
    balances: balanceViews(await listAgeing(trx, day, id), day),
    contacts: await listContacts(trx, companyId, id),
    holds,
    tasks: tasks.map(({ id: task, kind, dueOn, facts }) => ({
      id: task,
      kind,
      dueOn: dueOn.toString(),
      facts,
    })),
    today: day.today,
  };
}

type Relations = NonNullable<Awaited<ReturnType<typeof findDebtorRelations>>>;

function addressOf({
  country,
  street,
  postalCode,
  city,
  phone,
  fax,
  vatNumber,
  enterpriseNumber,
}: Relations) {
  return { country, street, postalCode, city, phone, fax, vatNumber, enterpriseNumber };
}

/** The debtor's own policy before its group's, and that before the company's. */
function policyInForce({ policyInForceId: id, policyInForceName, policyId, groupPolicyId }: Relations) {
  if (id === null) return null;
  const because = policyId ? ('debtor' as const) : groupPolicyId ? ('group' as const) : ('company' as const);
  return { id, name: policyInForceName ?? '', because };
}
