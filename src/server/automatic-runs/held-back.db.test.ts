import { sql } from 'kysely';
import { afterEach, expect, test } from 'vitest';
import type { Policy } from '#core/dunning/policy.ts';
import { DEFAULT_SCHEDULE } from '#core/schedule/check-schedule.ts';
import { dunningRunWorkers } from '#server/dunning-runs/workers.ts';
import { inCompany } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { addDefaultPolicy } from '#server/policies/add-policy.ts';
import { addFence } from '#server/send-stops/queries.ts';
import { BY_SHELL, releaseSending } from '#server/send-stops/release-sending.ts';
import { brussels, standingClock } from '#test/support/brussels-clock.ts';
import { freshDb } from '#test/support/fresh-db.ts';
import { addCompany, addDebtor, addDocument, addMember } from '#test/support/people.ts';
import { scriptedSmtp } from '#test/support/scripted-smtp.ts';
import { runJobs, toolsFor } from '#test/support/tools.ts';
import { setSchedule } from './change-schedule.ts';
import { lookAt } from './look-what-is-due.ts';
import { automaticRunWorkers } from './workers.ts';

/** What goes out by itself, on data that nobody has released. */
const smtp = await scriptedSmtp();
const fresh = await freshDb();
let at = brussels('2026-03-30 08:00');
const tools = {
  ...toolsFor(fresh, { installation: { smtpUrl: smtp.url } }),
  clock: standingClock(() => at),
};

const until = (text: string) => {
  at = brussels(text);
};

const KINDS = ['restored', 'copied', 'upgraded'] as const;
const fence = (kind: (typeof KINDS)[number]) =>
  fresh.db.transaction().execute((trx) => addFence(trx, { kind, facts: {} }));
const release = () => releaseSending(fresh, { fence: null, reason: 'it is the only one', by: BY_SHELL });
afterEach(async () => {
  await release();
});

/** One late debtor, all of whose steps go out by themselves and by post, each Tuesday at nine. */
async function companyWith({ forewarnHours }: { forewarnHours: number }): Promise<CompanyTools> {
  until('2026-03-30 08:00');
  smtp.accepted.length = 0;
  const lambert = await addCompany(tools);
  const terms = { id: lambert.companyId, country: 'BE', currency: 'EUR' as const, language: 'fr' as const };
  await inCompany(lambert, async (trx) => {
    await addDefaultPolicy(trx, terms);
    const { body } = await trx.selectFrom('dunningPolicyVersion').select('body').executeTakeFirstOrThrow();
    const steps = body.steps.map((step) => ({ ...step, mode: 'automatic', channels: ['post'] }));
    const changed = { ...body, steps } as Policy;
    await sql`update dunning_policy_version set body = ${JSON.stringify(changed)}::jsonb`.execute(trx);
  });
  const debtor = await addDebtor(lambert, { preferredChannel: 'post' });
  await addDocument(lambert, debtor, { items: [{ dueOn: '2026-03-01', open: '120.00' }] });
  await addMember(lambert, 'clerk');
  await setSchedule(lambert, { ...DEFAULT_SCHEDULE, weekdays: [2], forewarnHours });
  return lambert;
}

/** So many minutes of a server that runs: it looks, and does what is in the queue. */
async function minutes(lambert: CompanyTools, count = 6): Promise<void> {
  for (let nth = 0; nth < count; nth += 1) {
    await lookAt(lambert);
    await runJobs(tools, [...automaticRunWorkers, ...dunningRunWorkers]);
  }
}

function standing(lambert: CompanyTools) {
  return inCompany(lambert, async (trx) => {
    const days = await trx.selectFrom('automaticRun').select('state').orderBy('runOn').execute();
    const runs = await trx.selectFrom('run').select('state').orderBy('number').execute();
    const notices = await trx.selectFrom('notice').select('number').execute();
    return {
      days: days.map(({ state }) => state),
      runs: runs.map(({ state }) => state),
      notices: notices.length,
    };
  });
}

test.each(KINDS)(
  'nobody is told of a day while the data count as %s; once released they are',
  async (kind) => {
    const lambert = await companyWith({ forewarnHours: 24 });
    await fence(kind);
    until('2026-03-30 09:00');
    await minutes(lambert);
    expect(await standing(lambert)).toEqual({ days: [], runs: [], notices: 0 });
    expect(smtp.accepted).toHaveLength(0);
    await release();
    await minutes(lambert);
    expect(smtp.accepted).toHaveLength(1);
  },
);

test('a mail that waits in the queue when the fence is raised does not leave, and is asked for again', async () => {
  const lambert = await companyWith({ forewarnHours: 24 });
  until('2026-03-30 09:00');
  await lookAt(lambert);
  await fence('copied');
  const told = await runJobs(tools, automaticRunWorkers);
  expect(told.map(({ output }) => output)).toEqual([
    { code: 'sending_stopped', facts: { reason: 'copied' } },
  ]);
  expect(smtp.accepted).toHaveLength(0);
  await release();
  until('2026-03-30 09:15');
  await minutes(lambert);
  expect(smtp.accepted).toHaveLength(0);
  until('2026-03-30 09:16');
  await minutes(lambert);
  expect(smtp.accepted).toHaveLength(1);
});

test.each(KINDS)(
  'no day begins while the data count as %s; released in time, it does, once',
  async (kind) => {
    const lambert = await companyWith({ forewarnHours: 0 });
    await fence(kind);
    until('2026-03-31 09:00');
    await minutes(lambert);
    expect(await standing(lambert)).toEqual({ days: ['announced'], runs: [], notices: 0 });
    await release();
    await minutes(lambert);
    expect(await standing(lambert)).toEqual({ days: ['done'], runs: ['sent'], notices: 1 });
  },
);

test('a day that nobody released is made good by the next one, and nobody gets two letters', async () => {
  const lambert = await companyWith({ forewarnHours: 0 });
  await fence('restored');
  until('2026-03-31 20:00');
  await minutes(lambert);
  until('2026-03-31 20:01');
  await minutes(lambert);
  expect(await standing(lambert)).toEqual({ days: ['missed'], runs: [], notices: 0 });
  await release();
  until('2026-04-01 09:00');
  await minutes(lambert);
  expect(await standing(lambert)).toEqual({ days: ['missed', 'done'], runs: ['sent'], notices: 1 });
});

test('a day that had begun is not approved behind a fence, and goes on after it', async () => {
  const lambert = await companyWith({ forewarnHours: 0 });
  until('2026-03-31 09:00');
  await minutes(lambert, 1);
  expect(await standing(lambert)).toEqual({ days: ['running'], runs: ['planned'], notices: 0 });
  await fence('upgraded');
  await minutes(lambert);
  expect(await standing(lambert)).toEqual({ days: ['running'], runs: ['planned'], notices: 0 });
  await release();
  await minutes(lambert);
  expect(await standing(lambert)).toEqual({ days: ['done'], runs: ['sent'], notices: 1 });
});
