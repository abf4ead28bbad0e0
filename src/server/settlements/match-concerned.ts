import { sql } from 'kysely';
import { type Changed, concernedLines } from '#core/matching/concerned-lines.ts';
import { inCompany, type Trx } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { type Matched, matchLines } from './match-lines.ts';
import { findMatchTerms, listChangedFacts, listWaitingLines } from './read-match-facts.ts';

export type Concern = {
  readonly itemIds: readonly string[];
  readonly debtorIds: readonly string[];
  /** Lines to match whatever they say. */
  readonly lineIds: readonly string[];
};

const PORTION = 5000;

/**
 * Matches again the waiting lines for which these items and debtors make a difference: those that were matched with them,
 * those that may be now, and those that compete with any of them for an item, before or after. The others keep what was
 * proposed, which is what matching every line would propose.
 */
export async function matchConcerned(tools: CompanyTools, concern: Concern): Promise<Matched> {
  const concerned = new Set(await listConcerned(tools, concern));
  let done = { settled: 0, ignored: 0 };
  for (;;) {
    const matched = await matchLines(tools, { lineIds: [...concerned] });
    done = { settled: done.settled + matched.settled, ignored: done.ignored + matched.ignored };
    const before = concerned.size;
    // What they are proposed now, others may be proposed too: of two, one gets it.
    const competing = await inCompany(tools, (trx) => listCompeting(trx, tools.companyId, [...concerned]));
    for (const id of competing) concerned.add(id);
    if (concerned.size === before) return { ...matched, ...done };
  }
}

async function listConcerned(tools: CompanyTools, concern: Concern): Promise<string[]> {
  const { companyId } = tools;
  return inCompany(tools, async (trx) => {
    const changed = await listChangedFacts(trx, companyId, concern);
    const found = new Set([...concern.lineIds, ...(await listProposed(trx, companyId, changed))]);
    const terms = await findMatchTerms(trx, companyId);
    for (let after: string | null = null; ; ) {
      const lines = await listWaitingLines(trx, companyId, { after, limit: PORTION });
      for (const id of concernedLines(lines, changed, terms)) found.add(id);
      after = lines.at(-1)?.id ?? null;
      if (lines.length < PORTION) return [...found, ...(await listCompeting(trx, companyId, [...found]))];
    }
  });
}

/** The lines that something of these was proposed for. */
async function listProposed(trx: Trx, companyId: string, { items, debtors }: Changed): Promise<string[]> {
  const { rows } = await sql<{ lineId: string }>`
    select distinct m.line_id from line_match m left join lateral unnest(m.item_ids) one (id) on true
    where m.company_id = ${companyId} and (one.id = any(${items.map(({ id }) => id)}::uuid[])
      or m.debtor_id = any(${debtors.map(({ id }) => id)}::uuid[]))`.execute(trx);
  return rows.map(({ lineId }) => lineId);
}

/** The lines that may take from these what they are proposed: what one surely pays is not offered to another. */
async function listCompeting(trx: Trx, companyId: string, lineIds: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ lineId: string }>`
    select distinct m.line_id from line_match m cross join lateral unnest(m.item_ids) one (id)
    where m.company_id = ${companyId} and one.id in (
      select unnest(o.item_ids) from line_match o
      where o.company_id = ${companyId} and o.line_id = any(${[...lineIds]}::uuid[]))`.execute(trx);
  return rows.map(({ lineId }) => lineId);
}
