import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { ImportResult } from '#core/receivables/import-result.ts';
import type { ImportFormat, ImportKind, ImportState } from '#core/receivables/import-states.ts';
import type { TableChoices } from '#formats/table/open-table.ts';
import type { Trx } from '#server/platform/db.ts';
import { newId } from '#server/platform/ids.ts';

export type ImportOptions = {
  readonly choices: TableChoices;
  /** A full list of open items: what it does not name is settled. */
  readonly mirror: boolean;
  readonly lenient: boolean;
};

export type StoredProgress = {
  readonly step: 'reading' | 'comparing' | 'writing';
  readonly done: number;
  readonly total: number;
  /** When it was told: a work that was killed tells nothing any more. */
  readonly at: string;
};

const COLUMNS = [
  'id',
  'kind',
  'format',
  'state',
  'fileName',
  'fileId',
  'options',
  'progress',
  'cancelWanted',
  'result',
  'createdBy',
  'createdAt',
  'appliedAt',
] as const;

/** Only the latest that stands has left a trace to be taken back by. */
const UNDOABLE = sql<boolean>`state = 'applied' and exists (select from import_trace t
  where t.company_id = import.company_id and t.import_id = import.id)`.as('undoable');

export async function findImport(trx: Trx, id: string) {
  const row = await trx
    .selectFrom('import')
    .select([...COLUMNS, UNDOABLE])
    .where('id', '=', id)
    .executeTakeFirst();
  return row && typed(row);
}

export async function lockImport(trx: Trx, id: string) {
  const row = await trx
    .selectFrom('import')
    .select([...COLUMNS, UNDOABLE])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  return row && typed(row);
}

export type StoredImport = NonNullable<Awaited<ReturnType<typeof findImport>>>;

export async function listImports(trx: Trx, page: number, perPage: number) {
  const rows = await trx
    .selectFrom('import')
    .select([...COLUMNS, UNDOABLE])
    .orderBy('createdAt', 'desc')
    .orderBy('id', 'desc')
    .limit(perPage)
    .offset((page - 1) * perPage)
    .execute();
  const { total } = await trx
    .selectFrom('import')
    .select(({ fn }) => fn.countAll<bigint>().as('total'))
    .executeTakeFirstOrThrow();
  return { rows: rows.map(typed), total: Number(total) };
}

/** The JSON columns as this subject writes them. */
function typed<Row extends { options: unknown; progress: unknown; result: unknown }>(row: Row) {
  return {
    ...row,
    options: row.options as ImportOptions,
    progress: row.progress as StoredProgress | null,
    result: row.result as ImportResult | null,
  };
}

export type NewImport = {
  readonly companyId: string;
  readonly kind: ImportKind;
  readonly format: ImportFormat;
  readonly fileName: string;
  readonly bytes: Buffer;
  readonly options: ImportOptions;
  readonly createdBy: string | null;
  readonly createdAt: Temporal.Instant;
};

export async function addImport(trx: Trx, given: NewImport): Promise<string> {
  const { companyId, bytes, fileName } = given;
  const [id, fileId] = [newId(), newId()];
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const file = { companyId, id: fileId, name: fileName, mediaType: 'application/octet-stream', sha256 };
  await trx
    .insertInto('file')
    .values({ ...file, size: bytes.length, bytes })
    .execute();
  await trx
    .insertInto('import')
    .values({
      companyId,
      id,
      kind: given.kind,
      format: given.format,
      state: 'read',
      fileName,
      fileId,
      options: JSON.stringify(given.options),
      createdBy: given.createdBy,
      createdAt: given.createdAt,
    })
    .execute();
  return id;
}

/**
 * @param from the state it must still be in; left out where its row is locked.
 * @returns whether it was: else somebody was faster, and nothing is marked.
 */
export async function markImport(
  trx: Trx,
  id: string,
  state: ImportState,
  more: {
    from?: ImportState;
    kind?: ImportKind;
    options?: ImportOptions;
    result?: ImportResult | null;
    appliedAt?: Temporal.Instant;
  } = {},
): Promise<boolean> {
  const { from, options, result, ...rest } = more;
  const query = trx
    .updateTable('import')
    .set({
      state,
      ...rest,
      ...(options && { options: JSON.stringify(options) }),
      ...(result !== undefined && { result: result && JSON.stringify(result) }),
      progress: null,
      cancelWanted: false,
    })
    .where('id', '=', id);
  const { numUpdatedRows } = await (from ? query.where('state', '=', from) : query).executeTakeFirstOrThrow();
  return numUpdatedRows > 0n;
}

/** Tells how far the work is, and learns whether it is still wanted. */
export async function tellProgress(trx: Trx, id: string, progress: StoredProgress): Promise<boolean> {
  const row = await trx
    .updateTable('import')
    .set({ progress: JSON.stringify(progress) })
    .where('id', '=', id)
    .where('state', 'in', ['checking', 'applying'])
    .returning('cancelWanted')
    .executeTakeFirst();
  return row !== undefined && !row.cancelWanted;
}

export function markCancelWanted(trx: Trx, id: string) {
  return trx.updateTable('import').set({ cancelWanted: true }).where('id', '=', id).execute();
}

const PART = 16 * 1024 * 1024;

/** A file's bytes, fetched in parts: the driver spells bytes as text, twice as long, and not of a whole file at once. */
export async function findFileBytes(trx: Trx, id: string | null): Promise<Buffer> {
  const file = trx.selectFrom('file').where('id', '=', id ?? '');
  const { size } = await file.select('size').executeTakeFirstOrThrow();
  const bytes = Buffer.alloc(size);
  for (let start = 0; start < size; start += PART) {
    const part = sql<Buffer>`substring(bytes from ${start + 1}::integer for ${PART}::integer)`.as('part');
    (await file.select(part).executeTakeFirstOrThrow()).part.copy(bytes, start);
  }
  return bytes;
}

/** What an import needs to know of its company. */
export function findImporter(trx: Trx, companyId: string) {
  return trx
    .selectFrom('company')
    .select([
      'name',
      'country',
      'language',
      'currency',
      'timeZone',
      'vatNumber',
      'enterpriseNumber',
      'defaultTermsDays',
    ])
    .where('id', '=', companyId)
    .executeTakeFirstOrThrow();
}

export async function findMapping(trx: Trx, name: string): Promise<TableChoices | undefined> {
  const row = await trx
    .selectFrom('importMapping')
    .select('body')
    .where('name', '=', name)
    .executeTakeFirst();
  return row?.body as TableChoices | undefined;
}

export async function listMappings(trx: Trx) {
  const rows = await trx.selectFrom('importMapping').select(['name', 'body']).orderBy('name').execute();
  return rows.map(({ name, body }) => ({ name, choices: body as TableChoices }));
}

export function addMapping(
  trx: Trx,
  companyId: string,
  name: string,
  body: TableChoices,
  at: Temporal.Instant,
) {
  const row = { companyId, name, body: JSON.stringify(body), updatedAt: at };
  return trx
    .insertInto('importMapping')
    .values(row)
    .onConflict((known) =>
      known.columns(['companyId', 'name']).doUpdateSet({ body: row.body, updatedAt: at }),
    )
    .execute();
}

export function removeMapping(trx: Trx, name: string) {
  return trx.deleteFrom('importMapping').where('name', '=', name).execute();
}
