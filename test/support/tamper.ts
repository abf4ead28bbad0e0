import type pg from 'pg';
import { poolOfOne } from '#server/platform/bulk.ts';
import { inCompany, openDb } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { type ChainFault, verifyChain } from '#server/timeline/chain.ts';
import { addTimelineEntries } from '#server/timeline/queries.ts';

/** So many events, ten a transaction, some with a personal part. */
export async function fillTimeline(company: CompanyTools, events: number): Promise<void> {
  for (let start = 0; start < events; start += 10) {
    await inCompany(company, (trx) =>
      addTimelineEntries(
        trx,
        company.companyId,
        Array.from({ length: Math.min(10, events - start) }, (_, nth) => ({
          kind: 'note_added' as const,
          facts: { text: nth % 2 ? `words ${start + nth}` : '', document: `F${start + nth}` },
          at: company.clock.now(),
          actor: 'odile',
        })),
      ),
    );
  }
}

const WAYS = ['flip', 'delete', 'swap', 'insert'] as const;

/**
 * Changes the timeline past its guards, as only the owner of the database could, each time another event in another way; asks
 * what the verification says; and puts everything back. @returns what was not found, or named another event
 */
export async function tamper(
  company: CompanyTools,
  pool: pg.Pool,
  times: number,
  seed: number,
): Promise<string[]> {
  const { companyId } = company;
  const { rows } = await pool.query<{ id: bigint; position: bigint }>(
    'select entry_id as id, position from timeline_link where company_id = $1 order by position',
    [companyId],
  );
  const missed: string[] = [];
  for (let nth = 0; nth < times; nth += 1) {
    const way = WAYS[nth % WAYS.length] ?? 'flip';
    const at = (nth * 7919 + seed) % (rows.length - 1);
    const [one, next] = [rows[at], rows[at + 1]];
    if (!one || !next) continue;
    const client = await pool.connect();
    try {
      await client.query("begin; set local session_replication_role = 'replica'");
      await client.query(STATEMENTS[way](companyId, one.id, next.id));
      const first = await verifyInside(client, companyId);
      const wanted = way === 'insert' ? 0n : one.position;
      if (first?.position !== wanted)
        missed.push(`${way} at ${one.position}: ${JSON.stringify(first?.why ?? 'not found')}`);
    } finally {
      await client.query('rollback');
      client.release();
    }
  }
  return missed;
}

const STATEMENTS: Readonly<
  Record<(typeof WAYS)[number], (company: string, one: bigint, next: bigint) => string>
> = {
  flip: (company, one) =>
    `update timeline_entry set facts = jsonb_set(facts, '{document}', to_jsonb(overlay(facts ->> 'document' placing 'X' from 1)))
     where company_id = '${company}' and id = ${one}`,
  delete: (company, one) => `delete from timeline_entry where company_id = '${company}' and id = ${one}`,
  swap: (company, one, next) =>
    `update timeline_entry t set facts = o.facts, commitment = o.commitment, personal = o.personal, salt = o.salt
     from timeline_entry o where t.company_id = '${company}' and o.company_id = t.company_id
       and t.id in (${one}, ${next}) and o.id = ${one}::bigint + ${next}::bigint - t.id`,
  insert: (company, one) =>
    `insert into timeline_entry (company_id, at, kind, facts) overriding system value
     select company_id, at, kind, '{"text": "", "document": "F-forged"}' from timeline_entry
     where company_id = '${company}' and id = ${one}`,
};

/** On the connection that has what was changed, and on no other. */
function verifyInside(client: pg.PoolClient, companyId: string): Promise<ChainFault | null> {
  const db = openDb(poolOfOne(client));
  return db.connection().execute(async (own) => (await verifyChain(own, companyId)).first);
}
