import { type Selectable, type SqlBool, sql } from 'kysely';
import type { Role } from '#contract/access.ts';
import type { Language } from '#core/receivables/kinds.ts';
import type { Db, Trx } from '#server/platform/db.ts';
import { newId } from '#server/platform/ids.ts';
import { SESSION_HOURS } from '#server/platform/sessions.ts';
import type { AppUserTable } from './tables.ts';

export type NewUser = { readonly email: string; readonly name: string; readonly language: Language };

export async function anyUser(db: Db | Trx): Promise<boolean> {
  return Boolean(await db.selectFrom('appUser').select('id').limit(1).executeTakeFirst());
}

export function findUser(db: Db | Trx, id: string) {
  return db.selectFrom('appUser').selectAll().where('id', '=', id).executeTakeFirst();
}

export function findUserByEmail(db: Db | Trx, email: string) {
  return db.selectFrom('appUser').selectAll().where('email', '=', email.toLowerCase()).executeTakeFirst();
}

/** A user who cannot sign in yet: a password or a link comes next. */
export async function addUser(trx: Trx, { email, name, language }: NewUser): Promise<string> {
  const id = newId();
  await trx
    .insertInto('appUser')
    .values({ id, email: email.toLowerCase(), name, language, image: null })
    .execute();
  return id;
}

/** The account's row, locked: who is let in and who signs in by a link wait for each other. */
export function lockUser(trx: Trx, id: string) {
  return trx
    .selectFrom('appUser')
    .select(['id', 'name'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirstOrThrow();
}

/** Links made before, by whoever owns another company, do not open this one too. Asked before the company is entered. */
export async function addMembership(trx: Trx, companyId: string, userId: string, role: Role): Promise<void> {
  await trx.deleteFrom('signInLink').where('userId', '=', userId).execute();
  await trx
    .deleteFrom('invitation')
    .where('companyId', '=', companyId)
    .where('userId', '=', userId)
    .execute();
  await trx.insertInto('membership').values({ companyId, userId, role }).execute();
}

export function markRole(trx: Trx, companyId: string, userId: string, role: Role) {
  return trx
    .updateTable('membership')
    .set({ role })
    .where('companyId', '=', companyId)
    .where('userId', '=', userId)
    .execute();
}

export function removeMembership(trx: Trx, companyId: string, userId: string) {
  return trx
    .deleteFrom('membership')
    .where('companyId', '=', companyId)
    .where('userId', '=', userId)
    .executeTakeFirstOrThrow();
}

/** All members of a company locked, so that the last owner cannot leave twice at once. */
export function lockMembers(trx: Trx, companyId: string) {
  return trx
    .selectFrom('membership')
    .select(['userId', 'role'])
    .where('companyId', '=', companyId)
    .orderBy('userId')
    .forUpdate()
    .execute();
}

/** The members of a company, owners first, with what tells a stale account. */
export function listMembers(db: Db, companyId: string, userId: string | null = null) {
  return db
    .selectFrom('membership')
    .innerJoin('appUser', 'appUser.id', 'membership.userId')
    .select((eb) => [
      'appUser.id',
      'appUser.name',
      'appUser.email',
      'membership.role',
      'membership.createdAt as since',
      eb
        .not(
          eb.exists(
            eb
              .selectFrom('userCredential')
              .select('userCredential.id')
              .whereRef('userCredential.userId', '=', 'appUser.id')
              .where('password', 'is not', null),
          ),
        )
        .as('invited'),
      sql<boolean>`app_user.disabled_at is not null`.as('disabled'),
      sql<boolean>`exists (select from user_totp t where t.user_id = app_user.id and t.confirmed_at is not null)
        or exists (select from user_passkey p where p.user_id = app_user.id)`.as('secondFactor'),
      eb
        .selectFrom('userSession')
        .select(({ fn }) => fn.max('userSession.usedAt').as('at'))
        .whereRef('userSession.userId', '=', 'appUser.id')
        .as('lastSeenAt'),
    ])
    .where('membership.companyId', '=', companyId)
    .$if(userId !== null, (query) => query.where('appUser.id', '=', userId ?? ''))
    .orderBy(sql<SqlBool>`role <> 'owner'`)
    .orderBy('appUser.name')
    .execute();
}

type Known = { readonly companyId: string; readonly ownerId: string | null };

/** Whether the user works in another company than this one, and than those that this owner owns. */
export async function worksElsewhere(
  db: Db,
  userId: string,
  { companyId, ownerId }: Known,
): Promise<boolean> {
  const found = await db
    .selectFrom('membership')
    .select('companyId')
    .where('userId', '=', userId)
    .where('companyId', '<>', companyId)
    .where('companyId', 'not in', (eb) =>
      eb
        .selectFrom('membership')
        .select('companyId')
        .where('userId', '=', ownerId ?? '')
        .where('role', '=', 'owner'),
    )
    .limit(1)
    .executeTakeFirst();
  return found !== undefined;
}

export async function ownsSomething(db: Db, userId: string): Promise<boolean> {
  const owned = db.selectFrom('membership').select('companyId').where('userId', '=', userId);
  return Boolean(await owned.where('role', '=', 'owner').limit(1).executeTakeFirst());
}

type Preferences = Partial<Pick<Selectable<AppUserTable>, 'name' | 'language' | 'theme' | 'shortcuts'>>;

export async function markPreferences(db: Db, userId: string, preferences: Preferences): Promise<void> {
  if (Object.keys(preferences).length === 0) return;
  await db.updateTable('appUser').set(preferences).where('id', '=', userId).execute();
}

/** Sets the password by its hash, and ends every session that an older one opened. */
export async function markPassword(trx: Trx, userId: string, hash: string): Promise<void> {
  const credential = { id: newId(), userId, accountId: userId, providerId: 'credential', password: hash };
  await trx
    .insertInto('userCredential')
    .values({ ...credential, ...NO_TOKENS })
    .onConflict((oc) => oc.columns(['providerId', 'accountId']).doUpdateSet({ password: hash }))
    .execute();
  await removeSessions(trx, userId);
}

/** Signs the user out everywhere; with `except`, everywhere but in that session. */
export async function removeSessions(db: Db | Trx, userId: string, except = ''): Promise<void> {
  await db.deleteFrom('userSession').where('userId', '=', userId).where('id', '<>', except).execute();
}

/** Shuts a user out, with every session, and every key that acts for them; null lets them in again. */
export async function markDisabled(
  trx: Trx,
  userId: string,
  disabledAt: Temporal.Instant | null,
): Promise<void> {
  await trx.updateTable('appUser').set({ disabledAt }).where('id', '=', userId).execute();
  if (disabledAt) await removeSessions(trx, userId);
}

const NO_TOKENS = {
  accessToken: null,
  refreshToken: null,
  idToken: null,
  accessTokenExpiresAt: null,
  refreshTokenExpiresAt: null,
  scope: null,
};

/** Sessions, links and attempts that no longer matter. */
export async function removeExpiredSignIns(db: Db, now: Temporal.Instant): Promise<void> {
  await db
    .deleteFrom('userSession')
    .where((eb) =>
      eb.or([eb('expiresAt', '<', now), eb('usedAt', '<', now.subtract({ hours: SESSION_HOURS.idle }))]),
    )
    .execute();
  await db.deleteFrom('signInStep').where('expiresAt', '<', now).execute();
  await db.deleteFrom('signInLink').where('expiresAt', '<', now).execute();
  await db
    .deleteFrom('signInAttempt')
    .where('failedAt', '<', now.subtract({ hours: 24 }))
    .execute();
}
