import { sql } from 'kysely';
import { type Db, inCompany, type Trx } from '#server/platform/db.ts';
import type { Tools } from '#server/platform/tools.ts';
import { addCompany, addDebtor } from './people.ts';

export type Crowd = { readonly companyId: string; readonly debtors: readonly string[] }[];

/** Companies with debtors of their own, each named by its company. */
export async function addCrowd(
  tools: Tools,
  { companies, debtorsEach }: Record<'companies' | 'debtorsEach', number>,
) {
  const crowd: Crowd = [];
  for (let number = 0; number < companies; number += 1) {
    const company = await addCompany(tools);
    const debtors: string[] = [];
    for (let one = 0; one < debtorsEach; one += 1)
      debtors.push((await addDebtor(company, { name: `Kanarienvogel ${company.companyId}` })).id);
    crowd.push({ companyId: company.companyId, debtors });
  }
  return crowd;
}

/** Numbers from 0 to 1 that come again with the same seed: mulberry32. */
export function drawing(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export type Outcome = { read: number; written: number; aborted: number; timedOut: number; foreign: number };

class Abort extends Error {}

/**
 * Requests of many companies through one small pool, in no order: some read, some write to their own and try to write to
 * another's, some are given up in the middle, some are ended by the database. Counts every row of another company that
 * any of them saw or changed, and looks after each whether the connection it gave back still knows a company.
 */
export async function interleave(
  db: Db,
  crowd: Crowd,
  { requests, atOnce, seed }: Record<'requests' | 'atOnce' | 'seed', number>,
): Promise<Outcome> {
  const draw = drawing(seed);
  const outcome: Outcome = { read: 0, written: 0, aborted: 0, timedOut: 0, foreign: 0 };
  const pick = () => crowd[Math.floor(draw() * crowd.length)] ?? { companyId: '', debtors: [] };
  let left = requests;
  const worker = async () => {
    while (left > 0) {
      left -= 1;
      const kind = draw();
      await request(db, { mine: pick(), other: pick(), kind }, outcome);
      if (left % 5 === 0) outcome.foreign += await seenAtTheDoor(db);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return outcome;
}

type Asked = { readonly mine: Crowd[number]; readonly other: Crowd[number]; readonly kind: number };

async function request(db: Db, { mine, other, kind }: Asked, outcome: Outcome): Promise<void> {
  const { companyId } = mine;
  const confined = kind > 0.9 ? { statementSeconds: 1 } : undefined;
  try {
    await inCompany({ db, companyId, ...(confined ? { confined } : {}) }, async (trx) => {
      outcome.foreign += await foreignRows(trx, companyId);
      outcome.read += 1;
      if (kind > 0.4) await write(trx, { mine, other }, outcome);
      if (kind > 0.95) await sql`set local statement_timeout = '1ms'; select pg_sleep(1)`.execute(trx);
      if (kind > 0.7) throw new Abort();
    });
  } catch (error) {
    if (error instanceof Abort) outcome.aborted += 1;
    else if (error instanceof Error && 'code' in error && error.code === '57014') outcome.timedOut += 1;
    else throw error;
  }
}

/** Rows that are not the company's, in three tables, asked without naming it. */
async function foreignRows(trx: Trx, companyId: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select ((select count(*) from debtor where company_id <> ${companyId})
      + (select count(*) from company where id <> ${companyId})
      + (select count(*) from timeline_entry where company_id <> ${companyId}))::int as count`.execute(trx);
  return rows[0]?.count ?? 0;
}

async function write(trx: Trx, { mine, other }: Omit<Asked, 'kind'>, outcome: Outcome): Promise<void> {
  const own =
    await sql`update debtor set phone = ${mine.companyId} where id = any(${[...mine.debtors]}::uuid[])`.execute(
      trx,
    );
  outcome.written += Number(own.numAffectedRows ?? 0n);
  if (other.companyId === mine.companyId) return;
  const theirs =
    await sql`update debtor set phone = ${mine.companyId} where id = any(${[...other.debtors]}::uuid[])`.execute(
      trx,
    );
  outcome.foreign += Number(theirs.numAffectedRows ?? 0n);
}

/** What a connection shows after whoever had it before: nothing of any company. */
async function seenAtTheDoor(db: Db): Promise<number> {
  const { rows } = await sql<{ company: string | null; role: string }>`
    select nullif(current_setting('rappel.company', true), '') as company, current_user::text as role`.execute(
    db,
  );
  const isClean = rows[0]?.company === null && rows[0].role === 'rappel_entry';
  const denied = await sql`select 1 from debtor limit 1`.execute(db).then(
    ({ rows: seen }) => seen.length,
    () => 0,
  );
  return denied + (isClean ? 0 : 1);
}

/** Debtors that bear the sign of a company that is not theirs. */
export async function strayMarks(db: Db): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from debtor where phone is not null and phone <> company_id::text`.execute(
    db,
  );
  return rows[0]?.count ?? 0;
}
