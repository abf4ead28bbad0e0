import { sql } from 'kysely';
import type { Policy, Step } from '#core/dunning/policy.ts';
import { readyPolicyFor } from '#core/dunning/ready-policies.ts';
import { type Db, inCompany } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { addOwnPolicy } from '#server/policies/add-policy.ts';
import { markDefaultPolicy } from '#server/policies/queries.ts';

/**
 * Gives a filled company every feature a plan can meet: a policy with all kinds of steps, several channels, working
 * days, statutory interest and compensation, grouped by payer with the full situation; a payer for every fifth debtor;
 * steps that were done, debts handed over, disputes, in part too, and promises.
 */
export async function addEverything(db: Db, company: CompanyTools, today: string): Promise<void> {
  const policy = await addOwnPolicy(company, { name: 'Everything', body: everything() });
  await inCompany(company, (trx) => markDefaultPolicy(trx, company.companyId, policy));
  const { companyId } = company;
  await sql`
    update debtor d set payer_id = p.id
    from debtor p
    where d.company_id = ${companyId} and p.company_id = ${companyId} and right(d.number, 1) in ('1', '2')
      and p.number = overlay(d.number placing '3' from length(d.number))`.execute(db);
  await sql`
    insert into item_step (company_id, id, due_item_id, cycle, step_kind, after_level, times, done_on)
    select company_id, gen_random_uuid(), id, cycle, 'task', level, 1, ${today}::date - 1
    from due_item where company_id = ${companyId} and level > 0 and open_minor > 0`.execute(db);
  await sql`
    insert into hand_over (company_id, id, due_item_id, debtor_id, given_to, handed_on)
    select company_id, gen_random_uuid(), id, debtor_id, 'lawyer', ${today}::date - 5
    from due_item where company_id = ${companyId} and level = 3 and open_minor > 0 and open_minor % 7 = 0`.execute(
    db,
  );
  await addAgreements(db, companyId, today);
  await sql`analyze`.execute(db);
}

async function addAgreements(db: Db, companyId: string, today: string): Promise<void> {
  await sql`
    insert into dispute (company_id, id, debtor_id, due_item_id, currency, amount_minor, open_minor, reason, opened_on,
      opened_at, answer_on)
    select company_id, gen_random_uuid(), debtor_id, id, currency,
      case when open_minor % 2 = 0 then open_minor / 2 + 1 end, open_minor, 'price', ${today}::date - 3, now(),
      ${today}::date + 11
    from due_item where company_id = ${companyId} and open_minor > 1 and open_minor % 53 = 0`.execute(db);
  await sql`
    insert into promise (company_id, id, debtor_id, currency, amount_minor, promised_on, tolerance_days, made_on, made_at)
    select company_id, gen_random_uuid(), id, 'EUR', 10000, ${today}::date + 4, 2, ${today}::date - 1, now()
    from debtor where company_id = ${companyId} and right(number, 2) = '77'`.execute(db);
}

function everything(): Policy {
  const { steps, ...rules } = readyPolicyFor('be_business', { country: 'BE', currency: 'EUR' });
  const [first, second, third] = steps as [Step, Step, Step];
  const beside = (kind: Step['kind'], days: number): Step => ({
    ...first,
    ...{ kind, level: null, attach: 'nothing', copies: [], channels: [] },
    when: { basis: 'previous_deadline', days, count: 'working' },
  });
  const byLaw = { interest: { kind: 'statutory' }, fee: { kind: 'statutory' } } as const;
  const courtesy: Step = {
    ...beside('courtesy', -5),
    when: { basis: 'due_date', days: -5, count: 'calendar' },
  };
  const acceptance: Step = {
    ...beside('acceptance', 20),
    when: { ...courtesy.when, basis: 'issue_date', days: 20 },
  };
  return {
    ...rules,
    grouping: 'payer',
    situation: 'full',
    calendar: { ...rules.calendar, quietWeekdays: [6, 7] },
    steps: [
      { ...courtesy, deadlineDays: 0 },
      acceptance,
      first,
      beside('task', 0),
      beside('call', 1),
      { ...second, ...byLaw, channels: ['mail', 'post'] },
      beside('statement', 1),
      { ...third, ...byLaw, channels: ['mail', 'registered_post'] },
      beside('hand_over', 2),
    ],
  };
}
