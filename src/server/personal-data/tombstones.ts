import { sql } from 'kysely';
import { z } from 'zod';
import { listCompanies } from '#server/companies/queries.ts';
import { inCompany, type Trx } from '#server/platform/db.ts';
import type { CompanyTools, Tools } from '#server/platform/tools.ts';
import { addTimelineEntries } from '#server/timeline/queries.ts';
import { keepLines, readLines } from './beside-database.ts';
import { eraseContacts } from './erase-contacts.ts';
import { emptyFiles, eraseRows } from './erase-rows.ts';

const Erased = z.object({ companyId: z.uuid(), erasedAt: z.string() });
const ErasedPerson = Erased.extend({ debtorId: z.uuid(), because: z.enum(['legal_term', 'request']) });
const ErasedContact = Erased.extend({ contactId: z.uuid(), debtorId: z.uuid() });
const EmptiedFile = Erased.extend({ fileId: z.uuid() });
/** A person, a contact person of one, or a file that was emptied. */
const Tombstone = z.union([ErasedPerson, ErasedContact, EmptiedFile]);
type ErasedPerson = z.infer<typeof ErasedPerson>;
export type Tombstone = z.infer<typeof Tombstone>;

export function keepTombstones(dataDir: string | undefined, stones: readonly Tombstone[]): void {
  keepLines(dataDir, stones);
}

/**
 * Erases again whoever a restore brought back, and writes down whom the file does not know yet. At every start, and
 * right after a restore.
 * @returns how many persons, contact persons and files were erased again
 */
export async function replayErasures(
  tools: Pick<Tools, 'db' | 'clock' | 'log' | 'installation'>,
): Promise<number> {
  const { dataDir } = tools.installation;
  if (!dataDir) return 0;
  const stones = readLines(dataDir, Tombstone);
  const known = new Set(stones.map(keyOf));
  let again = 0;
  for (const { id } of await listCompanies(tools.db)) {
    const company: Eraser = { ...tools, companyId: id, actor: null };
    const own = stones.filter(({ companyId }) => companyId === id);
    const stored = await inCompany(company, async (trx) => {
      again += await eraseAgain(trx, company, own);
      return listErasures(trx, id);
    });
    keepTombstones(
      dataDir,
      stored.filter((stone) => !known.has(keyOf(stone))),
    );
  }
  if (again > 0)
    tools.log.warn({ erased: again }, 'what a restore had brought back of erased persons was erased again');
  return again;
}

/** What erasing needs: no queue, so that it can be done before anything else works. */
type Eraser = Pick<CompanyTools, 'db' | 'clock' | 'companyId' | 'actor'>;

function keyOf(stone: Tombstone): string {
  const id = 'fileId' in stone ? stone.fileId : 'contactId' in stone ? stone.contactId : stone.debtorId;
  return `${stone.companyId} ${id}`;
}

async function eraseAgain(trx: Trx, tools: Eraser, stones: readonly Tombstone[]): Promise<number> {
  if (stones.length === 0) return 0;
  const contacts = await backAmong(trx, tools, stones, 'debtor_contact');
  await eraseContacts(
    trx,
    tools,
    contacts.flatMap((stone) =>
      'contactId' in stone ? [{ ...stone, erasedAt: Temporal.Instant.from(stone.erasedAt) }] : [],
    ),
  );
  const persons = await backAmong(trx, tools, stones, 'debtor');
  await recordErasures(
    trx,
    tools,
    persons.flatMap((stone) => ('because' in stone ? [stone] : [])),
  );
  const files = await backAmong(trx, tools, stones, 'file');
  const ids = files.flatMap((stone) => ('fileId' in stone ? [stone.fileId] : []));
  await emptyFiles(trx, tools.companyId, ids, tools.clock.now());
  return contacts.length + persons.length + files.length;
}

/** Those of the stones whose row stands there as if nothing had been erased; each once. */
async function backAmong(
  trx: Trx,
  { companyId }: Eraser,
  stones: readonly Tombstone[],
  table: 'debtor' | 'debtor_contact' | 'file',
): Promise<Tombstone[]> {
  const ofTable = new Map(
    stones.flatMap((stone): [string, Tombstone][] => {
      if ('fileId' in stone) return table === 'file' ? [[stone.fileId, stone]] : [];
      if ('contactId' in stone) return table === 'debtor_contact' ? [[stone.contactId, stone]] : [];
      return table === 'debtor' ? [[stone.debtorId, stone]] : [];
    }),
  );
  const isThere = {
    debtor: sql`erased_at is null`,
    debtor_contact: sql`true`,
    file: sql`emptied_at is null`,
  }[table];
  const { rows } = await sql<{ id: string }>`
    select id from ${sql.table(table)} where company_id = ${companyId} and ${isThere}
      and id = any(${[...ofTable.keys()]}::uuid[])`.execute(trx);
  return rows.flatMap(({ id }) => ofTable.get(id) ?? []);
}

/** Puts erasures on record, takes the personal data away, and tells the timeline. */
export async function recordErasures(
  trx: Trx,
  tools: Eraser,
  stones: readonly ErasedPerson[],
): Promise<void> {
  if (stones.length === 0) return;
  const { companyId, actor, clock } = tools;
  const once = [...new Map(stones.map((stone) => [stone.debtorId, stone])).values()];
  const ids = once.map(({ debtorId }) => debtorId);
  await sql`
    insert into erasure (company_id, debtor_id, erased_at, erased_by, because)
    select ${companyId}::uuid, debtor_id, erased_at, ${actor}::text, because
    from unnest(${ids}::uuid[], ${once.map(({ erasedAt }) => erasedAt)}::timestamptz[],
      ${once.map(({ because }) => because)}::text[]) as one (debtor_id, erased_at, because)
    on conflict do nothing`.execute(trx);
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
  const persons = await trx
    .selectFrom('erasure')
    .select(['debtorId', 'erasedAt', 'because'])
    .where('companyId', '=', companyId)
    .execute();
  const contacts = await trx
    .selectFrom('contactErasure')
    .select(['contactId', 'debtorId', 'erasedAt'])
    .where('companyId', '=', companyId)
    .execute();
  const files = await trx
    .selectFrom('file')
    .select(['id as fileId', 'emptiedAt as erasedAt'])
    .where('companyId', '=', companyId)
    .where('emptiedAt', 'is not', null)
    .$narrowType<{ erasedAt: Temporal.Instant }>()
    .execute();
  const told = <T extends { readonly erasedAt: Temporal.Instant }>(row: T) => ({
    ...row,
    companyId,
    erasedAt: row.erasedAt.toString(),
  });
  return [...persons.map(told), ...contacts.map(told), ...files.map(told)];
}
