import { sql } from 'kysely';
import { expect, test } from 'vitest';
import type { Policy } from '#core/dunning/policy.ts';
import { DEFAULT_SCHEDULE } from '#core/schedule/check-schedule.ts';
import { inCompany } from '#server/platform/db.ts';
import { addDefaultPolicy } from '#server/policies/add-policy.ts';
import { brussels, standingClock } from '#test/support/brussels-clock.ts';
import { freshDb } from '#test/support/fresh-db.ts';
import { addCompany, addDebtor, addDocument, addMember } from '#test/support/people.ts';
import { scriptedSmtp } from '#test/support/scripted-smtp.ts';
import { runJobs, toolsFor } from '#test/support/tools.ts';
import { setSchedule } from './change-schedule.ts';
import { lookAt } from './look-what-is-due.ts';
import { showAutomatic } from './show-automatic.ts';
import { showVetoLink, vetoByLink } from './veto-run.ts';
import { vetoToken } from './veto-token.ts';
import { automaticRunWorkers } from './workers.ts';

const BRUSSELS = 'Europe/Brussels';
const smtp = await scriptedSmtp();
const fresh = await freshDb();
let at = brussels('2026-03-30 08:00');
const tools = {
  ...toolsFor(fresh, { installation: { smtpUrl: smtp.url } }),
  clock: standingClock(() => at),
};

/** One late debtor, all of whose steps are automatic, and a schedule that forewarns a day ahead. */
async function announcedCompany() {
  at = brussels('2026-03-30 08:00');
  const lambert = await addCompany(tools);
  const terms = { id: lambert.companyId, country: 'BE', currency: 'EUR' as const, language: 'fr' as const };
  await inCompany(lambert, async (trx) => {
    await addDefaultPolicy(trx, terms);
    const [version] = await trx.selectFrom('dunningPolicyVersion').select(['body']).execute();
    const steps = version?.body.steps.map((step) => ({ ...step, mode: 'automatic', channels: ['post'] }));
    const body = { ...version?.body, steps } as Policy;
    await sql`update dunning_policy_version set body = ${JSON.stringify(body)}::jsonb`.execute(trx);
  });
  const debtor = await addDebtor(lambert, { name: 'Café Secret', preferredChannel: 'post' });
  await addDocument(lambert, debtor, {
    number: 'F-SECRET',
    items: [{ dueOn: '2026-03-01', open: '120.00' }],
  });
  const clerk = await addMember(lambert, 'clerk', { name: 'Odile Lambert' });
  await addMember(lambert, 'reader', { name: 'Rita Reader' });
  await setSchedule(lambert, { ...DEFAULT_SCHEDULE, weekdays: [2], forewarnHours: 24 });
  return { lambert, clerk };
}

/** The mails this server took over, their text as it is read. */
function mails() {
  return smtp.accepted.map(({ body, to }) => ({
    to,
    text: body.replaceAll('=\r\n', '').replaceAll('=3D', '=').replaceAll(/\r\n/g, '\n'),
  }));
}
/** How telling people ended, company by company: others of this file may still be asked. */
const told = async () => (await runJobs(tools, automaticRunWorkers)).map(({ status }) => status);
const tokenIn = (text: string) => /\/veto\/([\w-]+)\n/.exec(text)?.[1] ?? '';

test('owners and clerks are told a day before, once, with counts and a link; nobody else is', async () => {
  const { lambert } = await announcedCompany();
  smtp.accepted.splice(0);
  at = brussels('2026-03-30 08:59');
  await lookAt(lambert);
  expect(await runJobs(tools, automaticRunWorkers)).toEqual([]);
  at = brussels('2026-03-30 09:00');
  await lookAt(lambert);
  await runJobs(tools, automaticRunWorkers);
  await lookAt(lambert);
  await runJobs(tools, automaticRunWorkers);
  expect(mails()).toHaveLength(1);
  const [mail] = mails();
  expect(mail?.text).not.toMatch(/Secret|F-SECRET|120[.,]00/);
  expect(tokenIn(mail?.text ?? '')).not.toBe('');
  const { coming } = await showAutomatic(lambert);
  expect(coming?.announced).toMatchObject({ expected: { automatic: 1, toConfirm: 0 } });
  expect(coming?.announced?.forewarnedAt).not.toBeNull();
});

test('opening the link changes nothing, using it stops the day, in the name of whom it was sent to', async () => {
  const { lambert } = await announcedCompany();
  smtp.accepted.splice(0);
  at = brussels('2026-03-30 09:00');
  await lookAt(lambert);
  await runJobs(tools, automaticRunWorkers);
  const token = tokenIn(mails()[0]?.text ?? '');
  for (let nth = 0; nth < 3; nth += 1) {
    const shown = await showVetoLink(tools, token);
    expect(shown).toEqual({
      company: 'Brasserie Lambert SA',
      on: '2026-03-31',
      dueAt: '2026-03-31T07:00:00Z',
      timeZone: BRUSSELS,
      state: 'announced',
      expected: { automatic: 1, toConfirm: 0 },
    });
  }
  expect(await vetoByLink(tools, token)).toMatchObject({ state: 'vetoed' });
  expect(await vetoByLink(tools, token)).toMatchObject({ state: 'vetoed' });
  at = brussels('2026-03-31 09:00');
  await lookAt(lambert);
  expect(await showAutomatic(lambert)).toMatchObject({
    last: { on: '2026-03-31', state: 'vetoed', vetoedBy: 'Odile Lambert' },
  });
  expect(await inCompany(lambert, (trx) => trx.selectFrom('run').select('id').execute())).toEqual([]);
});

test('a link is refused once it has expired, is cut short, is another’s, or its reader has left', async () => {
  const { lambert, clerk } = await announcedCompany();
  const veto = { companyId: lambert.companyId, runOn: Temporal.PlainDate.from('2026-03-31'), userId: clerk };
  const refused = { code: 'veto_link_unusable' };
  at = brussels('2026-03-30 09:00');
  await lookAt(lambert);
  const token = vetoToken(tools, veto, brussels('2026-03-31 09:00'));
  const elsewhere = {
    installation: { ...tools.installation, secret: 'another secret of forty characters!!!!!!' },
  };
  const forged = vetoToken(elsewhere, veto, brussels('2026-03-31 09:00'));
  await expect(showVetoLink(tools, token.slice(0, -2))).rejects.toMatchObject(refused);
  await expect(vetoByLink(tools, forged)).rejects.toMatchObject(refused);
  at = brussels('2026-03-31 08:59');
  await expect(showVetoLink(tools, token)).resolves.toMatchObject({ state: 'announced' });
  await tools.db.deleteFrom('membership').where('userId', '=', clerk).execute();
  await expect(vetoByLink(tools, token)).rejects.toMatchObject(refused);
  at = brussels('2026-03-31 09:00');
  await expect(showVetoLink(tools, token)).rejects.toMatchObject(refused);
});

test('where the mail server refuses, nothing begins, the reason is shown, and people are told later', async () => {
  const { lambert } = await announcedCompany();
  smtp.script = ['550 on rcpt'];
  at = brussels('2026-03-30 09:00');
  await lookAt(lambert);
  expect(await told()).toContain('failed');
  at = brussels('2026-03-30 09:16');
  await lookAt(lambert);
  smtp.script = [];
  expect(await told()).toEqual(['completed']);
  expect((await showAutomatic(lambert)).coming?.announced?.forewarnedAt).toBe('2026-03-30T07:16:00Z');
});
