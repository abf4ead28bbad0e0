import type { Db, Trx } from '#server/platform/db.ts';
import { removeSessions } from './queries.ts';

/** Takes away all that an account signs in with: nothing of whoever had it before opens it any more. */
export async function removeSignIns(trx: Trx, userId: string): Promise<void> {
  await trx.deleteFrom('userCredential').where('userId', '=', userId).execute();
  await removeFactors(trx, userId);
  await trx.deleteFrom('signInLink').where('userId', '=', userId).execute();
  await trx.deleteFrom('signInStep').where('userId', '=', userId).execute();
  await removeSessions(trx, userId);
}

export async function removeFactors(trx: Trx, userId: string): Promise<void> {
  await trx.deleteFrom('userTotp').where('userId', '=', userId).execute();
  await trx.deleteFrom('userPasskey').where('userId', '=', userId).execute();
  await trx.deleteFrom('userRecoveryCode').where('userId', '=', userId).execute();
  await trx.updateTable('userSession').set({ secondFactorAt: null }).where('userId', '=', userId).execute();
}

/** Whether all was taken away and nothing chosen yet: a link to choose a password with stands, and there is none. */
export async function awaitsPassword(db: Db, userId: string): Promise<boolean> {
  const found = await db
    .selectFrom('signInLink')
    .select('userId')
    .where('userId', '=', userId)
    .where('setsPassword', '=', true)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('userCredential')
            .select('userCredential.id')
            .whereRef('userCredential.userId', '=', 'signInLink.userId')
            .where('password', 'is not', null),
        ),
      ),
    )
    .executeTakeFirst();
  return found !== undefined;
}
