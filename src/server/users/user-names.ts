import type { Db } from '#server/platform/db.ts';

/**
 * What the users are called who did something, by id. Users are of no company, so this is asked outside of any, with
 * ids that stand on a company's own rows.
 */
export async function listUserNames(
  db: Db,
  ids: readonly (string | null)[],
): Promise<ReadonlyMap<string, string>> {
  const wanted = [...new Set(ids.filter((id) => id !== null))];
  if (wanted.length === 0) return new Map();
  const rows = await db.selectFrom('appUser').select(['id', 'name']).where('id', 'in', wanted).execute();
  return new Map(rows.map(({ id, name }) => [id, name]));
}
