import { expect, test } from 'vitest';
import type { SecondFactorRule } from '#core/accounts/second-factor.ts';
import { addFence, addInstallationOwner, listStandingFences } from '#server/send-stops/queries.ts';
import { BY_SHELL, releaseSending } from '#server/send-stops/release-sending.ts';
import { freshDb } from '#test/support/fresh-db.ts';
import { serverFor } from '#test/support/server.ts';
import { toolsFor } from '#test/support/tools.ts';

const fresh = await freshDb();
const tools = toolsFor(fresh);

/** Somebody who looks after an installation that asks this of second factors, and their own of so many minutes ago. */
async function keeper(
  secondFactor: SecondFactorRule,
  { minutesAgo = null, isUsual = false }: { minutesAgo?: number | null; isUsual?: boolean } = {},
) {
  const rule = { secondFactor, secondFactorIsUsual: isUsual };
  const there = serverFor(fresh, { ...tools, installation: { ...tools.installation, ...rule } });
  const user = await there.signedIn('owner');
  await tools.db.transaction().execute((trx) => addInstallationOwner(trx, user.userId));
  const at = minutesAgo === null ? null : tools.clock.now().subtract({ minutes: minutesAgo }).toString();
  await fresh.pool.query('update user_session set second_factor_at = $2 where user_id = $1', [
    user.userId,
    at,
  ]);
  const ask = async (method: string, path: string, body?: unknown) => {
    const { status, body: said } = await user.ask(method, `/installation/${path}`, body);
    return status === 200 ? 'done' : (said as { code: string }).code;
  };
  return {
    user,
    status: () => ask('GET', 'status'),
    backUp: () => ask('POST', 'backups'),
    release: () => ask('POST', 'releases', { fence: null, reason: 'the only copy' }),
  };
}

// There is always somebody else: who is taken off the list looks after nothing.
await keeper('optional');

test('whoever looks after an installation that asks owners for a second factor does nothing to it without one', async () => {
  for (const rule of ['owners', 'all'] as const) {
    const without = await keeper(rule);
    for (const ask of [without.status, without.backUp, without.release])
      expect(await ask()).toBe('second_factor_missing');
    const withOne = await keeper(rule, { minutesAgo: 60 });
    expect([await withOne.status(), await withOne.backUp()]).toEqual(['done', 'done']);
  }
  const unasked = await keeper('optional');
  for (const ask of [unasked.status, unasked.backUp, unasked.release]) expect(await ask()).toBe('done');
});

test('the account of whoever looks after it says that a second factor is asked for, also where no company asks', async () => {
  const { user } = await keeper('owners');
  await fresh.pool.query(`update membership set role = 'reader' where user_id = $1`, [user.userId]);
  expect((await user.ask('GET', '/account/second-factor')).body).toMatchObject({ required: true });
  await fresh.pool.query('delete from installation_owner where user_id = $1', [user.userId]);
  expect((await user.ask('GET', '/account/second-factor')).body).toMatchObject({ required: false });
});

test('who does not look after it is told that first, second factor or not', async () => {
  const other = await keeper('owners');
  await fresh.pool.query('delete from installation_owner where user_id = $1', [other.user.userId]);
  expect(await other.status()).toBe('installation_owner_needed');
});

test('sending is released with a second factor just given, where the operator asks for one openly', async () => {
  await tools.db.transaction().execute((trx) => addFence(trx, { kind: 'restored', facts: {} }));
  const late = await keeper('owners', { minutesAgo: 10 });
  expect(await late.release()).toBe('second_factor_stale');
  expect(await listStandingFences(tools.db)).toHaveLength(1);
  expect(await (await keeper('owners', { minutesAgo: 9 })).release()).toBe('done');
  expect(await listStandingFences(tools.db)).toEqual([]);
  // What is usual on a public host asks them to come in with one, however long ago it was given.
  expect(await (await keeper('owners', { minutesAgo: 60, isUsual: true })).release()).toBe('done');
});

test('the shell releases as before', async () => {
  await tools.db.transaction().execute((trx) => addFence(trx, { kind: 'restored', facts: {} }));
  expect(await releaseSending(tools, { fence: null, reason: 'looked', by: BY_SHELL })).toBe(1);
});
