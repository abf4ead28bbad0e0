import { expect, test } from 'vitest';
import { showAutomatic } from '#server/automatic-runs/show-automatic.ts';
import { dispatchOnce } from '#server/notices/dispatcher.ts';
import { inCompany } from '#server/platform/db.ts';
import { changeLimits } from '#server/sending-limits/change-limits.ts';
import { freshDb } from '#test/support/fresh-db.ts';
import { scriptedSmtp } from '#test/support/scripted-smtp.ts';
import { seedOf } from '../faults/seed.ts';
import {
  addSimulated,
  expectedBy,
  listLeft,
  minutesOf,
  simulatedTools,
  tick,
  ZONE,
} from './simulated-days.ts';

const fresh = await freshDb();
const smtp = await scriptedSmtp();
const first = Temporal.PlainDate.from('2026-03-01');
/** In the night to it the clock is put forward over half past two. */
const FORWARD = Temporal.PlainDate.from('2026-03-29');
const at = (day: Temporal.PlainDate, plainTime: string) =>
  day.toZonedDateTime({ timeZone: ZONE, plainTime }).toInstant();

test('over five weeks with a change of the clock, restarts and two processes, exactly what was computed by hand leaves', async () => {
  const { random } = seedOf('five weeks');
  const { tools, go } = simulatedTools(fresh);
  const simulated = await addSimulated(tools, { debtors: 20, channel: 'post' });
  for (let nth = 0; nth < 35; nth += 1) {
    const day = first.add({ days: nth });
    const minutes = day.equals(FORWARD)
      ? [...minutesOf(day, '01:56', '03:36')]
      : ['02:29', '02:30', '02:31', '02:32', '09:00'].map((time) => at(day, time));
    // Once a day the process is stopped before it has done what it had begun.
    const stopped = random.from(0, 2);
    for (const [turn, minute] of minutes.entries()) {
      go(minute);
      await tick(simulated, { twice: random.chance(0.2), works: turn !== stopped });
    }
  }
  expect(await listLeft(simulated)).toEqual(expectedBy(simulated, first.add({ days: 34 })));
}, 180_000);

test('after ten nights down each debtor gets one notice at most, the right one, and the run says why', async () => {
  const { tools, go } = simulatedTools(fresh);
  const simulated = await addSimulated(tools, { debtors: 20, channel: 'post' });
  go(at(first, '02:30'));
  await tick(simulated);
  const before = await listLeft(simulated);
  const back = first.add({ days: 11 });
  go(at(back, '08:00'));
  for (let nth = 0; nth < 6; nth += 1) await tick(simulated);
  const after = (await listLeft(simulated)).filter((one) => !before.includes(one));
  // Due on 1 March or before: ten days late by now. Nobody is at the second level yet.
  const late = [...simulated.dueOn].filter(
    ([, due]) => Temporal.PlainDate.compare(due.add({ days: 10 }), back) <= 0,
  );
  expect(after).toEqual(
    late
      .map(([number]) => `${number} ${back} 1`)
      .filter((one) => !reached(before, one))
      .sort(),
  );
  const { last } = await showAutomatic(simulated.company);
  expect(last).toMatchObject({ on: back.toString(), missedSince: first.add({ days: 1 }).toString() });
});

function reached(before: readonly string[], one: string): boolean {
  return before.some((known) => known.split(' ')[0] === one.split(' ')[0]);
}

test('policies that would write every day write to nobody more often than the limits allow', async () => {
  const { tools, go } = simulatedTools(fresh, smtp.url);
  const daily = {
    when: { basis: 'issue_date' as const, days: 1, count: 'calendar' as const },
    deadlineDays: 1,
  };
  const simulated = await addSimulated(tools, {
    debtors: 5,
    channel: 'mail',
    steps: ({ level }) => {
      if (level === 1) return { deadlineDays: 1 };
      return level === 3 ? { ...daily, repeat: { everyDays: 1, timesMax: 50 } } : daily;
    },
  });
  const { company } = simulated;
  await changeLimits(company, { contactsMax: 2, contactDays: 7, debtorDayMax: 1, companyDayMax: 3 });
  for (let nth = 8; nth < 18; nth += 1) {
    for (const time of ['02:30', '02:31', '02:32', '09:00']) {
      go(at(first.add({ days: nth }), time));
      await tick(simulated);
      await dispatchOnce(company);
    }
  }
  const days = await inCompany(company, (trx) =>
    trx.selectFrom('sendingDay').select(['sentOn', 'notices']).execute(),
  );
  const contacts = await inCompany(company, (trx) => trx.selectFrom('contact').selectAll().execute());
  expect(contacts.length).toBe(smtp.accepted.length);
  expect(contacts.length).toBeGreaterThan(8);
  expect(days.filter(({ notices }) => notices > 3)).toEqual([]);
  const breaches = contacts.filter(({ debtorId, contactedOn }) => {
    const within = contacts.filter(
      (other) =>
        other.debtorId === debtorId &&
        Temporal.PlainDate.compare(other.contactedOn, contactedOn) <= 0 &&
        Temporal.PlainDate.compare(other.contactedOn, contactedOn.subtract({ days: 7 })) > 0,
    );
    return new Set(within.map(({ runId }) => runId)).size > 2;
  });
  expect(breaches).toEqual([]);
}, 180_000);
