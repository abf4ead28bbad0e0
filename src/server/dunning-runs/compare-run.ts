import { type RawBuilder, sql } from 'kysely';
import {
  type ComparedItem,
  type ComparedProposal,
  compareProposals,
  type ItemNow,
  type RunComparison,
} from '#core/dunning/compare-proposals.ts';
import type { Because } from '#core/dunning/gates.ts';
import { IN_NUMBER_ORDER } from '#server/debtors/number-order.ts';
import type { Trx } from '#server/platform/db.ts';

/** So many notices that differ are told one by one; the rest is counted. */
const TOLD_MAX = 500;

/** What two computings of a run are held against each other by. */
const COMPARED = [
  ...['policy_version', 'step_kind', 'level', 'currency', 'channel', 'channels', 'language'],
  ...['interest_minor', 'fee_minor', 'total_minor', 'deadline_on', 'item_ids', 'item_levels', 'item_opens'],
];

type Run = { readonly companyId: string; readonly runId: string };

/**
 * Remembers a run's proposals before they are computed anew, in a table of the transaction's own. @returns how to hold
 * the new ones against them; null where the run had none
 */
export async function keepEarlier(trx: Trx, run: Run) {
  const since = await findComputedAt(trx, run);
  if (since === null) return null;
  const columns = sql.raw(['id', 'debtor_id', 'key', ...COMPARED].join(', '));
  await sql`
    create temp table earlier_proposal on commit drop as
    select ${columns} from proposal where company_id = ${run.companyId} and run_id = ${run.runId}`.execute(
    trx,
  );
  return (keptEdits: number) => compare(trx, run, { since, keptEdits });
}

async function findComputedAt(trx: Trx, { companyId, runId }: Run): Promise<Temporal.Instant | null> {
  const { rows } = await sql<{ at: Temporal.Instant | null }>`
    select max(at) as at from timeline_entry
    where company_id = ${companyId} and run_id = ${runId} and kind = 'run_planned'`.execute(trx);
  return rows[0]?.at ?? null;
}

async function compare(
  trx: Trx,
  run: Run,
  { since, keptEdits }: { since: Temporal.Instant; keptEdits: number },
): Promise<RunComparison> {
  const changedWords = await listChangedWords(trx, run.companyId, since);
  const { counts, pairs } = await listDiffering(trx, run, changedWords);
  const before = await listCompared(trx, sql`earlier_proposal`, {
    ...run,
    ids: pairs.flatMap((pair) => pair.before ?? []),
  });
  const after = await listCompared(trx, sql`proposal`, {
    ...run,
    ids: pairs.flatMap((pair) => pair.after ?? []),
  });
  const items = [...before, ...after].flatMap((one) => one.items.map(({ dueItemId }) => dueItemId));
  const itemsNow = await listItemsNow(trx, run, items);
  const proposals = compareProposals(before, after, { itemsNow, changedWords: new Set(changedWords) });
  const isWhole = pairs.length < TOLD_MAX;
  const tally = (kind: string) => proposals.filter((one) => one.kind === kind).length;
  return {
    since: since.toString(),
    added: isWhole ? tally('new') : counts.added,
    gone: isWhole ? tally('gone') : counts.gone,
    changed: isWhole ? tally('changed') : counts.changed,
    same: counts.same,
    keptEdits,
    proposals,
  };
}

/** Words of a step and language that a person saved or reset since, as 'level_2 fr'. */
async function listChangedWords(trx: Trx, companyId: string, since: Temporal.Instant): Promise<string[]> {
  const { rows } = await sql<{ words: string }>`
    select distinct concat(facts ->> 'step', ' ', facts ->> 'language') as words from timeline_entry
    where company_id = ${companyId} and kind = 'text_changed' and at > ${since}`.execute(trx);
  return rows.map(({ words }) => words);
}

type Counts = {
  readonly added: number;
  readonly gone: number;
  readonly changed: number;
  readonly same: number;
};
type Ids = { readonly before: string | null; readonly after: string | null };

/** Those that differ in anything, the first of them by the debtor's number; and how many of each kind. */
async function listDiffering(trx: Trx, { companyId, runId }: Run, changedWords: readonly string[]) {
  const row = (table: string) => sql.raw(`row(${COMPARED.map((column) => `${table}.${column}`).join(', ')})`);
  const words = sql`concat(case n.step_kind when 'notice' then 'level_' || n.level else n.step_kind end, ' ', n.language)`;
  const pairs = sql`
    select coalesce(e.debtor_id, n.debtor_id) as debtor_id, coalesce(e.key, n.key) as key, e.id as before, n.id as after,
      case when e.id is null then 'added' when n.id is null then 'gone'
        when ${row('e')} is distinct from ${row('n')} or ${words} = any(${[...changedWords]}::text[]) then 'changed'
        else 'same' end as kind
    from earlier_proposal e
    full join (select * from proposal where company_id = ${companyId} and run_id = ${runId}) n
      on n.debtor_id = e.debtor_id and n.key = e.key`;
  const counted = await sql<Counts>`
    select count(*) filter (where kind = 'added')::int as added, count(*) filter (where kind = 'gone')::int as gone,
      count(*) filter (where kind = 'changed')::int as changed, count(*) filter (where kind = 'same')::int as same
    from (${pairs}) pair`.execute(trx);
  const { rows } = await sql<Ids>`
    select pair.before, pair.after from (${pairs}) pair
    join debtor d on d.company_id = ${companyId} and d.id = pair.debtor_id
    where pair.kind <> 'same' order by ${IN_NUMBER_ORDER}, pair.key limit ${TOLD_MAX}`.execute(trx);
  return { counts: counted.rows[0] ?? { added: 0, gone: 0, changed: 0, same: 0 }, pairs: rows };
}

type Found = Omit<ComparedProposal, 'debtor' | 'items'> & {
  readonly debtor: ComparedProposal['debtor'];
  readonly items: readonly ComparedItem[];
};

async function listCompared(
  trx: Trx,
  table: RawBuilder<unknown>,
  { companyId, ids }: Run & { ids: readonly string[] },
): Promise<ComparedProposal[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<Found>`
    select p.id, p.key, json_build_object('id', d.id, 'number', d.number, 'name', d.name) as debtor, p.step_kind, p.level,
      p.currency, case when p.channels = '{}' then array[p.channel] else p.channels end as channels, p.language,
      p.interest_minor::text as interest, p.fee_minor::text as fee, p.total_minor::text as total,
      p.deadline_on::text as deadline_on, p.policy_version, (
        select coalesce(json_agg(json_build_object('dueItemId', i.id, 'documentNumber', doc.number,
          'open', line.open::text, 'level', line.level) order by line.nth), '[]')
        from unnest(p.item_ids, p.item_levels, p.item_opens) with ordinality as line (id, level, open, nth)
        join due_item i on i.company_id = ${companyId} and i.id = line.id
        join document doc on doc.company_id = i.company_id and doc.id = i.document_id
      ) as items
    from ${table} p
    join debtor d on d.company_id = ${companyId} and d.id = p.debtor_id
    where p.id = any(${[...ids]}::uuid[])`.execute(trx);
  return rows;
}

async function listItemsNow(
  trx: Trx,
  { companyId, runId }: Run,
  ids: readonly string[],
): Promise<ReadonlyMap<string, ItemNow>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<{ id: string; open: string; because: Because | null }>`
    select i.id, i.open_minor::text as open, held.because
    from due_item i
    left join (
      select item, min(l.because) as because from run_left_out l cross join lateral unnest(l.item_ids) item
      where l.company_id = ${companyId} and l.run_id = ${runId} and l.item_ids && ${[...new Set(ids)]}::uuid[]
      group by item
    ) held on held.item = i.id
    where i.company_id = ${companyId} and i.id = any(${[...new Set(ids)]}::uuid[])`.execute(trx);
  return new Map(rows.map(({ id, ...now }) => [id, now]));
}
