import { expect, test } from 'vitest';
import { DEFAULT_SCHEDULE } from '#core/schedule/check-schedule.ts';
import { setSchedule, switchOff } from '#server/automatic-runs/change-schedule.ts';
import { lookAt } from '#server/automatic-runs/look-what-is-due.ts';
import { inCompany } from '#server/platform/db.ts';
import { addFence } from '#server/send-stops/queries.ts';
import { BY_SHELL, releaseSending } from '#server/send-stops/release-sending.ts';
import { freshDb } from '#test/support/fresh-db.ts';
import { addCompany } from '#test/support/people.ts';
import { serverFor } from '#test/support/server.ts';
import { toolsFor } from '#test/support/tools.ts';
import { keepWatch } from './queries.ts';

const fresh = await freshDb();
const tools = toolsFor(fresh);
const company = await addCompany(tools);
const LOOKED = '2026-03-31T09:30:00Z';
const SECOND_TOO_LATE = '2026-03-31T09:40:01Z';

/** What a process answers that is asked for the first time, so that it remembers no answer. */
async function ready(time: string) {
  const clock = { ...tools.clock, now: () => Temporal.Instant.from(time) };
  const { status, body } = await serverFor(fresh, { ...tools, clock }).anybody.ask('GET', '/health/ready');
  return { status, body };
}

const OK = { status: 200, body: { status: 'ok' } };
const notReady = (reason: string) => ({ status: 503, body: { status: 'not_ready', reason } });
const NOBODY_LOOKS = notReady('nobody looks whether automatic reminders are due');

test('where no reminders go out by themselves nobody need look', async () => {
  expect(await ready(SECOND_TOO_LATE)).toEqual(OK);
});

test('in automatic mode it is ready for ten minutes after a look, and not a second longer', async () => {
  await setSchedule(company, { ...DEFAULT_SCHEDULE, weekdays: [1] });
  await lookAt(company);
  expect(await ready(LOOKED)).toEqual(OK);
  expect(await ready('2026-03-31T09:40:00Z')).toEqual(OK);
  expect(await ready(SECOND_TOO_LATE)).toEqual(NOBODY_LOOKS);
});

test('a mail server that lets nobody in is the reason, until it does', async () => {
  const at = Temporal.Instant.from(LOOKED);
  const answer = '535 5.7.8 Error: authentication failed';
  await inCompany(company, (trx) => keepWatch(trx, company.companyId, { at, answer }));
  expect(await ready(LOOKED)).toEqual(notReady('a mail server does not let Rappel in'));
  await inCompany(company, (trx) => keepWatch(trx, company.companyId, { at, answer: null }));
  expect(await ready(LOOKED)).toEqual(OK);
});

test('what is held back and looked at is ready: it is no silence', async () => {
  await fresh.db.transaction().execute((trx) => addFence(trx, { kind: 'copied', facts: {} }));
  const clock = { ...tools.clock, now: () => Temporal.Instant.from(SECOND_TOO_LATE) };
  await lookAt({ ...company, clock });
  expect(await ready(SECOND_TOO_LATE)).toEqual(OK);
  await releaseSending(fresh, { fence: null, reason: 'the other one is switched off', by: BY_SHELL });
});

test('one company of several is enough, and is not named; switched off, nobody need look', async () => {
  const other = await addCompany(tools, { name: 'Café Secret' });
  await setSchedule(other, { ...DEFAULT_SCHEDULE, weekdays: [1] });
  expect(await ready(SECOND_TOO_LATE)).toEqual(NOBODY_LOOKS);
  await switchOff(other);
  expect(await ready(SECOND_TOO_LATE)).toEqual(OK);
});
