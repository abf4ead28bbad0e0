import pg from 'pg';
import type { RunOptions } from '#contract/dunning-run-views.ts';

/** Which debtors and items a run looks at: the options that narrow, or one debtor by its id. */
export type FactFilter = Partial<
  Pick<RunOptions, 'debtorFrom' | 'debtorTo' | 'debtor' | 'group' | 'currency' | 'documentsBefore'>
> & { readonly debtorId?: string };

/** How the rows of a run are read, by what its company has. */
export type FactShape = {
  /** Steps beside the levels were done: they are read with the items. */
  readonly steps: boolean;
  /** Debtors that are planned with their payer are left for a reading of their own, or are all that is read. */
  readonly families: 'none' | 'apart' | 'only';
};
const PLAIN: FactShape = { steps: false, families: 'none' };

const DAY = (column: string) => `${column} - date '1970-01-01'`;

/** '' for null: a million rows without a sign that has to be looked for and replaced. */
const orNothing = (expression: string) => `coalesce((${expression})::text, '')`;

/** What most items have nothing of is one column, empty for them: writing and reading columns is what a run costs most. */
const REMINDED = `case when i.level = 0 and i.courtesy_on is null and i.notified_on is null and i.deadline_on is null
      then '' else concat_ws(',', i.level, i.times, ${orNothing(DAY('i.courtesy_on'))},
        ${orNothing(DAY('i.notified_on'))}, ${orNothing(DAY('i.deadline_on'))}) end`;
const OWN_TERMS = `case when doc.linked_number is null and doc.policy_id is null and not doc.direct_debit
      then '' else concat_ws(',', (doc.direct_debit and i.collection_failed_on is null)::int, ${orNothing('doc.policy_id')}, doc.linked_number) end`;

/**
 * Open due items in the order of their debtors. As text, since a cursor takes no parameters: every value from outside
 * is a literal made by the driver. Days are whole numbers, as the engine counts them. `itemFrom` reads its columns.
 */
export function itemQuery(companyId: string, filter: FactFilter, shape = PLAIN): string {
  const company = literal(companyId);
  const narrowed = debtorConditions(filter, shape);
  const family = shape.families === 'only';
  const debtors =
    narrowed.length === 0
      ? ''
      : `and i.debtor_id in (select d.id from debtor d where d.company_id = ${company} and ${narrowed.join(' and ')})`;
  return `
    select ${family ? FAMILY_KEY : 'i.debtor_id'}, i.id, doc.number, doc.kind, i.currency,
      ${DAY('doc.issued_on')}, ${DAY('doc.imported_on')}, ${DAY('i.due_on')}, i.open_minor,
      ${REMINDED}, ${OWN_TERMS}${shape.steps ? `, coalesce(s.done, '')` : ''}
    from due_item i
    join document doc on doc.company_id = i.company_id and doc.id = i.document_id
    ${family ? 'join debtor o on o.company_id = i.company_id and o.id = i.debtor_id' : ''}
    ${shape.steps ? stepsDone(company) : ''}
    where i.company_id = ${company} and i.open_minor <> 0
      ${filter.currency ? `and i.currency = ${literal(filter.currency)}` : ''}
      ${filter.documentsBefore ? `and (i.open_minor < 0 or doc.issued_on < ${literal(filter.documentsBefore)})` : ''}
      ${debtors}
    order by ${family ? '1' : 'i.debtor_id'}`;
}

/** The debtors of those items, in the same order, with what decides how they are reached. */
export function debtorQuery(companyId: string, filter: FactFilter, shape = PLAIN): string {
  const company = literal(companyId);
  const conditions = [`d.company_id = ${company}`, ...debtorConditions(filter, shape)];
  const family = shape.families === 'only';
  return `
    select d.id, d.language, d.preferred_channel, ${DAY('d.contacted_on')}, d.policy_id, g.policy_id,
      d.email is not null, d.street is not null and d.city is not null, d.fax is not null,
      k.mail_roles, k.fax_roles, concat_ws(',', coalesce(d.regime_kind, d.kind), d.regime_country)${family ? ', coalesce(d.payer_id, d.id)' : ''}
    from debtor d
    left join debtor_group g on g.company_id = d.company_id and g.id = d.group_id
    left join (
      select debtor_id, string_agg(role, ',') filter (where email is not null) as mail_roles,
        string_agg(role, ',') filter (where fax is not null) as fax_roles
      from debtor_contact where company_id = ${company} group by debtor_id
    ) k on k.debtor_id = d.id
    where ${conditions.join(' and ')}
    order by ${family ? 'coalesce(d.payer_id, d.id), d.id' : 'd.id'}`;
}

/** The debtors that others have for their payer, whether they owe anything themselves or not. */
export function payerQuery(companyId: string): string {
  const company = literal(companyId);
  const payers = `select payer_id from debtor where company_id = ${company} and payer_id is not null`;
  return debtorQuery(companyId, {}).replace('order by d.id', `and d.id in (${payers}) order by d.id`);
}

/** In the order of payers, then of those they pay for: both ids, side by side. */
const FAMILY_KEY = `coalesce(o.payer_id, o.id)::text || o.id::text`;

/** What was done for an item at its present level: '<kind>:<times>:<day>' of each step, with commas between. */
const stepsDone = (company: string) => `
    left join (
      select due_item_id, cycle, after_level,
        string_agg(concat_ws(':', step_kind, times, ${DAY('done_on')}), ',' order by times) as done
      from item_step
      where company_id = ${company} and undone_at is null and step_kind <> 'courtesy'
      group by due_item_id, cycle, after_level
    ) s on s.due_item_id = i.id and s.cycle = i.cycle and s.after_level = i.level`;

function debtorConditions(
  { debtorId, debtor, debtorFrom, debtorTo, group }: FactFilter,
  { families }: FactShape,
): string[] {
  const conditions: string[] = [];
  if (families === 'only') conditions.push(debtorId ? sameFamily(literal(debtorId)) : IN_FAMILY);
  else if (debtorId) conditions.push(`d.id = ${literal(debtorId)}`);
  if (families === 'apart') conditions.push(`not ${IN_FAMILY}`);
  if (debtor) conditions.push(`d.number = ${literal(debtor)}`);
  if (debtorFrom) conditions.push(bound(debtorFrom, '>='));
  if (debtorTo) conditions.push(bound(debtorTo, '<='));
  if (group) {
    conditions.push(
      `d.group_id in (select id from debtor_group where company_id = d.company_id and name = ${literal(group)})`,
    );
  }
  return conditions;
}

const IN_FAMILY = `(d.payer_id is not null
      or exists (select from debtor p where p.company_id = d.company_id and p.payer_id = d.id))`;

const sameFamily = (debtor: string) => `coalesce(d.payer_id, d.id) = (
      select coalesce(f.payer_id, f.id) from debtor f where f.company_id = d.company_id and f.id = ${debtor})`;

/** Numbers that are all digits are compared as numbers, others letter by letter. */
function bound(number: string, operator: '>=' | '<='): string {
  const given = literal(number);
  if (!/^\d+$/.test(number)) return `d.number ${operator} ${given}`;
  return `(d.number ~ '^[0-9]+$' and lpad(d.number, 60, '0') ${operator} lpad(${given}, 60, '0'))`;
}

function literal(value: string): string {
  return pg.escapeLiteral(value);
}
