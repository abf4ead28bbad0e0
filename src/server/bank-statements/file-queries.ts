import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { BankFileResult } from '#contract/bank-statements.ts';
import type { BankFormat } from '#core/bank/bank-reading.ts';
import type { BankFileOrigin, BankFileState } from '#core/bank/statement-states.ts';
import { addFiles, fileOf } from '#server/files/queries.ts';
import type { Trx } from '#server/platform/db.ts';
import { newId } from '#server/platform/ids.ts';

export type StoredProgress = {
  readonly done: number;
  readonly total: number;
  /** When it was told: a work that was killed tells nothing any more. */
  readonly at: string;
};

const COLUMNS = [
  'id',
  'fileId',
  'fileName',
  'sha256',
  'origin',
  'state',
  'format',
  'profile',
  'progress',
  'cancelWanted',
  'result',
  'createdBy',
  'createdAt',
  'endedAt',
] as const;

export async function findBankFile(trx: Trx, id: string) {
  const row = await trx.selectFrom('bankFile').select(COLUMNS).where('id', '=', id).executeTakeFirst();
  return row && typed(row);
}

export async function lockBankFile(trx: Trx, id: string) {
  const row = await trx
    .selectFrom('bankFile')
    .select(COLUMNS)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  return row && typed(row);
}

/** A file that is in, by its id or its name; of several the latest. @returns its id */
export async function findStandingFile(trx: Trx, given: string | undefined): Promise<string | undefined> {
  const named = given === undefined ? sql`state = 'imported'` : sql`${given} in (id::text, file_name)`;
  const { rows } = await sql<{ id: string }>`
    select id from bank_file where company_id = (select rappel_company()) and ${named}
    order by state = 'imported' desc, created_at desc, id desc limit 1`.execute(trx);
  return rows[0]?.id;
}

export type StoredBankFile = NonNullable<Awaited<ReturnType<typeof findBankFile>>>;

export async function listBankFiles(trx: Trx, page: number, perPage: number) {
  const rows = await trx
    .selectFrom('bankFile')
    .select(COLUMNS)
    .orderBy('createdAt', 'desc')
    .orderBy('id', 'desc')
    .limit(perPage)
    .offset((page - 1) * perPage)
    .execute();
  const { total } = await trx
    .selectFrom('bankFile')
    .select(({ fn }) => fn.countAll<bigint>().as('total'))
    .executeTakeFirstOrThrow();
  return { rows: rows.map(typed), total: Number(total) };
}

/** The JSON columns as this subject writes them. */
function typed<Row extends { progress: unknown; result: unknown }>(row: Row) {
  return {
    ...row,
    progress: row.progress as StoredProgress | null,
    result: row.result as BankFileResult | null,
  };
}

export type NewBankFile = {
  readonly companyId: string;
  readonly fileName: string;
  readonly bytes: Buffer;
  readonly origin: BankFileOrigin;
  readonly profile: string | null;
  readonly createdBy: string | null;
  readonly createdAt: Temporal.Instant;
};

/** Keeps a file as it came. Bytes that came before are not kept again. @returns the new bank file's id */
export async function addBankFile(trx: Trx, given: NewBankFile): Promise<string> {
  const { companyId, bytes, ...rest } = given;
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const known = await trx
    .selectFrom('bankFile')
    .select('fileId')
    .where('companyId', '=', companyId)
    .where('sha256', '=', sha256)
    .executeTakeFirst();
  let fileId = known?.fileId;
  if (fileId === undefined) {
    const file = fileOf({ name: given.fileName, mediaType: 'application/octet-stream', bytes });
    await addFiles(trx, companyId, [file]);
    fileId = file.id;
  }
  const id = newId();
  await trx
    .insertInto('bankFile')
    .values({ companyId, id, fileId, sha256, state: 'waiting', format: null, ...rest })
    .execute();
  return id;
}

/** Removes a file that nothing came of; its bytes too, unless they came another time as well. */
export async function removeBankFile(trx: Trx, companyId: string, id: string): Promise<void> {
  await sql`
    with gone as (delete from bank_file where company_id = ${companyId} and id = ${id} returning file_id)
    delete from file f using gone where f.company_id = ${companyId} and f.id = gone.file_id and not exists (
      select from bank_file b where b.company_id = f.company_id and b.file_id = f.id and b.id <> ${id})`.execute(
    trx,
  );
}

/** The states of a file that somebody is at, or will be. */
export const OPEN_STATES: readonly BankFileState[] = ['waiting', 'reading'];

/**
 * @param from the states it must still be in; left out where its row is locked.
 * @returns whether it was: else somebody was faster, and nothing is marked.
 */
export async function markBankFile(
  trx: Trx,
  id: string,
  state: BankFileState,
  more: {
    from?: readonly BankFileState[];
    format?: BankFormat | 'zip' | null;
    profile?: string | null;
    result?: BankFileResult | null;
    endedAt?: Temporal.Instant | null;
  } = {},
): Promise<boolean> {
  const { from, result, ...rest } = more;
  const query = trx
    .updateTable('bankFile')
    .set({
      state,
      ...rest,
      ...(result !== undefined && { result: result && JSON.stringify(result) }),
      progress: null,
    })
    .set({ cancelWanted: false })
    .where('id', '=', id);
  const { numUpdatedRows } = await (from
    ? query.where('state', 'in', [...from])
    : query
  ).executeTakeFirstOrThrow();
  return numUpdatedRows > 0n;
}

/** Marks files that were taken back; what came of them when they were read stays told. */
export function markUndoneFiles(trx: Trx, companyId: string, ids: readonly string[]) {
  return trx
    .updateTable('bankFile')
    .set({ state: 'undone', progress: null, cancelWanted: false })
    .where('companyId', '=', companyId)
    .where('id', 'in', [...ids])
    .execute();
}

/** Tells how far the reading is, and learns whether it is still wanted. */
export async function tellProgress(trx: Trx, id: string, progress: StoredProgress): Promise<boolean> {
  const row = await trx
    .updateTable('bankFile')
    .set({ progress: JSON.stringify(progress) })
    .where('id', '=', id)
    .where('state', '=', 'reading')
    .returning('cancelWanted')
    .executeTakeFirst();
  return row !== undefined && !row.cancelWanted;
}

export function markCancelWanted(trx: Trx, id: string) {
  return trx.updateTable('bankFile').set({ cancelWanted: true }).where('id', '=', id).execute();
}

const PART = 2 * 1024 * 1024;

/** A file's bytes in parts, the next one fetched while one is used: a file of any length costs the same memory. */
export async function* readFileBytes(
  read: <T>(work: (trx: Trx) => Promise<T>) => Promise<T>,
  fileId: string,
): AsyncGenerator<Buffer> {
  const fetchFrom = (start: number) => {
    const fetching = read((trx) => findPart(trx, fileId, start));
    // Told where it is awaited; whoever stops reading does not wait for it.
    fetching.catch(() => {});
    return fetching;
  };
  let next = fetchFrom(1);
  for (let start = 1; ; start += PART) {
    const part = await next;
    const isLast = part.length < PART;
    if (!isLast) next = fetchFrom(start + PART);
    if (part.length > 0) yield part;
    if (isLast) return;
  }
}

/** The first bytes of a file. */
export function findStart(trx: Trx, fileId: string, length: number): Promise<Buffer> {
  return findPart(trx, fileId, 1, length);
}

async function findPart(trx: Trx, fileId: string, start: number, length = PART): Promise<Buffer> {
  const { part } = await trx
    .selectFrom('file')
    .select(sql<Buffer>`substring(bytes from ${start}::integer for ${length}::integer)`.as('part'))
    .where('id', '=', fileId)
    .executeTakeFirstOrThrow();
  return part;
}
