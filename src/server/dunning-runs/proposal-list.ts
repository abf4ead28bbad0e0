import { type RawBuilder, sql } from 'kysely';
import type { z } from 'zod';
import type { PROPOSAL_SORTS, ProposalFilters } from '#contract/proposal-filters.ts';
import { IN_NUMBER_ORDER } from '#server/debtors/number-order.ts';
import type { Trx } from '#server/platform/db.ts';

export type Filters = z.infer<typeof ProposalFilters>;
type Sort = (typeof PROPOSAL_SORTS)[number];
export type ProposalPage = Filters & {
  readonly sort: Sort;
  readonly direction: 'asc' | 'desc';
  readonly page: number;
  readonly perPage: number;
};

const ORDER: Record<Sort, RawBuilder<unknown>> = {
  position: IN_NUMBER_ORDER,
  debtor: IN_NUMBER_ORDER,
  name: sql`lower(d.name)`,
  level: sql`p.level`,
  total: sql`p.total_minor`,
  lateness: sql`p.oldest_due_on`,
  channel: sql`p.channel`,
};

/** The ids of one page of a run's proposals, in order, and how many there are over all pages. */
export async function listProposalPage(
  trx: Trx,
  companyId: string,
  runId: string,
  page: ProposalPage,
): Promise<{ ids: string[]; total: number }> {
  const from = matching(companyId, runId, page);
  // The older the due date, the later it is: the longest overdue is the last in a rising order.
  const down = (page.direction === 'desc') !== (page.sort === 'lateness');
  const direction = sql.raw(down ? 'desc nulls last' : 'asc nulls first');
  const found = await sql<{ id: string }>`
    select p.id ${from} order by ${ORDER[page.sort]} ${direction}, p.position
    limit ${page.perPage} offset ${(page.page - 1) * page.perPage}`.execute(trx);
  const count = await sql<{ total: number }>`select count(*)::int as total ${from}`.execute(trx);
  return { ids: found.rows.map(({ id }) => id), total: count.rows[0]?.total ?? 0 };
}

/** Every proposal that matches, for a change to all of them. */
export async function listMatchingIds(
  trx: Trx,
  companyId: string,
  runId: string,
  filters: Filters,
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select p.id ${matching(companyId, runId, filters)} order by ${IN_NUMBER_ORDER}, p.position`.execute(trx);
  return rows.map(({ id }) => id);
}

/** Whether a proposal was withdrawn when it was to be issued: dropped by Rappel, with the reason, not by a person. */
export const IS_WITHDRAWN = sql`exists (
  select from jsonb_array_elements(p.warnings) w where w ->> 'code' like 'withdrawn\\_%'
)`;

function matching(companyId: string, runId: string, filters: Filters) {
  const conditions = [sql`p.company_id = ${companyId}`, sql`p.run_id = ${runId}`];
  const { search, debtor, level, stepKind, channel, currency, show } = filters;
  if (search) conditions.push(sql`d.search_key like ${`%${likeText(search)}%`}`);
  if (debtor) conditions.push(sql`p.debtor_id = ${debtor}`);
  if (level !== undefined) conditions.push(level === 0 ? sql`p.level is null` : sql`p.level = ${level}`);
  if (stepKind) conditions.push(sql`p.step_kind = ${stepKind}`);
  if (channel) conditions.push(sql`p.channel = ${channel}`);
  if (currency) conditions.push(sql`p.currency = ${currency}`);
  if (show === 'kept') conditions.push(sql`p.state <> 'dropped'`);
  if (show === 'dropped') conditions.push(sql`p.state = 'dropped'`);
  if (show === 'edited') conditions.push(sql`p.edits <> '[]'`);
  if (show === 'warned') conditions.push(sql`p.warnings <> '[]'`);
  if (show === 'withdrawn') conditions.push(sql`p.state = 'dropped' and ${IS_WITHDRAWN}`);
  return sql`
    from proposal p
    join debtor d on d.company_id = p.company_id and d.id = p.debtor_id
    where ${sql.join(conditions, sql` and `)}`;
}

/** Typed text as LIKE takes it: its own signs mean themselves. */
export function likeText(text: string): string {
  return text.toLowerCase().replace(/[\\%_]/g, '\\$&');
}
