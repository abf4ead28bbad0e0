import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { sql } from 'kysely';
import { z } from 'zod';
import { listCompanies } from '#server/companies/queries.ts';
import { inCompany, type Trx } from '#server/platform/db.ts';
import type { CompanyTools, Tools } from '#server/platform/tools.ts';
import { addTimelineEntries } from '#server/timeline/queries.ts';
import { eraseRows } from './erase-rows.ts';

const Tombstone = z.object({
  companyId: z.uuid(),
  debtorId: z.uuid(),
  erasedAt: z.string(),
  because: z.enum(['legal_term', 'request']),
});
export type Tombstone = z.infer<typeof Tombstone>;

/** Beside the database, so that a backup put back does not bring back with it whom it was made before. Ids alone. */
const FILE = 'erasures.jsonl';

export function keepTombstones(dataDir: string | undefined, stones: readonly Tombstone[]): void {
  if (!dataDir || stones.length === 0) return;
  const lines = stones.map((stone) => `${JSON.stringify(stone)}\n`).join('');
  appendFileSync(path.join(dataDir, FILE), lines, { mode: 0o600 });
}

export function readTombstones(dataDir: string): readonly Tombstone[] {
  const file = path.join(dataDir, FILE);
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.flatMap((line) => {
    try {
      return line === '' ? [] : [Tombstone.parse(JSON.parse(line))];
    } catch {
      // The machine stopped in the middle of a line: that erasure was not told as done either.
      return [];
    }
  });
}

/**
 * Erases again whoever a restore brought back, and writes down whom the file does not know yet. At every start.
 * @returns how many were erased again
 */
export async function replayErasures(tools: Tools): Promise<number> {
  const { dataDir } = tools.installation;
  if (!dataDir) return 0;
  const stones = readTombstones(dataDir);
  const known = new Set(stones.map(keyOf));
  let again = 0;
  for (const { id } of await listCompanies(tools.db)) {
    const company: CompanyTools = { ...tools, companyId: id, actor: null };
    const own = stones.filter(({ companyId }) => companyId === id);
    await inCompany(company, async (trx) => {
      again += await eraseAgain(trx, company, own);
      const stored = await listErasures(trx, id);
      keepTombstones(
        dataDir,
        stored.filter((stone) => !known.has(keyOf(stone))),
      );
    });
  }
  if (again > 0)
    tools.log.warn({ erased: again }, 'persons that a restore had brought back were erased again');
  return again;
}

function keyOf({ companyId, debtorId }: Tombstone): string {
  return `${companyId} ${debtorId}`;
}

async function eraseAgain(trx: Trx, tools: CompanyTools, stones: readonly Tombstone[]): Promise<number> {
  if (stones.length === 0) return 0;
  const { companyId } = tools;
  const { rows } = await sql<{ id: string }>`
    select id from debtor where company_id = ${companyId} and erased_at is null
      and id = any(${stones.map(({ debtorId }) => debtorId)}::uuid[])`.execute(trx);
  const back = stones.filter(({ debtorId }) => rows.some(({ id }) => id === debtorId));
  await recordErasures(trx, tools, back);
  return new Set(back.map(({ debtorId }) => debtorId)).size;
}

/** Puts erasures on record, takes the personal data away, and tells the timeline. */
export async function recordErasures(
  trx: Trx,
  tools: CompanyTools,
  stones: readonly Tombstone[],
): Promise<void> {
  if (stones.length === 0) return;
  const { companyId, actor, clock } = tools;
  const once = [...new Map(stones.map((stone) => [stone.debtorId, stone])).values()];
  await trx
    .insertInto('erasure')
    .values(
      once.map(({ debtorId, erasedAt, because }) => ({
        companyId,
        debtorId,
        erasedAt: Temporal.Instant.from(erasedAt),
        erasedBy: actor,
        because,
      })),
    )
    .onConflict((on) => on.doNothing())
    .execute();
  const ids = once.map(({ debtorId }) => debtorId);
  await eraseRows(trx, companyId, ids);
  await addTimelineEntries(
    trx,
    companyId,
    once.map(({ debtorId, because }) => ({
      kind: 'debtor_erased' as const,
      facts: { because },
      at: clock.now(),
      actor,
      debtorId,
    })),
  );
}

async function listErasures(trx: Trx, companyId: string): Promise<Tombstone[]> {
  const rows = await trx
    .selectFrom('erasure')
    .select(['debtorId', 'erasedAt', 'because'])
    .where('companyId', '=', companyId)
    .execute();
  return rows.map(({ erasedAt, ...row }) => ({ ...row, companyId, erasedAt: erasedAt.toString() }));
}
