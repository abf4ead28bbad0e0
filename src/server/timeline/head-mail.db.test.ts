import { expect, test } from 'vitest';
import { LANGUAGES, type Language } from '#core/receivables/kinds.ts';
import { readHead } from '#core/timeline/head.ts';
import { sealMailServer } from '#server/companies/mail-server.ts';
import { showStatus } from '#server/installation-status/show-status.ts';
import { inCompany } from '#server/platform/db.ts';
import { readMail } from '#server/platform/read-mail.ts';
import { addFence, markReleased } from '#server/send-stops/queries.ts';
import { whySilent } from '#server/silence/find-silences.ts';
import { tellOwners } from '#server/silence/tell-owners.ts';
import { freshDb } from '#test/support/fresh-db.ts';
import { addCompany, addMember } from '#test/support/people.ts';
import { scriptedSmtp } from '#test/support/scripted-smtp.ts';
import { toolsFor } from '#test/support/tools.ts';
import { changeHeadMail } from './change-head-mail.ts';
import { compareHead } from './compare-head.ts';
import { mailHead, mailHeadsEverywhere } from './mail-head.ts';
import { showHead } from './show-head.ts';

const fresh = await freshDb();
const smtp = await scriptedSmtp();
const TO = 'lawyer@elsewhere.example';

/** A company whose head is mailed each day, at noon of that day; an owner, and nothing mailed yet. */
async function mailing(day: string, given: { language?: Language; smtpUrl?: string | null } = {}) {
  const { language = 'en', smtpUrl = smtp.url } = given;
  const tools = toolsFor(fresh, { today: day, installation: { smtpUrl } });
  const company = await addCompany(tools, {
    key: `head-${day}-${language}`,
    name: 'Lambert & "Co" <b>',
    language,
  });
  const actor = await addMember(company, 'owner');
  await changeHeadMail({ ...company, actor }, { mailTo: ` ${TO} ` });
  smtp.accepted.length = 0;
  smtp.script = [];
  return { tools, company, actor };
}

const kinds = async (company: Awaited<ReturnType<typeof mailing>>['company']) => {
  const rows = await inCompany(company, (trx) =>
    trx.selectFrom('timelineEntry').select(['kind', 'personal']).orderBy('id').execute(),
  );
  return rows.map(({ kind }) => kind);
};

test('the head is mailed once a day, by whichever of several processes looks first', async () => {
  const { tools, company } = await mailing('2026-03-30');
  await Promise.all([mailHead(company), mailHead(company), mailHeadsEverywhere(tools)]);
  await mailHead(company);
  expect(smtp.accepted).toHaveLength(1);
  expect(smtp.accepted[0]?.to).toEqual([TO]);
  expect(await showHead(company)).toMatchObject({
    mailTo: TO,
    last: { state: 'sent', to: TO, on: '2026-03-30' },
    failure: null,
  });
  expect(await kinds(company)).toEqual(['setting_changed', 'head_mailed']);

  // Three days nobody looked: one mail, not four.
  tools.clock.set('2026-04-03');
  await mailHead(company);
  await mailHead(company);
  expect(smtp.accepted).toHaveLength(2);
  const witnesses = await inCompany(company, (trx) =>
    trx.selectFrom('timelineWitness').select(['way', 'toldTo']).execute(),
  );
  expect(witnesses).toEqual([
    { way: 'mail', toldTo: TO },
    { way: 'mail', toldTo: TO },
  ]);
});

test.each(LANGUAGES)(
  'in %s it says which company, when, how many events, the hash, and how to compare it',
  async (language) => {
    const { company } = await mailing('2026-04-07', { language });
    const { count, hash } = await showHead(company);
    await mailHead(company);
    const { subject, text, html, headers } = await readMail(
      Buffer.from(smtp.accepted[0]?.body ?? '', 'latin1'),
    );
    const header = (name: string) => headers.find((one) => one.name.toLowerCase() === name)?.value;
    expect(subject).toContain('Lambert & "Co" <b>');
    expect(subject).toContain('2026');
    expect(header('auto-submitted')).toBe('auto-generated');
    expect(header('x-rappel-head')).toBe(`${count} ${hash}`);
    const command = /rappel audit --company head-2026-04-07-\w\w --head "([^"]+)"/.exec(
      text.replaceAll(/\r?\n/g, ' '),
    );
    expect(await compareHead(company, readHead(command?.[1] ?? ''))).toBe('earlier');
    expect(text).toContain(`: ${count}`);
    expect(html).toContain('&#60;b&#62;');
    expect(html).not.toContain('<b>');
  },
);

test('nothing where no address was chosen, and a wrong one is refused', async () => {
  const { company, actor } = await mailing('2026-04-08');
  const owner = { ...company, actor };
  await changeHeadMail(owner, { mailTo: null });
  await mailHead(company);
  expect(smtp.accepted).toHaveLength(0);
  await expect(changeHeadMail(owner, { mailTo: 'Anne <anne@x.example>, b@x.example' })).rejects.toMatchObject(
    {
      code: 'email_unusable',
    },
  );
  expect(await showHead(company)).toMatchObject({ mailTo: null, last: null });
});

test('a copy of the data mails nothing until somebody releases it', async () => {
  const { company, actor } = await mailing('2026-04-09');
  await fresh.db.transaction().execute((trx) => addFence(trx, { kind: 'copied', facts: {} }));
  await mailHead(company);
  expect(smtp.accepted).toHaveLength(0);
  expect((await showHead(company)).last).toBeNull();
  await fresh.db
    .transaction()
    .execute((trx) => markReleased(trx, { fence: null, by: actor, reason: 'the same machine' }));
  await mailHead(company);
  expect(smtp.accepted).toHaveLength(1);
});

test('one that is put off is offered again within its day; one whose answer was lost is not', async () => {
  const { tools, company } = await mailing('2026-04-10');
  smtp.script = ['451 after the dot', 'accept'];
  await mailHead(company);
  expect(await showHead(company)).toMatchObject({ last: { state: 'later' }, failure: null });
  await mailHead(company);
  expect(await showHead(company)).toMatchObject({ last: { state: 'sent' } });

  tools.clock.set('2026-04-11');
  smtp.script = ['drop after the dot'];
  const before = smtp.offered.length;
  await mailHead(company);
  await mailHead(company);
  expect(smtp.offered).toHaveLength(before + 1);
  expect(await showHead(company)).toMatchObject({
    last: { state: 'unknown' },
    failure: { since: expect.any(String) },
  });
  expect((await kinds(company)).at(-1)).toBe('head_not_mailed');
});

test('a failure is told to the owners once and stands on the status page, and reminders are not called silent for it', async () => {
  const { tools, company, actor } = await mailing('2026-04-13');
  smtp.script = ['550 on rcpt'];
  await mailHead(company);
  expect(await showHead(company)).toMatchObject({ failure: { answer: { kind: 'words' } } });
  expect(await whySilent(tools)).toBeNull();
  const { companies } = await showStatus(tools);
  expect(companies.find(({ key }) => key === 'head-2026-04-13-en')).toMatchObject({ headMailFails: true });
  smtp.accepted.length = 0;
  await tellOwners(company);
  await tellOwners(company);
  expect(smtp.accepted).toHaveLength(1);

  // Another address is tried on the same day.
  await changeHeadMail({ ...company, actor }, { mailTo: 'other@elsewhere.example' });
  await mailHead(company);
  expect(await showHead(company)).toMatchObject({
    failure: null,
    last: { state: 'sent', to: 'other@elsewhere.example' },
  });
});

test('a process that died in the middle leaves a doubt and no second mail', async () => {
  const { tools, company } = await mailing('2026-04-14');
  await mailHead(company);
  await inCompany(company, (trx) =>
    trx.updateTable('headMail').set({ state: 'sending', endedAt: null }).execute(),
  );
  await mailHead(company);
  expect(await showHead(company)).toMatchObject({ last: { state: 'sending' } });
  tools.clock.set('2026-04-15');
  await mailHead(company);
  expect(smtp.accepted).toHaveLength(2);
  const states = await inCompany(company, (trx) =>
    trx.selectFrom('headMail').select('state').orderBy('mailedOn').execute(),
  );
  expect(states).toEqual([{ state: 'unknown' }, { state: 'sent' }]);
});

test('a mail server sealed with another secret puts the head off with the reason, and leaves no doubt', async () => {
  const { tools, company } = await mailing('2026-04-16');
  const sealed = sealMailServer(
    { ...tools, installation: { ...tools.installation, secret: 'the secret of another installation' } },
    'smtp://lambert:secret@127.0.0.1:2525',
  );
  const seal = (smtpUrlSealed: string | null) =>
    inCompany(company, (trx) =>
      trx.updateTable('company').set({ smtpUrlSealed }).where('id', '=', company.companyId).execute(),
    );
  await seal(sealed);
  for (const _ of [1, 2, 3]) await mailHead(company);
  expect(await showHead(company)).toMatchObject({
    last: { state: 'later' },
    failure: { since: '2026-04-16T09:30:00Z', answer: { words: expect.stringContaining('RAPPEL_SECRET') } },
  });
  expect((await kinds(company)).filter((kind) => kind === 'head_not_mailed')).toHaveLength(1);
  await seal(null);
  await mailHead(company);
  expect(await showHead(company)).toMatchObject({ last: { state: 'sent' }, failure: null });
});

test('since when it does not leave stays where it is offered again; a lost try counts from when it was taken', async () => {
  const { tools, company } = await mailing('2026-04-17');
  let now = Temporal.Instant.from('2026-04-17T07:00:00Z');
  const moving = { ...company, clock: { ...tools.clock, now: () => now, today: tools.clock.today } };
  smtp.script = ['451 after the dot', '451 after the dot', '451 after the dot'];
  for (const _ of [1, 2, 3]) {
    await mailHead(moving);
    now = now.add({ hours: 1 });
  }
  expect(await showHead(company)).toMatchObject({ failure: { since: '2026-04-17T07:00:00Z' } });
  // Taken a minute ago: whoever took it is still at work, however long ago the first try was.
  await inCompany(company, (trx) =>
    trx
      .updateTable('headMail')
      .set({ state: 'sending', endedAt: null, takenAt: now.subtract({ minutes: 1 }) })
      .execute(),
  );
  await mailHead(moving);
  expect(await showHead(company)).toMatchObject({ last: { state: 'sending' } });
  now = now.add({ minutes: 30 });
  await mailHead(moving);
  expect(await showHead(company)).toMatchObject({ last: { state: 'unknown' } });
});
