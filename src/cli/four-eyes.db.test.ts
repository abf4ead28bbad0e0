import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { RunOptions } from '#contract/dunning-run-views.ts';
import { makeApiKey } from '#server/api-keys/make-api-key.ts';
import { advanceRun } from '#server/automatic-runs/advance-run.ts';
import { lockAutomaticRun } from '#server/automatic-runs/queries.ts';
import { planRun } from '#server/dunning-runs/plan-run.ts';
import { inCompany } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { addDefaultPolicy } from '#server/policies/add-policy.ts';
import { freshDb } from '#test/support/fresh-db.ts';
import { addDebtor, addDocument } from '#test/support/people.ts';
import { serverFor } from '#test/support/server.ts';
import { inside, toolsFor } from '#test/support/tools.ts';
import { runProgram } from './program.ts';
import { runCommands } from './run.ts';

const fresh = await freshDb();
const tools = toolsFor(fresh, { today: '2026-03-31' });
const server = serverFor(fresh, tools);
const folder = mkdtempSync(path.join(tmpdir(), 'rappel-release-'));
afterAll(() => rmSync(folder, { recursive: true }));

type Rules = {
  readonly secondFactor?: string;
  readonly releaseAsksSecondFactor?: boolean;
  readonly fourEyes?: object | null;
};

/** A company with two debtors who owe 120.00 each, an owner and a clerk. */
async function lambert() {
  const owner = await server.signedIn('owner');
  const clerk = await server.signedIn('clerk', owner.company);
  const { company } = owner;
  const terms = { id: company.companyId, country: 'BE', currency: 'EUR' as const, language: 'fr' as const };
  await inCompany(company, (trx) => addDefaultPolicy(trx, terms));
  for (const nth of [1, 2]) {
    const debtor = await addDebtor(company, { number: `D${nth}`, preferredChannel: 'post' });
    await addDocument(company, debtor, {
      number: `F${nth}`,
      items: [{ dueOn: '2026-03-01', open: '120.00' }],
    });
  }
  const set = (rules: Rules) =>
    owner.ask('PUT', `/companies/${company.key}/security`, {
      secondFactor: 'optional',
      releaseAsksSecondFactor: false,
      fourEyes: null,
      ...rules,
    });
  return { owner, clerk, company, set };
}

function plan(company: CompanyTools, actor: string | null, part?: 'automatic') {
  return planRun(inside(tools, company.companyId, actor), {
    plannedFor: Temporal.PlainDate.from('2026-03-31'),
    options: RunOptions.parse(part ? { part } : {}),
  });
}

async function stateOf(run: string) {
  const { rows } = await fresh.pool.query('select state from run where id = $1', [run]);
  return rows[0]?.state;
}

async function rappel(line: string) {
  const out: string[] = [];
  const env = { DATABASE_URL: fresh.url, RAPPEL_DATA_DIR: folder, NO_COLOR: '1', RAPPEL_TODAY: '2026-03-31' };
  const io = { env, out: (text: string) => void out.push(text), say: () => undefined, isTerminal: false };
  return { code: await runProgram([runCommands], line.split(' '), io), out: out.join('\n') };
}

test('with four eyes the planner does not release a run, by no way: not by screen, key or shell', async () => {
  const { owner, clerk, company, set } = await lambert();
  expect((await set({ fourEyes: { aboveAmount: null, aboveNotices: null } })).status).toBe(200);
  const run = await plan(company, owner.userId);
  const path = `/companies/${company.key}/runs/${run}`;
  expect((await owner.ask('GET', `${path}/release`)).body).toEqual({
    asksSecondFactor: false,
    fourEyes: true,
    closed: 'four_eyes_needed',
  });
  for (const send of [true, false]) {
    expect(await owner.ask('POST', `${path}/approval`, { send })).toMatchObject({
      status: 403,
      body: { code: 'four_eyes_needed' },
    });
  }
  expect((await owner.ask('POST', `${path}/sending`)).status).toBe(409);
  const { key } = await makeApiKey(company, owner.userId, { name: 'x', role: 'owner', expiresOn: null });
  const byKey = { authorization: `Bearer ${key}` };
  expect((await server.anybody.ask('POST', `${path}/approval`, {}, byKey)).status).toBe(403);
  expect(
    (
      await server.anybody.ask(
        'PUT',
        `/companies/${company.key}/security`,
        {
          secondFactor: 'optional',
          releaseAsksSecondFactor: false,
          fourEyes: null,
        },
        byKey,
      )
    ).body,
  ).toMatchObject({ code: 'api_key_makes_none' });
  expect((await rappel(`run approve ${run} --json`)).code).toBe(3);
  expect((await rappel(`run send ${run} --json`)).code).toBe(3);
  expect(await stateOf(run)).toBe('planned');
  expect((await clerk.ask('GET', `${path}/release`)).body).toMatchObject({ closed: null, fourEyes: true });
  expect((await clerk.ask('POST', `${path}/approval`, { send: false })).status).toBe(200);
  expect(await stateOf(run)).toBe('approved');
});

test('who changed a run has prepared it too', async () => {
  const { owner, clerk, company, set } = await lambert();
  await set({ fourEyes: { aboveAmount: null, aboveNotices: null } });
  const run = await plan(company, owner.userId);
  await fresh.pool.query(
    `update proposal set edits = jsonb_build_array(jsonb_build_object('batch', 'b', 'at', '2026-03-31T09:30:00Z', 'by', $2::text, 'change', jsonb_build_object('kind', 'drop'))) where run_id = $1 and position = 1`,
    [run, clerk.userId],
  );
  const answer = await clerk.ask('POST', `/companies/${company.key}/runs/${run}/approval`, {});
  expect(answer.body).toMatchObject({ code: 'four_eyes_needed' });
});

test('the limits: at the amount or the number one person is enough, above it two are needed', async () => {
  const { owner, company, set } = await lambert();
  const path = (run: string) => `/companies/${company.key}/runs/${run}/release`;
  const run = await plan(company, owner.userId);
  const { rows } = await fresh.pool.query(
    'select sum(total_minor)::int as total from proposal where run_id = $1',
    [run],
  );
  const total = (rows[0].total / 100).toFixed(2);
  const below = ((rows[0].total - 1) / 100).toFixed(2);
  const asked = async (fourEyes: object) => {
    await set({ fourEyes });
    return ((await owner.ask('GET', path(run))).body as { closed: string | null }).closed;
  };
  expect(await asked({ aboveAmount: total, aboveNotices: null })).toBeNull();
  expect(await asked({ aboveAmount: below, aboveNotices: null })).toBe('four_eyes_needed');
  expect(await asked({ aboveAmount: null, aboveNotices: 2 })).toBeNull();
  expect(await asked({ aboveAmount: null, aboveNotices: 1 })).toBe('four_eyes_needed');
});

test('a run that is split to stay below a limit is caught for a day, whoever else releases in between', async () => {
  const { owner, clerk, company, set } = await lambert();
  await set({ fourEyes: { aboveAmount: null, aboveNotices: 3 } });
  const release = (who: typeof owner, run: string) =>
    who.ask('POST', `/companies/${company.key}/runs/${run}/approval`, { send: false });
  const planned = async (by: typeof owner) => {
    // What was released stays where it is: each run has the same two debtors to ask again.
    await fresh.pool.query('update due_item set level = 0 where company_id = $1', [company.companyId]);
    return plan(company, by.userId);
  };
  const first = await planned(owner);
  expect((await release(owner, first)).status).toBe(200);
  await fresh.pool.query(`update run set state = 'sent' where id = $1`, [first]);
  const second = await planned(owner);
  expect((await owner.ask('GET', `/companies/${company.key}/runs/${second}/release`)).body).toMatchObject({
    closed: 'four_eyes_needed',
  });
  expect((await release(owner, second)).body).toMatchObject({ code: 'four_eyes_needed' });
  // Somebody else has prepared nothing: two are few.
  expect((await clerk.ask('GET', `/companies/${company.key}/runs/${second}/release`)).body).toMatchObject({
    closed: null,
  });
  const age = (hours: number) =>
    fresh.pool.query(
      `update run set approved_at = $2::timestamptz - make_interval(hours => $3) where id = $1`,
      [first, tools.clock.now().toString(), hours],
    );
  await age(23);
  expect((await release(owner, second)).status).toBe(403);
  await age(24);
  expect((await release(owner, second)).status).toBe(200);
});

test('a run that is split between a person and the command line is caught too, whichever comes first', async () => {
  const { owner, company, set } = await lambert();
  const above = { fourEyes: { aboveAmount: null, aboveNotices: 3 } };
  await set(above);
  const planned = async () => {
    await fresh.pool.query('update due_item set level = 0 where company_id = $1', [company.companyId]);
    return plan(company, owner.userId);
  };
  const byOwner = (run: string) =>
    owner.ask('POST', `/companies/${company.key}/runs/${run}/approval`, { send: false });
  const first = await planned();
  expect((await rappel(`run approve ${first} --json`)).code).toBe(0);
  await fresh.pool.query(`update run set state = 'sent' where id = $1`, [first]);
  const second = await planned();
  expect((await byOwner(second)).body).toMatchObject({ code: 'four_eyes_needed' });
  await fresh.pool.query(`update run set approved_by = $2 where id = $1`, [first, owner.userId]);
  expect((await rappel(`run approve ${second} --json`)).code).toBe(3);
  expect(await stateOf(second)).toBe('planned');
  await fresh.pool.query(`update run set approved_at = approved_at - interval '2 days' where id = $1`, [
    first,
  ]);
  expect((await rappel(`run approve ${second} --json`)).code).toBe(0);
});

test('what is usual on a public host stops no program that releases; what the operator said openly does', async () => {
  const { owner, company } = await lambert();
  const run = await plan(company, owner.userId);
  const { key } = await makeApiKey(company, owner.userId, { name: 'x', role: 'clerk', expiresOn: null });
  const approve = (secondFactorIsUsual: boolean) => {
    const rule = { secondFactor: 'owners' as const, secondFactorIsUsual };
    const there = serverFor(fresh, { ...tools, installation: { ...tools.installation, ...rule } });
    const path = `/companies/${company.key}/runs/${run}/approval`;
    return there.anybody.ask('POST', path, { send: false }, { authorization: `Bearer ${key}` });
  };
  expect((await approve(false)).body).toMatchObject({ code: 'second_factor_stale' });
  expect((await approve(true)).status).toBe(200);
});

test('one person alone cannot have four eyes, and what the shell planned nobody releases', async () => {
  const alone = await server.signedIn('owner');
  expect(
    await alone.ask('PUT', `/companies/${alone.company.key}/security`, {
      secondFactor: 'optional',
      releaseAsksSecondFactor: false,
      fourEyes: { aboveAmount: null, aboveNotices: null },
    }),
  ).toMatchObject({ status: 409, body: { code: 'four_eyes_alone' } });
  const { owner, company, set } = await lambert();
  await set({ fourEyes: { aboveAmount: null, aboveNotices: null } });
  const run = await plan(company, null);
  const answer = await owner.ask('POST', `/companies/${company.key}/runs/${run}/approval`, {});
  expect(answer.body).toMatchObject({ code: 'four_eyes_planner_unknown' });
});

test('a run of an announced day waits for a person where the company wants four eyes', async () => {
  const { owner, company, set } = await lambert();
  await set({ fourEyes: { aboveAmount: null, aboveNotices: null } });
  const run = await plan(company, null);
  const runOn = Temporal.PlainDate.from('2026-03-31');
  await fresh.pool.query(
    `insert into automatic_run (company_id, run_on, due_at, state, run_id, announced_at, began_at)
     values ($1, '2026-03-31', now(), 'running', $2, now(), now())`,
    [company.companyId, run],
  );
  const day = await inCompany(company, (trx) => lockAutomaticRun(trx, company.companyId, runOn));
  if (!day) throw new Error('no day');
  await advanceRun(company, day);
  expect(await stateOf(run)).toBe('planned');
  const after = await inCompany(company, (trx) => lockAutomaticRun(trx, company.companyId, runOn));
  expect(after).toMatchObject({ state: 'failed', answer: expect.stringContaining('four_eyes_needed') });
  expect(
    (await owner.ask('POST', `/companies/${company.key}/runs/${run}/approval`, { send: false })).status,
  ).toBe(200);
});

test('where a release asks for the second factor, it is one given within ten minutes, and by a person', async () => {
  const { owner, clerk, company, set } = await lambert();
  expect((await set({ releaseAsksSecondFactor: true })).body).toMatchObject({
    code: 'second_factor_own_missing',
  });
  const give = (at: Temporal.Instant) =>
    fresh.pool.query('update user_session set second_factor_at = $2 where user_id = $1', [
      owner.userId,
      at.toString(),
    ]);
  await give(tools.clock.now());
  expect((await set({ releaseAsksSecondFactor: true })).status).toBe(200);
  const run = await plan(company, owner.userId);
  const path = `/companies/${company.key}/runs/${run}`;
  expect((await clerk.ask('POST', `${path}/approval`, {})).body).toMatchObject({
    code: 'second_factor_stale',
  });
  const { key } = await makeApiKey(company, owner.userId, { name: 'x', role: 'owner', expiresOn: null });
  const byKey = await server.anybody.ask('POST', `${path}/approval`, {}, { authorization: `Bearer ${key}` });
  expect(byKey.body).toMatchObject({ code: 'second_factor_stale' });
  expect((await rappel(`run approve ${run} --json`)).code).toBe(3);
  await give(tools.clock.now().subtract({ minutes: 10 }));
  expect((await owner.ask('GET', `${path}/release`)).body).toMatchObject({ asksSecondFactor: true });
  expect((await owner.ask('POST', `${path}/approval`, {})).body).toMatchObject({
    code: 'second_factor_stale',
  });
  // Loosening the rule asks for it too.
  expect((await set({})).body).toMatchObject({ code: 'second_factor_stale' });
  await give(tools.clock.now().subtract({ minutes: 9, seconds: 59 }));
  expect((await owner.ask('POST', `${path}/approval`, { send: false })).status).toBe(200);
});
