import type { z } from 'zod';
import type { NewPasskeyAnswer, PasskeyAnswer } from '#contract/passkeys.ts';
import { refuse } from '#core/refusal.ts';
import type { Db } from '#server/platform/db.ts';
import type { RequestTools } from '#server/platform/tools.ts';
import { countAttempt } from './attempts.ts';
import type { Enrolled } from './authenticator-app.ts';
import { newPasskeyQuestion, passkeyQuestion, readNewPasskey, readPasskeyAnswer } from './passkey-answers.ts';
import { renewRecoveryCodes } from './recovery-codes.ts';
import { listFactorWays } from './second-factor.ts';
import { beginStep, endStep, findStep, tryStep } from './sign-in-steps.ts';

/** Each is a row: a machine that asks and never answers fills no table. */
const QUESTIONS_MAX = 40;

type User = NonNullable<RequestTools['user']>;

/** What the browser must answer to add a passkey; and the cookie that remembers the question. */
export async function askNewPasskey(tools: RequestTools, user: User) {
  const options = await newPasskeyQuestion(tools.installation, user, await listPasskeys(tools.db, user.id));
  const step = { userId: user.id, kind: 'new_passkey' as const, challenge: options.challenge };
  return { options, cookies: await beginStep(tools, step) };
}

/** As with an app: see confirmTotp. */
export async function addPasskey(
  tools: RequestTools,
  user: User,
  { name, response }: { name: string; response: z.infer<typeof NewPasskeyAnswer> },
): Promise<Enrolled> {
  const { db, clock, installation, sessions, request } = tools;
  const step = await tryStep(tools, 'new_passkey');
  if (step?.userId !== user.id || !step.challenge) return refuse('sign_in_step_over', {});
  const passkey = await readNewPasskey(installation, step.challenge, response);
  if (!passkey) return refuse('passkey_refused', {});
  const isFirst = (await listFactorWays(db, user.id)).length === 0;
  const codes = await db.transaction().execute(async (trx) => {
    const removed = await trx
      .deleteFrom('signInStep')
      .where('tokenSha256', '=', step.tokenSha256)
      .executeTakeFirst();
    if (removed.numDeletedRows === 0n) refuse('sign_in_step_over', {});
    const row = { ...passkey, userId: user.id, name, lastUsedAt: null };
    const added = await trx
      .insertInto('userPasskey')
      .values(row)
      .onConflict((oc) => oc.column('id').doNothing())
      .executeTakeFirst();
    if (added.numInsertedOrUpdatedRows === 0n) refuse('passkey_refused', {});
    return isFirst ? renewRecoveryCodes(trx, user.id) : [];
  });
  return { codes, cookies: await sessions.renew(request.headers, { secondFactorAt: clock.now() }) };
}

export async function removePasskey(db: Db, userId: string, id: string): Promise<void> {
  const removed = await db
    .deleteFrom('userPasskey')
    .where('userId', '=', userId)
    .where('id', '=', id)
    .executeTakeFirst();
  if (removed.numDeletedRows === 0n) refuse('passkey_unknown', {});
}

/**
 * What a passkey must answer. Whose is only asked of somebody known: signed in, or with a right password. Else any
 * passkey of this site that the device has may answer, so nobody learns who has an account.
 */
export async function askPasskey(tools: RequestTools) {
  const machine = `question ${tools.request.remoteAddress}`;
  await countAttempt(tools.db, { account: machine, machine, now: tools.clock.now(), max: QUESTIONS_MAX });
  const userId = tools.user?.id ?? (await findStep(tools, 'second_factor'))?.userId ?? null;
  const known = userId === null ? [] : await listPasskeys(tools.db, userId);
  const options = await passkeyQuestion(tools.installation, known);
  const cookies = await beginStep(tools, { userId, kind: 'passkey', challenge: options.challenge });
  return { options, cookies };
}

/** Whose passkey it was that answered. @throws Refusal passkey_refused, sign_in_step_over */
export async function readPasskey(
  tools: RequestTools,
  response: z.infer<typeof PasskeyAnswer>,
): Promise<{ readonly userId: string }> {
  const { db, clock, installation } = tools;
  const step = await tryStep(tools, 'passkey');
  if (!step?.challenge) return refuse('sign_in_step_over', {});
  const passkey = await db
    .selectFrom('userPasskey')
    .innerJoin('appUser', 'appUser.id', 'userPasskey.userId')
    .select(['userPasskey.id', 'userPasskey.userId', 'publicKey', 'counter'])
    .where('userPasskey.id', '=', response.id)
    .where('disabledAt', 'is', null)
    .executeTakeFirst();
  const isOwn = passkey && (step.userId === null || step.userId === passkey.userId);
  const counter = isOwn ? await readPasskeyAnswer(installation, step.challenge, passkey, response) : null;
  // A challenge is answered once, whatever came of it.
  const isFirst = await endStep(db, step.tokenSha256);
  if (!passkey || counter === null || !isFirst) return refuse('passkey_refused', {});
  await db
    .updateTable('userPasskey')
    .set({ counter, lastUsedAt: clock.now() })
    .where('id', '=', passkey.id)
    .execute();
  return { userId: passkey.userId };
}

function listPasskeys(db: Db, userId: string) {
  return db.selectFrom('userPasskey').select(['id', 'transports']).where('userId', '=', userId).execute();
}
