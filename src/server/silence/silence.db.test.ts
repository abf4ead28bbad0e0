import { afterEach, expect, test } from 'vitest';
import { setSchedule } from '#server/automatic-runs/change-schedule.ts';
import { lookAt } from '#server/automatic-runs/look-what-is-due.ts';
import { showAutomatic, showAutomaticRuns } from '#server/automatic-runs/show-automatic.ts';
import { sealMailServer } from '#server/companies/mail-server.ts';
import { inCompany } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { addDefaultPolicy } from '#server/policies/add-policy.ts';
import { addFence } from '#server/send-stops/queries.ts';
import { BY_SHELL, releaseSending } from '#server/send-stops/release-sending.ts';
import { freshDb } from '#test/support/fresh-db.ts';
import { addCompany, addMember } from '#test/support/people.ts';
import { scriptedSmtp } from '#test/support/scripted-smtp.ts';
import { toolsFor } from '#test/support/tools.ts';
import { whySilent } from './find-silences.ts';
import { tellOwners } from './tell-owners.ts';
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

/** The same company at another moment. */
const at = (company: CompanyTools, time: string): CompanyTools => ({
  ...company,
  clock: { ...company.clock, now: () => Temporal.Instant.from(time) },
});

const fence = (kind: 'restored' | 'copied' | 'upgraded') =>
  fresh.db.transaction().execute((trx) => addFence(trx, { kind, facts: {} }));
const release = () => releaseSending(fresh, { fence: null, reason: 'it is the only one', by: BY_SHELL });

afterEach(async () => {
  await release();
});

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

test.each(['restored', 'copied', 'upgraded'] as const)(
  'held back because %s, it is looked all the same: nobody is silent, and the day says what holds it back',
  async (kind) => {
    const { company } = await scheduled('2026-04-13', '2026-04-14');
    await fence(kind);
    expect(await whySilent(company)).toContain('nobody looks');
    await lookAt(company);
    expect(await whySilent(company)).toBeNull();
    expect((await showAutomatic(company)).alarm).toEqual({
      code: 'held_up',
      since: '2026-04-14',
      answer: { kind: 'refusal', code: 'sending_stopped', facts: { reason: kind } },
    });
    // A clock that really stops is noticed behind a fence too.
    expect(await whySilent(at(company, '2026-04-14T09:40:00Z'))).toBeNull();
    expect(await whySilent(at(company, '2026-04-14T09:40:01Z'))).toContain('nobody looks');

    await release();
    await lookAt(company);
    expect((await showAutomatic(company)).alarm).toBeNull();
    await goneBy(company);
  },
);

test('a day that went by behind a fence is on the list with what held it back', async () => {
  const { tools, company } = await scheduled('2026-04-13', '2026-04-14');
  await fence('copied');
  await lookAt(company);
  tools.clock.set('2026-04-15');
  await lookAt(company);
  const { rows } = await showAutomaticRuns(company, { page: 1, perPage: 10 });
  expect(rows.find(({ on }) => on === '2026-04-14')).toMatchObject({
    state: 'missed',
    answer: { code: 'sending_stopped', facts: { reason: 'copied' } },
  });
  await goneBy(company);
});

test.each(['restored', 'copied', 'upgraded'] as const)(
  'the owners of data that nobody has released (%s) get no mail; once released they are told, once',
  async (kind) => {
    const { company } = await scheduled('2026-04-20', '2026-04-22');
    smtp.accepted.length = 0;
    await fence(kind);
    await tellOwners(company);
    expect(smtp.accepted).toHaveLength(0);
    expect(await whySilent(company)).toContain('nobody looks');

    await release();
    await tellOwners(company);
    await tellOwners(company);
    expect(smtp.accepted).toHaveLength(1);
    await goneBy(company);
  },
);

test('a mail server that lets nobody in behind a fence is shown, and told once it is released', async () => {
  const { tools, company } = await scheduled('2026-04-27', '2026-04-28');
  await lookAt(company);
  smtp.accepted.length = 0;
  await inCompany(company, (trx) =>
    trx
      .updateTable('company')
      .set({ smtpUrlSealed: sealMailServer(tools, CLOSED) })
      .execute(),
  );
  await fence('copied');
  await watchMail(company);
  expect(smtp.accepted).toHaveLength(0);
  expect(await whySilent(company)).toContain('mail server');
  expect((await showAutomatic(company)).alarm).toMatchObject({ code: 'mail_login' });
  await release();
  await watchMail(company);
  expect(smtp.accepted).toHaveLength(1);
  await goneBy(company);
});
