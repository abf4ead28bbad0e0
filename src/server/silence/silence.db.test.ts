import { expect, test } from 'vitest';
import { setSchedule } from '#server/automatic-runs/change-schedule.ts';
import { lookAt } from '#server/automatic-runs/look-what-is-due.ts';
import { showAutomatic, showAutomaticRuns } from '#server/automatic-runs/show-automatic.ts';
import { sealMailServer } from '#server/companies/mail-server.ts';
import { inCompany } from '#server/platform/db.ts';
import { addDefaultPolicy } from '#server/policies/add-policy.ts';
import { freshDb } from '#test/support/fresh-db.ts';
import { addCompany, addMember } from '#test/support/people.ts';
import { scriptedSmtp } from '#test/support/scripted-smtp.ts';
import { toolsFor } from '#test/support/tools.ts';
import { whySilent } from './find-silences.ts';
import { watchMail } from './watch-mail.ts';

const fresh = await freshDb();
const smtp = await scriptedSmtp();
const CLOSED = 'smtp://somebody:wrong@127.0.0.1:9';

/** A company whose reminders go out by themselves since the day before. */
async function scheduled(since: string, today: string) {
  const tools = toolsFor(fresh, { today: since, installation: { smtpUrl: smtp.url } });
  const company = await addCompany(tools);
  const terms = { id: company.companyId, country: 'BE', currency: 'EUR' as const, language: 'fr' as const };
  await inCompany(company, (trx) => addDefaultPolicy(trx, terms));
  await addMember(company, 'owner');
  await addMember(company, 'clerk');
  await setSchedule(company, {
    weekdays: [1, 2, 3, 4, 5],
    localTime: '09:00',
    skipsHolidays: true,
    forewarnHours: 0,
  });
  tools.clock.set(today);
  return { tools, company };
}

const goneBy = (company: { db: typeof fresh.db; companyId: string }) =>
  inCompany(company, (trx) => trx.updateTable('runSchedule').set({ isActive: false }).execute());

test('a clock that stops is told to whoever watches from outside, and the days it missed are on the list', async () => {
  const { tools, company } = await scheduled('2026-03-27', '2026-03-30');
  await lookAt(company);
  expect(await whySilent(tools)).toBeNull();
  // Nothing was due on Monday: it was looked, and that is another thing than not having looked.
  const [monday] = (await showAutomaticRuns(company, { page: 1, perPage: 10 })).rows;
  expect(monday).toMatchObject({ on: '2026-03-30', state: 'done', run: null, answer: null });

  tools.clock.set('2026-04-01');
  expect(await whySilent(tools)).toContain('nobody looks');
  expect((await showAutomatic(company)).alarm?.code).toBe('clock_stopped');
  const { rows, total } = await showAutomaticRuns(company, { page: 1, perPage: 10 });
  expect(total).toBe(2);
  expect(rows[0]).toMatchObject({
    on: '2026-03-31',
    state: 'missed',
    answer: { code: 'automatic_nobody_looked', facts: { on: '2026-03-31' } },
  });

  await lookAt(company);
  expect(await whySilent(tools)).toBeNull();
  await goneBy(company);
});

test('a mail server that lets nobody in is noticed at the next look, and the owners are told once by the other one', async () => {
  const { tools, company } = await scheduled('2026-04-06', '2026-04-07');
  await lookAt(company);
  smtp.accepted.length = 0;
  const markServer = (url: string) =>
    inCompany(company, (trx) =>
      trx
        .updateTable('company')
        .set({ smtpUrlSealed: sealMailServer(tools, url) })
        .execute(),
    );
  await markServer(CLOSED);
  await watchMail(company);
  expect(await whySilent(tools)).toContain('mail server');
  const { alarm } = await showAutomatic(company);
  expect(alarm).toMatchObject({ code: 'mail_login', since: '2026-04-07', answer: { kind: 'words' } });
  expect(smtp.accepted).toHaveLength(1);
  await watchMail(company);
  expect(smtp.accepted).toHaveLength(1);

  await markServer(smtp.url);
  await watchMail(company);
  expect(await whySilent(tools)).toBeNull();
  expect((await showAutomatic(company)).alarm).toBeNull();
  await goneBy(company);
});
