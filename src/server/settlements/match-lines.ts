import { sql } from 'kysely';
import type { LineFacts, LineMatch, Match, MatchBasis, MatchTerms } from '#core/matching/match-facts.ts';
import { matchLines as decideMatches } from '#core/matching/match-lines.ts';
import { withdrawNotices } from '#server/notices/withdraw-notices.ts';
import { inCompany, type Trx } from '#server/platform/db.ts';
import { newId } from '#server/platform/ids.ts';
import { refreshStatistics } from '#server/platform/table-statistics.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { storedParts } from './accept-match.ts';
import { awaitImports, findSettlementPolicy, lockLines } from './queries.ts';
import { findMatchTerms, listWaitingLines, readMatchFacts } from './read-match-facts.ts';
import { rejectCollections } from './reject-collections.ts';
import { ignoreLines } from './set-line-aside.ts';
import { settleLines } from './settle-lines.ts';
import type { SettleOrder } from './settle-order.ts';

/** What matching came to: lines looked at, what became of them, and how sure the best proposal of the others is. */
export type Matched = {
  lines: number;
  settled: number;
  ignored: number;
  certain: number;
  probable: number;
  possible: number;
  unmatched: number;
};

const PORTION = 2000;

type Portion = Parameters<typeof listWaitingLines>[2];
type PortionMatched = { readonly counts: Matched; readonly last: string | null };

/**
 * Matches lines that wait, the given ones or all, in portions of one transaction each: proposals are stored with their
 * reasons; what is certain and rests on what the company's policy names settles by itself. Matching again changes nothing
 * that was decided.
 */
export async function matchLines(
  tools: CompanyTools,
  { lineIds }: { lineIds: readonly string[] | null },
): Promise<Matched> {
  const sum: Matched = {
    lines: 0,
    settled: 0,
    ignored: 0,
    certain: 0,
    probable: 0,
    possible: 0,
    unmatched: 0,
  };
  let after: string | null = null;
  for (let start = 0; ; start += PORTION) {
    const of: Portion = lineIds ? { ids: lineIds.slice(start, start + PORTION) } : { after, limit: PORTION };
    if ('ids' in of && of.ids.length === 0) break;
    const portion: PortionMatched = await inCompany(tools, (trx) => matchPortion(trx, tools, of));
    for (const name of Object.keys(sum) as (keyof Matched)[]) sum[name] += portion.counts[name];
    after = portion.last;
    if (!lineIds && after === null) break;
  }
  await refreshStatistics(tools, ['due_item', 'settlement', 'settlement_part'], sum.settled);
  return sum;
}

async function matchPortion(trx: Trx, tools: CompanyTools, of: Portion): Promise<PortionMatched> {
  const { companyId } = tools;
  await awaitTurn(trx, companyId);
  const found = await listWaitingLines(trx, companyId, of);
  const last = 'limit' in of && found.length === of.limit ? (found.at(-1)?.id ?? null) : null;
  if (found.length === 0) return { counts: NOTHING, last };
  const lines = found.toSorted((a, b) => a.bookedOn - b.bookedOn || (a.id < b.id ? -1 : 1));
  const terms = await findMatchTerms(trx, companyId);
  const matches = await decide(trx, companyId, lines, terms);
  await storeMatches(trx, tools, matches);
  const booked = new Set(lines.filter(({ pending }) => !pending).map(({ id }) => id));
  const rejected = await rejectCollections(trx, tools, unmatched(lines, matches));
  const taken = await settleCertain(
    trx,
    tools,
    matches.filter(({ lineId }) => booked.has(lineId)),
  );
  await withdrawNotices(trx, tools, probablyPaidIn(lines, matches));
  const done = new Set([...taken.done, ...rejected]);
  const { settled, ignored } = taken.counts;
  const counts = { settled, ignored: ignored + rejected.length, lines: lines.length };
  return { counts: { ...countMatches(matches, done), ...counts }, last };
}

/**
 * Of two who match for a company one waits: both would propose for the same lines. Whoever takes a whole import or bank file
 * back is waited for before anything is read, and waits for those who match.
 */
async function awaitTurn(trx: Trx, companyId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('match ' || ${companyId}, 0))`.execute(trx);
  await awaitImports(trx, companyId);
}

/** Lines for which nothing better than a guess was found. */
function unmatched(lines: readonly LineFacts[], matches: readonly LineMatch[]): LineFacts[] {
  const fitting = matches.filter((line) => line.matches.some(({ certainty }) => certainty !== 'possible'));
  const found = new Set(fitting.map(({ lineId }) => lineId));
  return lines.filter(({ id }) => !found.has(id));
}

/** The items that money which came in probably pays: a letter about them that has not left does not leave. */
function probablyPaidIn(lines: readonly LineFacts[], matches: readonly LineMatch[]): string[] {
  const incoming = new Set(lines.filter(({ amountMinor }) => amountMinor > 0n).map(({ id }) => id));
  const probable = matches
    .filter(({ lineId }) => incoming.has(lineId))
    .flatMap((line) => line.matches.filter(({ certainty }) => certainty !== 'possible'));
  return [...new Set(probable.flatMap(({ parts }) => parts.flatMap(({ dueItemId }) => dueItemId ?? [])))];
}

const NOTHING: Matched = {
  lines: 0,
  settled: 0,
  ignored: 0,
  certain: 0,
  probable: 0,
  possible: 0,
  unmatched: 0,
};

async function decide(
  trx: Trx,
  companyId: string,
  lines: readonly LineFacts[],
  terms: MatchTerms,
): Promise<readonly LineMatch[]> {
  return decideMatches(lines, await readMatchFacts(trx, companyId, lines, terms));
}

/** What rules set aside and what is certain enough for the company: done at once, in the order of the lines. */
async function settleCertain(trx: Trx, tools: CompanyTools, matches: readonly LineMatch[]) {
  const { automatic } = await findSettlementPolicy(trx, tools.companyId);
  const aside = matches.filter(({ notCustomer }) => notCustomer !== null);
  const locked = await lockLines(
    trx,
    tools.companyId,
    aside.map(({ lineId }) => lineId),
  );
  const ignored = aside.flatMap(({ lineId, notCustomer }) => {
    const line = locked.get(lineId);
    if (!line || !notCustomer || (line.state !== 'open' && line.state !== 'partly')) return [];
    return [{ id: newId(), line, note: null, ruleId: notCustomer.ruleId }];
  });
  await ignoreLines(trx, tools, ignored);
  const orders = matches.flatMap(({ lineId, matches: [best] }) =>
    best && settlesItself(best, automatic) ? [orderOf(lineId, best)] : [],
  );
  const { made } = orders.length > 0 ? await settleLines(trx, tools, orders) : { made: [] };
  const done = new Set([...ignored.map(({ line }) => line.id), ...made.map(({ line }) => line.id)]);
  return { done, counts: { settled: made.length, ignored: ignored.length } };
}

/** Certain, and on a ground the company trusts. A certain match says of every cent whose it is. */
function settlesItself(
  { certainty, basis, remainderMinor, parts }: Match,
  automatic: readonly MatchBasis[],
): boolean {
  return certainty === 'certain' && automatic.includes(basis) && remainderMinor === 0n && parts.length > 0;
}

function orderOf(lineId: string, match: Match): SettleOrder {
  return {
    id: newId(),
    lineId,
    parts: match.parts,
    debtorId: match.debtorId,
    origin: match.basis === 'rule' ? 'rule' : 'automatic',
    because: match.because,
    note: null,
    learnIban: false,
    takesBackLineId: match.takesBack,
  };
}

/** In place of what was proposed before. */
async function storeMatches(
  trx: Trx,
  { companyId, clock }: CompanyTools,
  found: readonly LineMatch[],
): Promise<void> {
  await sql`delete from line_match where company_id = ${companyId}
    and line_id = any(${found.map(({ lineId }) => lineId)}::uuid[])`.execute(trx);
  const rows = found.flatMap(({ lineId, matches }) =>
    matches.map((match, index) => ({
      line: lineId,
      rank: index + 1,
      certainty: match.certainty,
      basis: match.basis,
      debtor: match.debtorId,
      because: match.because,
      but: match.but,
      parts: storedParts(match.parts),
      items: [...new Set(match.parts.flatMap(({ dueItemId }) => dueItemId ?? []))],
      remainder: String(match.remainderMinor),
      back: match.takesBack,
    })),
  );
  if (rows.length === 0) return;
  await sql`
    insert into line_match (company_id, line_id, rank, certainty, basis, debtor_id, because, but, parts, item_ids,
      remainder_minor, takes_back_line_id, matched_at)
    select ${companyId}::uuid, line, rank, certainty, basis, debtor, because, but, parts, items, remainder, back,
      ${clock.now()}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as w (line uuid, rank smallint, certainty text, basis text,
      debtor uuid, because jsonb, but jsonb, parts jsonb, items uuid[], remainder bigint, back uuid)`.execute(
    trx,
  );
}

function countMatches(matches: readonly LineMatch[], done: ReadonlySet<string>) {
  const counts = { certain: 0, probable: 0, possible: 0, unmatched: 0 };
  for (const { lineId, matches: own } of matches) {
    if (!done.has(lineId)) counts[own[0]?.certainty ?? 'unmatched'] += 1;
  }
  return counts;
}
