import { refuse } from '#core/refusal.ts';
import { qrSvg } from '#server/platform/qr.ts';
import { seal, unseal } from '#server/platform/secret.ts';
import type { RequestTools } from '#server/platform/tools.ts';
import { CODE_TRIES_MAX, countAttempt, forgiveAttempt } from './attempts.ts';
import { renewRecoveryCodes } from './recovery-codes.ts';
import { listFactorWays, TOTP_PURPOSE } from './second-factor.ts';
import { codesAt, newTotpSecret, totpUri } from './totp.ts';

type User = NonNullable<RequestTools['user']>;

/** Makes the secret that an authenticator app reads from the screen. It opens nothing until a first code was right. */
export async function beginTotp({ db, installation }: RequestTools, user: User) {
  const secret = newTotpSecret();
  const secretSealed = seal(installation.secret, TOTP_PURPOSE, secret);
  const begun = await db
    .insertInto('userTotp')
    .values({ userId: user.id, secretSealed, confirmedAt: null })
    .onConflict((oc) =>
      oc
        .column('userId')
        .doUpdateSet({ secretSealed, lastStep: 0n })
        .where('userTotp.confirmedAt', 'is', null),
    )
    .executeTakeFirst();
  if (begun.numInsertedOrUpdatedRows === 0n) refuse('totp_in_use', {});
  const uri = totpUri(secret, user.email);
  return { secret, uri, qrSvg: qrSvg(uri) };
}

/** What a new second factor brings: recovery codes where it is the first of the account, and cookies of a new token. */
export type Enrolled = { readonly codes: string[]; readonly cookies: Headers };

/** Whoever sets one up has proved it: the session goes on with a new token, as after every proof. */
export async function confirmTotp(tools: RequestTools, user: User, code: string): Promise<Enrolled> {
  const { db, clock, request, installation, sessions } = tools;
  const now = clock.now();
  const attempt = { account: `code ${user.id}`, machine: request.remoteAddress, now, max: CODE_TRIES_MAX };
  await countAttempt(db, attempt);
  const begun = await db
    .selectFrom('userTotp')
    .select('secretSealed')
    .where('userId', '=', user.id)
    .where('confirmedAt', 'is', null)
    .executeTakeFirst();
  const secret = begun && unseal(installation.secret, TOTP_PURPOSE, begun.secretSealed);
  if (!secret) return refuse('totp_not_begun', {});
  const given = code.replaceAll(/[\s-]/g, '');
  const step = codesAt(secret, now).find((each) => each.code === given)?.step;
  if (step === undefined) return refuse('code_wrong', {});
  await forgiveAttempt(db, attempt);
  const isFirst = (await listFactorWays(db, user.id)).length === 0;
  const codes = await db.transaction().execute(async (trx) => {
    const confirmed = await trx
      .updateTable('userTotp')
      .set({ confirmedAt: now, lastStep: BigInt(step) })
      .where('userId', '=', user.id)
      .where('secretSealed', '=', begun.secretSealed)
      .where('confirmedAt', 'is', null)
      .executeTakeFirst();
    if (confirmed.numUpdatedRows === 0n) refuse('totp_not_begun', {});
    return isFirst ? renewRecoveryCodes(trx, user.id) : [];
  });
  return { codes, cookies: await sessions.renew(request.headers, { secondFactorAt: now }) };
}

export async function removeTotp({ db }: RequestTools, userId: string): Promise<void> {
  await db.deleteFrom('userTotp').where('userId', '=', userId).execute();
}

/** @throws Refusal second_factor_absent */
export async function renewCodes({ db }: RequestTools, userId: string): Promise<string[]> {
  if ((await listFactorWays(db, userId)).length === 0) refuse('second_factor_absent', {});
  return db.transaction().execute((trx) => renewRecoveryCodes(trx, userId));
}
