import { randomInt } from 'node:crypto';
import type { Db, Trx } from '#server/platform/db.ts';
import { sha256 } from '#server/platform/sessions.ts';

const COUNT = 10;
/** Without letters and figures that look alike: ten of these are 50 random bits. */
const SIGNS = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';

/** Ten codes to print; the earlier ones stop working. Only their hashes are kept. */
export async function renewRecoveryCodes(trx: Trx, userId: string): Promise<string[]> {
  const codes = Array.from({ length: COUNT }, newCode);
  await trx.deleteFrom('userRecoveryCode').where('userId', '=', userId).execute();
  const rows = codes.map((code) => ({ userId, codeSha256: hashOf(userId, code), usedAt: null }));
  await trx.insertInto('userRecoveryCode').values(rows).execute();
  return codes;
}

/** @returns whether it was one that had not been used: of two who use it at once, one is told yes. */
export async function takeRecoveryCode(
  db: Db,
  userId: string,
  code: string,
  at: Temporal.Instant,
): Promise<boolean> {
  const taken = await db
    .updateTable('userRecoveryCode')
    .set({ usedAt: at })
    .where('userId', '=', userId)
    .where('codeSha256', '=', hashOf(userId, code))
    .where('usedAt', 'is', null)
    .executeTakeFirst();
  return taken.numUpdatedRows > 0n;
}

/** 'ABCDE-FGHJK' */
function newCode(): string {
  const signs = Array.from({ length: 10 }, () => SIGNS[randomInt(SIGNS.length)]).join('');
  return `${signs.slice(0, 5)}-${signs.slice(5)}`;
}

/** However a person types it. */
function hashOf(userId: string, code: string): string {
  return sha256(`${userId} ${code.toUpperCase().replace(/[^A-Z0-9]/g, '')}`);
}
