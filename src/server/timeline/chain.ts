import { sql } from 'kysely';
import type { Db, Trx } from '#server/platform/db.ts';

/** How far the timeline of a company has come: how many events, and the hash over all of them, in hex. */
export type ChainHead = { readonly count: bigint; readonly hash: string };

/** What is wrong with an event: its words are `audit.chain.<why>`. */
export type ChainFault = {
  /** Its place in the chain; 0: it has none. */
  readonly position: bigint;
  /** Its number in the timeline; null: nobody knows it any more. */
  readonly entry: bigint | null;
  readonly why:
    | 'changed'
    | 'removed'
    | 'missing'
    | 'inserted'
    | 'personal_changed'
    | 'personal_gone'
    | 'head_moved';
};
export type ChainReport = {
  readonly head: ChainHead;
  readonly checked: bigint;
  readonly faults: number;
  readonly first: ChainFault | null;
};

/** The head of a company's timeline; of an empty one the hash it begins with. */
export async function findHead(trx: Db, companyId: string): Promise<ChainHead> {
  const { rows } = await sql<ChainHead>`
    select coalesce(h.position, 0) as count, encode(coalesce(h.hash, timeline_genesis(c.id)), 'hex') as hash
    from (select ${companyId}::uuid as id) c left join timeline_head h on h.company_id = c.id`.execute(trx);
  const [head] = rows;
  if (!head) throw new TypeError('findHead: no answer');
  return head;
}

/** The heads of all companies, for whoever may read all of them: the manifest of a backup. */
export async function findChainHeads(
  db: Db,
): Promise<readonly (ChainHead & { readonly companyId: string })[]> {
  const { rows } = await sql<ChainHead & { companyId: string }>`
    select company_id, position as count, encode(hash, 'hex') as hash from timeline_head order by company_id`.execute(
    db,
  );
  return rows;
}

/** The hash at one place of the chain, in hex; null where it never came so far. */
export async function findHashAt(trx: Trx, companyId: string, position: bigint): Promise<string | null> {
  const { rows } = await sql<{ hash: string }>`
    select encode(hash, 'hex') as hash from timeline_link
    where company_id = ${companyId} and position = ${position}`.execute(trx);
  return rows[0]?.hash ?? null;
}

/**
 * Goes through the whole chain: each event against the hash before it, each personal part against its commitment, and what
 * stands outside of the chain. Names the first that does not fit. A million events take some seconds.
 */
export async function verifyChain(trx: Db, companyId: string): Promise<ChainReport> {
  await sql`set local statement_timeout = 0`.execute(trx);
  const { rows } = await sql<{ position: bigint; entry: bigint | null; why: ChainFault['why']; of: bigint }>`
    with found as (
      select l.position, l.entry_id as entry,
        case
          when l.position <> coalesce(lag(l.position) over w, 0) + 1 then 'missing'
          when e.id is null then 'removed'
          when l.hash <> sha256(coalesce(lag(l.hash) over w, timeline_genesis(l.company_id))
            || sha256(convert_to(timeline_canonical(e), 'UTF8'))) then 'changed'
          when e.personal is not null
            and (e.salt is null or e.commitment <> sha256(e.salt || convert_to(e.personal::text, 'UTF8')))
            then 'personal_changed'
        end as why
      from timeline_link l
      left join timeline_entry e on e.company_id = l.company_id and e.id = l.entry_id
      where l.company_id = ${companyId}
      window w as (order by l.position)
    ), faults as (
      select position, entry, why from found where why is not null
      union all
      select 0, e.id, 'inserted' from timeline_entry e
      where e.company_id = ${companyId} and not exists (
        select from timeline_link l where l.company_id = e.company_id and l.entry_id = e.id)
      union all
      select l.position, e.id, 'personal_gone' from timeline_entry e
      join timeline_link l on l.company_id = e.company_id and l.entry_id = e.id
      left join due_item i on i.company_id = e.company_id and i.id = e.due_item_id
      left join notice n on n.company_id = e.company_id and n.id = e.notice_id
      where e.company_id = ${companyId} and e.commitment is not null and e.personal is null
        and not exists (select from erasure g where g.company_id = e.company_id
          and g.debtor_id in (e.debtor_id, i.debtor_id, n.debtor_id))
        and not (e.kind in ('contact_added', 'contact_changed', 'contact_removed') and exists (
          select from contact_erasure c where c.company_id = e.company_id and c.debtor_id = e.debtor_id and c.erased_at >= e.at))
      union all
      select h.position, l.entry_id, 'head_moved' from timeline_head h
      left join timeline_link l on l.company_id = h.company_id and l.position = h.position and l.hash = h.hash
      where h.company_id = ${companyId} and h.position > 0 and (l.position is null
        or exists (select from timeline_link x where x.company_id = h.company_id and x.position > h.position))
      union all
      select l.position, l.entry_id, 'head_moved' from timeline_link l
      where l.company_id = ${companyId} and not exists (select from timeline_head h where h.company_id = l.company_id)
    )
    select position, entry, why, count(*) over () as of from faults
    order by (position = 0), position, entry limit 1`.execute(trx);
  const head = await findHead(trx, companyId);
  const [first] = rows;
  if (!first) return { head, checked: head.count, faults: 0, first: null };
  const { of, ...fault } = first;
  return { head, checked: head.count, faults: Number(of), first: fault };
}
