import { sql } from 'kysely';
import { afterEach, describe, expect, test } from 'vitest';
import { RunOptions } from '#contract/dunning-run-views.ts';
import type { Policy } from '#core/dunning/policy.ts';
import { DEFAULT_SCHEDULE } from '#core/schedule/check-schedule.ts';
import { hasReviewedRun } from '#server/companies/queries.ts';
import { cancelRun } from '#server/dunning-runs/cancel-run.ts';
import { computeRun } from '#server/dunning-runs/compute-run.ts';
import { planRun } from '#server/dunning-runs/plan-run.ts';
import { dunningRunWorkers } from '#server/dunning-runs/workers.ts';
import { inCompany } from '#server/platform/db.ts';
import { newId } from '#server/platform/ids.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { addDefaultPolicy } from '#server/policies/add-policy.ts';
import { freshDb } from '#test/support/fresh-db.ts';
import { addCompany, addDebtor, addDocument, addMember } from '#test/support/people.ts';
import { runJobs, toolsFor, waitingJobs } from '#test/support/tools.ts';
import { setSchedule, switchOff } from './change-schedule.ts';
import { forewarnJob } from './jobs.ts';
import { lookAt } from './look-what-is-due.ts';
import { showAutomatic, showAutomaticRuns } from './show-automatic.ts';
import { vetoRun, withdrawVeto } from './veto-run.ts';

const BRUSSELS = 'Europe/Brussels';
const fresh = await freshDb();
let at = moment('2026-03-30 12:00');
const tools = {
  ...toolsFor(fresh, { installation: { smtpUrl: 'smtp://127.0.0.1:9' } }),
  clock: {
    now: () => at,
    today: (timeZone: string) => at.toZonedDateTimeISO(timeZone).toPlainDate(),
    set: () => {},
  },
};

function moment(text: string): Temporal.Instant {
  return Temporal.PlainDateTime.from(text.replace(' ', 'T')).toZonedDateTime(BRUSSELS).toInstant();
}
const until = (text: string) => {
  at = moment(text);
};
const day = (text: string) => Temporal.PlainDate.from(text);
afterEach(() => until('2026-03-30 12:00'));

/** Letters by post have left once they are issued; forewarned nobody, unless a test says so. */
async function companyWith(debtors: number, { forewarnHours = 0, confirmFrom = 3 } = {}) {
  const lambert = await addCompany(tools);
  const terms = { id: lambert.companyId, country: 'BE', currency: 'EUR' as const, language: 'fr' as const };
  await inCompany(lambert, (trx) => addDefaultPolicy(trx, terms));
  await markModes(lambert, confirmFrom);
  for (let nth = 1; nth <= debtors; nth += 1) await addLate(lambert, '2026-03-01');
  await setSchedule(lambert, { ...DEFAULT_SCHEDULE, forewarnHours });
  return lambert;
}

async function addLate(lambert: CompanyTools, dueOn: string, given: { level?: number } = {}) {
  const debtor = await addDebtor(lambert, { preferredChannel: 'post' });
  const reached = given.level
    ? { level: given.level, times: 1, notifiedOn: day(dueOn), deadlineOn: day(dueOn).add({ days: 8 }) }
    : {};
  await addDocument(lambert, debtor, { items: [{ dueOn, open: '120.00', ...reached }] });
  return debtor;
}

/** Steps from this level on wait for a person; all go by post. */
async function markModes(lambert: CompanyTools, confirmFrom: number): Promise<void> {
  await inCompany(lambert, async (trx) => {
    const versions = await trx
      .selectFrom('dunningPolicyVersion')
      .select(['policyId', 'version', 'body'])
      .execute();
    for (const { policyId, version, body } of versions) {
      const steps = body.steps.map((step) => ({
        ...step,
        channels: ['post'],
        mode: (step.level ?? 0) >= confirmFrom ? 'confirm' : 'automatic',
      }));
      const changed = { ...body, steps } as Policy;
      await sql`update dunning_policy_version set body = ${JSON.stringify(changed)}::jsonb
        where policy_id = ${policyId} and version = ${version}`.execute(trx);
    }
  });
}

/** A followed account whose statements end on a day, and policies that warn after three. */
async function followBank(lambert: CompanyTools, bookedUntilOn: string): Promise<void> {
  const account = { number: 'BE68539007547034', currency: 'EUR' as const, name: 'KBC', holder: null };
  await inCompany(lambert, async (trx) => {
    await trx
      .insertInto('bankAccount')
      .values({
        companyId: lambert.companyId,
        id: newId(),
        ...account,
        bookedUntilOn: day(bookedUntilOn),
        createdAt: at,
      })
      .execute();
    await sql`update dunning_policy_version
      set body = jsonb_set(body, '{bankData}', '{"daysMax": 3, "stale": "warn"}')`.execute(trx);
  });
}

/** So many minutes of a server that runs: it looks, and does what is in the queue. */
async function minutes(lambert: CompanyTools, count = 6): Promise<void> {
  for (let nth = 0; nth < count; nth += 1) {
    await lookAt(lambert);
    await runJobs(tools, dunningRunWorkers);
  }
}

async function standing(lambert: CompanyTools) {
  return inCompany(lambert, async (trx) => {
    const days = await trx.selectFrom('automaticRun').select(['runOn', 'state']).orderBy('runOn').execute();
    const notices = await trx.selectFrom('notice').select('number').execute();
    const runs = await trx.selectFrom('run').select(['state', 'options']).orderBy('number').execute();
    return {
      days: days.map(({ runOn, state }) => `${runOn} ${state}`),
      notices: notices.length,
      runs: runs.map(({ state, options }) => `${options.part} ${state}`),
    };
  });
}

describe('the hour', () => {
  test('nothing before it, everything after it, and nothing twice', async () => {
    const lambert = await companyWith(3);
    until('2026-03-31 08:59');
    await minutes(lambert);
    expect(await standing(lambert)).toEqual({ days: [], notices: 0, runs: [] });
    until('2026-03-31 09:00');
    await minutes(lambert);
    const once = { days: ['2026-03-31 done'], notices: 3, runs: ['automatic sent'] };
    expect(await standing(lambert)).toEqual(once);
    until('2026-03-31 15:00');
    await minutes(lambert);
    expect(await standing(lambert)).toEqual(once);
  });

  test('where the clock is put forward over it, the first moment after', async () => {
    const lambert = await companyWith(1);
    await setSchedule(lambert, { ...DEFAULT_SCHEDULE, weekdays: [7], localTime: '02:30', forewarnHours: 0 });
    until('2027-03-28 01:59');
    await inCompany(lambert, (trx) =>
      trx
        .updateTable('runSchedule')
        .set({ onSinceAt: moment('2027-03-27 00:00') })
        .execute(),
    );
    await minutes(lambert);
    expect((await standing(lambert)).days).toEqual([]);
    // The next minute on the wall is three o'clock; half past two does not exist, and half past three stands for it.
    until('2027-03-28 03:29');
    await minutes(lambert);
    expect((await standing(lambert)).days).toEqual([]);
    until('2027-03-28 03:30');
    await minutes(lambert);
    expect((await standing(lambert)).days).toEqual(['2027-03-28 done']);
  });

  test('a public holiday is nobody’s day; the day after it is', async () => {
    const lambert = await companyWith(1);
    await inCompany(lambert, (trx) =>
      trx
        .updateTable('runSchedule')
        .set({ onSinceAt: moment('2026-04-06 00:00') })
        .execute(),
    );
    until('2026-04-06 10:00'); // Easter Monday
    await minutes(lambert);
    expect((await standing(lambert)).days).toEqual([]);
    until('2026-04-07 09:00');
    await minutes(lambert);
    expect((await standing(lambert)).days).toEqual(['2026-04-07 done']);
    expect((await showAutomatic(lambert)).last?.missedSince).toBeNull();
  });
});

test('after five days down each debtor gets one letter, and the day says what it makes good', async () => {
  const lambert = await companyWith(2);
  await inCompany(lambert, (trx) =>
    trx
      .updateTable('runSchedule')
      .set({ onSinceAt: moment('2026-03-30 00:00') })
      .execute(),
  );
  until('2026-04-03 11:00');
  expect((await showAutomatic(lambert)).alarm).toMatchObject({ code: 'clock_stopped', since: '2026-03-30' });
  await minutes(lambert);
  expect(await standing(lambert)).toMatchObject({ days: ['2026-04-03 done'], notices: 2 });
  expect(await showAutomatic(lambert)).toMatchObject({
    last: { on: '2026-04-03', missedSince: '2026-03-30', sent: 2, failed: 0 },
    alarm: null,
  });
  until('2026-04-06 11:00');
  await minutes(lambert);
  expect((await standing(lambert)).notices).toBe(2);
});

describe('what waits for a person', () => {
  test('is planned once the rest has left, and gives way to the next day unless somebody touched it', async () => {
    const lambert = await companyWith(1, { confirmFrom: 2 });
    await addLate(lambert, '2026-02-01', { level: 1 });
    until('2026-03-31 09:00');
    await minutes(lambert);
    expect(await standing(lambert)).toMatchObject({ notices: 1, runs: ['automatic sent', 'all planned'] });
    const { last } = await showAutomatic(lambert);
    expect(last).toMatchObject({ state: 'done', sent: 1, reviewRun: { number: 2 } });

    await addLate(lambert, '2026-03-01');
    until('2026-04-01 09:00');
    await minutes(lambert);
    const runs = ['automatic sent', 'all cancelled', 'automatic sent', 'all planned'];
    expect(await standing(lambert)).toMatchObject({ notices: 2, runs });
  });

  test('alone is planned alone', async () => {
    const lambert = await companyWith(2, { confirmFrom: 1 });
    until('2026-03-31 09:00');
    await minutes(lambert);
    expect(await standing(lambert)).toMatchObject({
      days: ['2026-03-31 done'],
      notices: 0,
      runs: ['all planned'],
    });
  });

  test('where nothing is due no run is opened', async () => {
    const lambert = await companyWith(0);
    until('2026-03-31 09:00');
    await minutes(lambert);
    expect(await standing(lambert)).toEqual({ days: ['2026-03-31 done'], notices: 0, runs: [] });
  });
});

describe('a run that somebody else opened', () => {
  test('holds it up with the reason on the screen, and it goes out as soon as that one is over', async () => {
    const lambert = await companyWith(2);
    const run = await planRun(lambert, { plannedFor: day('2026-03-31'), options: RunOptions.parse({}) });
    until('2026-03-31 09:00');
    await minutes(lambert);
    expect(await standing(lambert)).toMatchObject({ days: ['2026-03-31 announced'], notices: 0 });
    expect((await showAutomatic(lambert)).alarm).toMatchObject({
      code: 'held_up',
      answer: { code: 'run_in_progress', facts: { run: '1' } },
    });
    await cancelRun(lambert, { run });
    await minutes(lambert);
    expect(await standing(lambert)).toMatchObject({ days: ['2026-03-31 done'], notices: 2 });
  });

  test('until the evening: then the day is missed, and the next one makes it good', async () => {
    const lambert = await companyWith(2);
    const run = await planRun(lambert, { plannedFor: day('2026-03-31'), options: RunOptions.parse({}) });
    until('2026-03-31 09:00');
    await minutes(lambert);
    until('2026-03-31 20:01');
    await minutes(lambert);
    expect((await showAutomatic(lambert)).alarm).toMatchObject({ code: 'missed', since: '2026-03-31' });
    await cancelRun(lambert, { run });
    until('2026-04-01 09:00');
    await minutes(lambert);
    expect((await standing(lambert)).days).toEqual(['2026-03-31 missed', '2026-04-01 done']);
    expect((await showAutomatic(lambert)).alarm).toBeNull();
  });
});

test('without a mail server or a sender nothing begins', async () => {
  const lambert = await companyWith(1);
  await lambert.db
    .updateTable('company')
    .set({ mailFromAddress: null })
    .where('id', '=', lambert.companyId)
    .execute();
  until('2026-03-31 09:00');
  await minutes(lambert);
  expect((await showAutomatic(lambert)).alarm).toMatchObject({ answer: { code: 'mail_not_set_up' } });
  expect((await standing(lambert)).notices).toBe(0);
});

test('a notice that asks for a second look waits for a person, though its step is automatic', async () => {
  const lambert = await companyWith(1);
  const credited = await addLate(lambert, '2026-03-01');
  await addDocument(lambert, credited, {
    kind: 'credit_note',
    items: [{ dueOn: '2026-03-01', open: '-20.00' }],
  });
  until('2026-03-31 09:00');
  await minutes(lambert);
  expect(await standing(lambert)).toMatchObject({ notices: 1, runs: ['automatic sent', 'all planned'] });
});

test('bank data older than the policy allows hold the day up until the statement is in', async () => {
  const lambert = await companyWith(1);
  await followBank(lambert, '2026-03-20');
  until('2026-03-31 09:00');
  await minutes(lambert);
  expect((await showAutomatic(lambert)).alarm).toMatchObject({
    code: 'held_up',
    answer: { code: 'automatic_bank_data_stale', facts: { account: 'KBC', days: '7', most: '3' } },
  });
  await inCompany(lambert, (trx) =>
    trx
      .updateTable('bankAccount')
      .set({ bookedUntilOn: day('2026-03-30') })
      .execute(),
  );
  await minutes(lambert);
  expect(await standing(lambert)).toMatchObject({ days: ['2026-03-31 done'], notices: 1 });
});

describe('killed in the middle', () => {
  test('between opening and computing, and before it was approved: others go on', async () => {
    const lambert = await companyWith(2);
    until('2026-03-31 09:00');
    await lookAt(lambert); // opened; killed before the queue got to it
    expect((await standing(lambert)).runs).toEqual(['automatic planning']);
    const { runId } = await inCompany(lambert, (trx) =>
      trx.selectFrom('automaticRun').select('runId').executeTakeFirstOrThrow(),
    );
    await computeRun(lambert, { runId: runId ?? '' }); // computed; killed before it was approved
    expect((await standing(lambert)).runs).toEqual(['automatic planned']);
    until('2026-04-01 07:00'); // down overnight
    await minutes(lambert);
    expect(await standing(lambert)).toMatchObject({
      days: ['2026-03-31 done'],
      notices: 2,
      runs: ['automatic sent'],
    });
  });

  test('approved and not sent: the queue still holds the sending', async () => {
    const lambert = await companyWith(2);
    until('2026-03-31 09:00');
    await lookAt(lambert);
    await runJobs(tools, dunningRunWorkers);
    await lookAt(lambert);
    expect((await standing(lambert)).runs).toEqual(['automatic approved']);
    await minutes(lambert);
    expect(await standing(lambert)).toMatchObject({ days: ['2026-03-31 done'], notices: 2 });
  });
});

test('two processes that look at the same moment send one letter each', async () => {
  const lambert = await companyWith(3);
  until('2026-03-31 09:00');
  for (let nth = 0; nth < 6; nth += 1) {
    await Promise.all([lookAt(lambert), lookAt(lambert), lookAt(lambert)]);
    await Promise.all([runJobs(tools, dunningRunWorkers), runJobs(tools, dunningRunWorkers)]);
  }
  expect(await standing(lambert)).toEqual({
    days: ['2026-03-31 done'],
    notices: 3,
    runs: ['automatic sent'],
  });
});

describe('a veto', () => {
  test('before its hour stops the day, twice as well as once, and the next day goes on', async () => {
    const lambert = await companyWith(2);
    until('2026-03-31 08:00');
    await vetoRun(lambert, { runOn: day('2026-03-31') });
    await vetoRun(lambert, { runOn: day('2026-03-31') });
    until('2026-03-31 09:00');
    await minutes(lambert);
    expect(await standing(lambert)).toMatchObject({ days: ['2026-03-31 vetoed'], notices: 0 });
    expect((await showAutomatic(lambert)).alarm).toBeNull();
    until('2026-04-01 09:00');
    await minutes(lambert);
    expect(await standing(lambert)).toMatchObject({
      days: ['2026-03-31 vetoed', '2026-04-01 done'],
      notices: 2,
    });
  });

  test('withdrawn, the day goes out after all', async () => {
    const lambert = await companyWith(2);
    until('2026-03-31 08:00');
    await vetoRun(lambert, { runOn: day('2026-03-31') });
    await withdrawVeto(lambert, { runOn: day('2026-03-31') });
    until('2026-03-31 09:00');
    await minutes(lambert);
    expect(await standing(lambert)).toMatchObject({ days: ['2026-03-31 done'], notices: 2 });
  });

  test('after it has begun is refused, and so is one of a day that is not next', async () => {
    const lambert = await companyWith(1);
    until('2026-03-31 09:00');
    await minutes(lambert);
    await expect(vetoRun(lambert, { runOn: day('2026-03-31') })).rejects.toMatchObject({
      code: 'automatic_run_begun',
    });
    await expect(vetoRun(lambert, { runOn: day('2026-06-30') })).rejects.toMatchObject({
      code: 'automatic_run_unknown',
    });
  });

  test('at the very moment it begins: one of the two has it, whole', async () => {
    const lambert = await companyWith(2);
    until('2026-03-31 09:00');
    const [veto] = await Promise.allSettled([
      vetoRun(lambert, { runOn: day('2026-03-31') }),
      lookAt(lambert),
    ]);
    await minutes(lambert);
    const { days, notices } = await standing(lambert);
    expect(days).toEqual([veto.status === 'fulfilled' ? '2026-03-31 vetoed' : '2026-03-31 done']);
    expect(notices).toBe(veto.status === 'fulfilled' ? 0 : 2);
  });
});

describe('the schedule', () => {
  test('switched off, what was announced does not happen; switched on again, nothing is made good', async () => {
    const lambert = await companyWith(2, { forewarnHours: 24 });
    until('2026-03-31 08:00');
    await minutes(lambert, 1);
    expect((await standing(lambert)).days).toEqual(['2026-03-31 announced']);
    await switchOff(lambert);
    until('2026-04-02 10:00');
    await minutes(lambert);
    expect((await standing(lambert)).days).toEqual([]);
    await setSchedule(lambert, { ...DEFAULT_SCHEDULE, forewarnHours: 0 });
    await minutes(lambert);
    expect((await standing(lambert)).days).toEqual([]);
    const { next, alarm } = await showAutomatic(lambert);
    expect(next.map(({ on }) => on)).toEqual(['2026-04-03', '2026-04-07', '2026-04-08']);
    expect(alarm).toBeNull();
  });

  test('nobody is told: nothing begins before somebody was, and asking is repeated', async () => {
    const lambert = await companyWith(1, { forewarnHours: 24 });
    await addMember(lambert, 'clerk');
    await minutes(lambert, 3);
    const asked = await waitingJobs(tools, forewarnJob.name);
    expect(asked.filter((job) => JSON.stringify(job).includes(lambert.companyId))).toHaveLength(1);
    until('2026-03-31 09:00');
    await minutes(lambert, 3);
    expect(await standing(lambert)).toMatchObject({ days: ['2026-03-31 announced'], notices: 0 });
    until('2026-03-31 10:31');
    expect((await showAutomatic(lambert)).alarm).not.toBeNull();
  });

  test('a run of Rappel’s own is not a run somebody has reviewed', async () => {
    const lambert = await companyWith(1);
    until('2026-03-31 09:00');
    await minutes(lambert);
    const { rows } = await showAutomaticRuns(lambert, { page: 1, perPage: 10 });
    expect(rows).toMatchObject([
      { on: '2026-03-31', state: 'done', expected: { automatic: 1, toConfirm: 0 }, sent: 1 },
    ]);
    expect(await inCompany(lambert, (trx) => hasReviewedRun(trx, lambert.companyId))).toBe(false);
  });
});
