import type { z } from 'zod';
import type { SecondFactorView } from '#contract/second-factor.ts';
import type { FACTOR_WAYS } from '#contract/session.ts';
import { needsSecondFactor, ruleIn } from '#core/accounts/second-factor.ts';
import type { Db } from '#server/platform/db.ts';
import { unseal } from '#server/platform/secret.ts';
import type { RequestTools, Tools } from '#server/platform/tools.ts';
import { isInstallationOwner } from '#server/send-stops/queries.ts';
import { takeRecoveryCode } from './recovery-codes.ts';
import { codesAt } from './totp.ts';

export const TOTP_PURPOSE = 'authenticator app';
type Way = (typeof FACTOR_WAYS)[number];

/** How the user may give a second factor; none where they have set none up. */
export async function listFactorWays(db: Db, userId: string): Promise<Way[]> {
  const found = await db
    .selectFrom('appUser')
    .select((eb) => [
      eb
        .exists(
          eb
            .selectFrom('userTotp')
            .select('userTotp.userId')
            .whereRef('userTotp.userId', '=', 'appUser.id')
            .where('confirmedAt', 'is not', null),
        )
        .as('totp'),
      eb
        .exists(
          eb
            .selectFrom('userPasskey')
            .select('userPasskey.id')
            .whereRef('userPasskey.userId', '=', 'appUser.id'),
        )
        .as('passkey'),
    ])
    .where('appUser.id', '=', userId)
    .executeTakeFirst();
  const ways: Way[] = [
    ...(found?.totp ? ['totp' as const] : []),
    ...(found?.passkey ? ['passkey' as const] : []),
  ];
  return ways.length > 0 ? [...ways, 'recovery'] : [];
}

/** What stands in the account: which factors there are, and whether a company, or the installation they look after, asks for one. */
export async function showSecondFactor(
  { db, installation }: Tools,
  userId: string,
): Promise<z.infer<typeof SecondFactorView>> {
  const totp = await db
    .selectFrom('userTotp')
    .select('confirmedAt')
    .where('userId', '=', userId)
    .executeTakeFirst();
  const passkeys = await db
    .selectFrom('userPasskey')
    .select(['id', 'name', 'createdAt', 'lastUsedAt'])
    .where('userId', '=', userId)
    .orderBy('createdAt')
    .execute();
  const { left } = await db
    .selectFrom('userRecoveryCode')
    .select(({ fn }) => fn.countAll<bigint>().as('left'))
    .where('userId', '=', userId)
    .where('usedAt', 'is', null)
    .executeTakeFirstOrThrow();
  const rules = await db
    .selectFrom('membership')
    .innerJoin('company', 'company.id', 'membership.companyId')
    .select(['membership.role', 'company.secondFactor', 'company.isDemo'])
    .where('membership.userId', '=', userId)
    .execute();
  return {
    totpSince: totp?.confirmedAt?.toString() ?? null,
    passkeys: passkeys.map(({ id, name, createdAt, lastUsedAt }) => ({
      id,
      name,
      createdAt: createdAt.toString(),
      lastUsedAt: lastUsedAt?.toString() ?? null,
    })),
    recoveryCodesLeft: Number(left),
    required:
      rules.some(({ role, ...company }) =>
        needsSecondFactor(ruleIn(company, installation.secondFactor), role),
      ) ||
      (needsSecondFactor(installation.secondFactor, 'owner') && (await isInstallationOwner(db, userId))),
  };
}

/**
 * Whether this is a code of the user's app at this moment, or one of their recovery codes. A code that was right is
 * used up: neither it nor an earlier one is taken again.
 */
export async function takeCode(tools: RequestTools, userId: string, code: string): Promise<boolean> {
  const digits = code.replaceAll(/[\s-]/g, '');
  return /^\d{6}$/.test(digits) ? takeTotp(tools, userId, digits) : takeRecoveryCode(tools, userId, code);
}

async function takeTotp({ db, clock, installation }: Tools, userId: string, code: string): Promise<boolean> {
  const kept = await db
    .selectFrom('userTotp')
    .select('secretSealed')
    .where('userId', '=', userId)
    .where('confirmedAt', 'is not', null)
    .executeTakeFirst();
  const secret = kept && unseal(installation.secret, TOTP_PURPOSE, kept.secretSealed);
  if (!secret) return false;
  const step = codesAt(secret, clock.now()).find((each) => each.code === code)?.step;
  return step !== undefined && markTotpStep(db, userId, step);
}

/** @returns false where a code of this half minute or a later one was taken already */
export async function markTotpStep(db: Db, userId: string, step: number): Promise<boolean> {
  const marked = await db
    .updateTable('userTotp')
    .set({ lastStep: BigInt(step) })
    .where('userId', '=', userId)
    .where('lastStep', '<', BigInt(step))
    .executeTakeFirst();
  return marked.numUpdatedRows > 0n;
}
