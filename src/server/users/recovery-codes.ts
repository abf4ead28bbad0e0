import { randomBytes, randomInt } from 'node:crypto';
import { sql } from 'kysely';
import type { Db, Trx } from '#server/platform/db.ts';
import { hashSlowly } from '#server/platform/passwords.ts';
import { sha256 } from '#server/platform/sessions.ts';
import type { RequestTools } from '#server/platform/tools.ts';
import { tellSecurity } from '#server/security-log/tell-security.ts';

const COUNT = 10;
/** Without letters and figures that look alike: ten of these are 50 random bits. */
const SIGNS = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';

/**
 * Ten codes to print; the earlier ones stop working. Only their hashes are kept: slow ones, with a salt for each user,
 * for fifty bits could be searched through if they were quick to try (OWASP ASVS 5.0, 6.5.2).
 */
export async function renewRecoveryCodes(trx: Trx, userId: string): Promise<string[]> {
  const codes = Array.from({ length: COUNT }, newCode);
  const salt = newSalt();
  const hashes = await Promise.all(codes.map((code) => hashSlowly(digestOf(userId, code), salt)));
  await lockCodes(trx, userId);
  await trx.deleteFrom('userRecoveryCode').where('userId', '=', userId).execute();
  const rows = hashes.map((codeHash) => ({ userId, codeHash, salt, usedAt: null }));
  await trx.insertInto('userRecoveryCode').values(rows).execute();
  return codes;
}

/** @returns whether it was one that had not been used: of two who use it at once, one is told yes. */
export async function takeRecoveryCode(tools: RequestTools, userId: string, code: string): Promise<boolean> {
  const { db, clock } = tools;
  await slowDownCodes(db, userId);
  const kept = await db
    .selectFrom('userRecoveryCode')
    .select('salt')
    .where('userId', '=', userId)
    .where('usedAt', 'is', null)
    .limit(1)
    .executeTakeFirst();
  if (!kept?.salt) return false;
  const taken = await db
    .updateTable('userRecoveryCode')
    .set({ usedAt: clock.now() })
    .where('userId', '=', userId)
    .where('codeHash', '=', await hashSlowly(digestOf(userId, code), kept.salt))
    .where('usedAt', 'is', null)
    .executeTakeFirst();
  const isTaken = taken.numUpdatedRows > 0n;
  if (isTaken) await tellSecurity(tools, { event: 'recovery_code_used', userId });
  return isTaken;
}

/** How many users' codes one sweep hashes anew: each takes a fifth of a second. */
const SWEEP_USERS_MAX = 500;

/**
 * Codes of a release that kept them as SHA-256: that very hash is hashed slowly, so that the same papers go on working
 * and nobody has to print new ones.
 */
export async function slowDownEarlierCodes(db: Db): Promise<void> {
  const { rows } = await sql<{ readonly userId: string }>`
    select distinct user_id as "userId" from user_recovery_code where salt is null limit ${SWEEP_USERS_MAX}`.execute(
    db,
  );
  await rows.reduce((before, { userId }) => before.then(() => slowDownCodes(db, userId)), Promise.resolve());
}

/** All codes of a user have one salt: of two who change them at once, one waits. */
async function lockCodes(trx: Trx, userId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`recovery codes ${userId}`}, 7))`.execute(trx);
}

async function slowDownCodes(db: Db, userId: string): Promise<void> {
  const quick = await listQuickCodes(db, userId);
  if (quick.length === 0) return;
  const salt = newSalt();
  const hashes = await Promise.all(quick.map(({ codeHash }) => hashSlowly(codeHash, salt)));
  await db.transaction().execute(async (trx) => {
    await lockCodes(trx, userId);
    // Hashed meanwhile by somebody else, or replaced: all that were read, or none.
    if ((await listQuickCodes(trx, userId)).length !== quick.length) return;
    await sql`
      update user_recovery_code c set code_hash = n.slow, salt = ${salt}
      from unnest(${quick.map(({ codeHash }) => codeHash)}::text[], ${hashes}::text[]) as n (quick, slow)
      where c.user_id = ${userId} and c.code_hash = n.quick and c.salt is null`.execute(trx);
  });
}

function listQuickCodes(db: Db | Trx, userId: string) {
  return db
    .selectFrom('userRecoveryCode')
    .select('codeHash')
    .where('userId', '=', userId)
    .where('salt', 'is', null)
    .execute();
}

function newSalt(): string {
  return randomBytes(16).toString('base64');
}

/** 'ABCDE-FGHJK' */
function newCode(): string {
  const signs = Array.from({ length: 10 }, () => SIGNS[randomInt(SIGNS.length)]).join('');
  return `${signs.slice(0, 5)}-${signs.slice(5)}`;
}

/** However a person types it. */
function digestOf(userId: string, code: string): string {
  return sha256(`${userId} ${code.toUpperCase().replace(/[^A-Z0-9]/g, '')}`);
}
