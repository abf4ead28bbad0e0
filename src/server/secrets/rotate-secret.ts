import { closeSync, fsyncSync, openSync, renameSync, writeSync } from 'node:fs';
import pg from 'pg';
import { refuse } from '#core/refusal.ts';
import { keysOf, newSecret, seal, secretFile, secretOf, unseal } from '#server/platform/secret.ts';
import type { Settings } from '#server/platform/settings.ts';
import type { Tools } from '#server/platform/tools.ts';
import { listProcesses } from '#server/processes/queries.ts';
import { SEALED_COLUMNS, type SealedColumn } from './sealed-columns.ts';

/** Lends a connection that sees every company. */
type AsAdmin = <T>(reason: string, work: (client: pg.ClientBase) => Promise<T>) => Promise<T>;
type SecretSettings = Pick<Settings, 'secret' | 'oldSecret' | 'dataDir'>;

export type Rotation = {
  /** How many texts were sealed anew. */
  readonly resealed: number;
  /** Those that neither secret opens, left as they are: 'company.smtp_url_sealed'. */
  readonly unreadable: readonly string[];
};

/**
 * Seals everything that is kept sealed with another secret, in one transaction. While it lasts the earlier secret is
 * kept beside the new one, so that whatever is interrupted opens as before, and is finished by asking again.
 * @throws Refusal secret_in_use, secret_earlier_missing
 */
export async function rotateSecret(
  { db }: Pick<Tools, 'db'>,
  settings: SecretSettings,
  asAdmin: AsAdmin,
): Promise<Rotation> {
  const processes = await listProcesses(db);
  if (processes.length > 0) refuse('secret_in_use', { processes: String(processes.length) });
  const before = secretOf(settings);
  const isBegun = keysOf(before).length > 1;
  if (settings.secret && !isBegun) refuse('secret_earlier_missing', {});
  const both = isBegun ? before : `${newSecret()}\n${before}`;
  if (!settings.secret && !isBegun) keepSecret(settings.dataDir, both);
  const rotation = await asAdmin('the secret is changed', (client) => resealAll(client, both));
  if (!settings.secret) keepSecret(settings.dataDir, keysOf(both)[0]);
  return rotation;
}

async function resealAll(client: pg.ClientBase, both: string): Promise<Rotation> {
  await client.query('begin');
  try {
    let resealed = 0;
    const unreadable: string[] = [];
    for (const column of SEALED_COLUMNS) {
      const done = await reseal(client, column, both);
      resealed += done.resealed;
      if (done.unreadable > 0) unreadable.push(`${column.table}.${column.column}`);
    }
    await client.query('commit');
    return { resealed, unreadable };
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
}

async function reseal(client: pg.ClientBase, { table, column, purpose }: SealedColumn, both: string) {
  const [present] = keysOf(both);
  const [t, c] = [pg.escapeIdentifier(table), pg.escapeIdentifier(column)];
  const { rows } = await client.query<{ sealed: string }>(
    `select ${c} as sealed from ${t} where ${c} is not null for update`,
  );
  const old = rows.map(({ sealed }) => sealed).filter((sealed) => unseal(present, purpose, sealed) === null);
  const opened = old.flatMap((sealed) => {
    const text = unseal(both, purpose, sealed);
    return text === null ? [] : [{ sealed, anew: seal(present, purpose, text) }];
  });
  await client.query(
    `update ${t} set ${c} = n.anew from unnest($1::text[], $2::text[]) as n (sealed, anew) where ${c} = n.sealed`,
    [opened.map(({ sealed }) => sealed), opened.map(({ anew }) => anew)],
  );
  return { resealed: opened.length, unreadable: old.length - opened.length };
}

/** Whole or not at all, wherever the machine stops. */
function keepSecret(dataDir: string, secret: string): void {
  const file = secretFile(dataDir);
  const opened = openSync(`${file}.new`, 'w', 0o600);
  try {
    writeSync(opened, secret);
    fsyncSync(opened);
  } finally {
    closeSync(opened);
  }
  renameSync(`${file}.new`, file);
}
