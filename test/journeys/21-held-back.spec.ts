import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { listCompanies } from '#server/companies/queries.ts';
import { addressAs, inCompany, openDb, openPool } from '#server/platform/db.ts';
import { addressOf, startPostgres } from '#server/platform/embedded-postgres.ts';
import { keepWatch } from '#server/silence/queries.ts';
import { beginJourney, keepPicture, openScreen } from '#test/support/journey.ts';
import { addCompanyByCommand, addPersonByCommand, signIn } from '#test/support/journey-people.ts';
import { startRappel } from '#test/support/rappel.ts';
import { paths } from '#web/paths.ts';
import { DESTINATIONS } from '#web/shell/destinations.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'rappel-held-back-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const env = { RAPPEL_DATA_DIR: folder, RAPPEL_SMTP_URL: 'smtp://127.0.0.1:9' };

/** A company with an owner, backed up; then the backup is put in the place of what is there. @returns the owner's address */
async function backUpAndRestore(): Promise<string> {
  const before = await startRappel('start', env);
  const backup = path.join(folder, 'till.rappel');
  await addCompanyByCommand(before, { key: 'till', name: 'Till SA' });
  const owner = await addPersonByCommand(before, { name: 'Odile', company: 'till' });
  await before.command('backup', '--to', backup);
  await before.stop();
  await before.command('restore', backup, '--yes');
  return owner;
}

const odile = await backUpAndRestore();
const { rappel, visitor } = await beginJourney('start', env);
const page = await visitor();

/** Every place of a company, and where its menus lead from there. */
const BELOW = [
  ...[paths.bankAccounts, paths.bankStatements, paths.bankRules, paths.bankLedger, paths.bankSettings],
  ...[paths.groups, paths.termsSettings, paths.mailSettings, paths.automaticSettings],
  ...[paths.userSettings, paths.securitySettings, paths.dataSettings, paths.goLive],
];
const OF_THE_COMPANY = [...DESTINATIONS.map(({ href }) => href), ...BELOW].map((to) => to('till'));
const OF_NO_COMPANY = [paths.account(), paths.status(), paths.newCompany()];

const held = () => page.getByRole('region', { name: 'Nothing leaves' });
const silent = () => page.getByRole('region', { name: 'Reminders are not leaving.' });
const readiness = async () => {
  const answer = await fetch(new URL('/health/ready', rappel.address));
  return { status: answer.status, body: await answer.json() };
};

beforeAll(() => signIn(page, odile));

test.each([...OF_THE_COMPANY, ...OF_NO_COMPANY])(
  'restored data say on %s that nothing leaves',
  async (to) => {
    keepPicture(page);
    await openScreen(page, to);
    await held().getByText('Nothing leaves: these data were restored.').waitFor();
  },
);

test('it is no silence: whoever watches from outside is told that all is well', async () => {
  expect(await readiness()).toEqual({ status: 200, body: { status: 'ok' } });
});

test('whoever looks after the installation releases it, with a reason, and the banner goes', async () => {
  keepPicture(page);
  await openScreen(page, paths.overview('till'));
  await held().getByRole('button', { name: 'Release…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Let mails and letters leave again' });
  await dialog.getByLabel('What did you check?').fill('None of them was in the Sent folder');
  await dialog.getByRole('button', { name: 'Release' }).click();
  await held().waitFor({ state: 'detached' });
});

test.each([...OF_THE_COMPANY, ...OF_NO_COMPANY])('released, %s says nothing of it any more', async (to) => {
  keepPicture(page);
  await openScreen(page, to);
  expect(await held().count()).toBe(0);
  expect(await silent().count()).toBe(0);
});

test('a mail server that lets nobody in makes a silence, of which whoever watches from outside is told', async () => {
  await rappel.command('schedule', 'set', '--company', 'till');
  await lookAtMailServer('connect ECONNREFUSED 127.0.0.1:9');
  await expect.poll(readiness, { timeout: 60_000, interval: 1000 }).toEqual({
    status: 503,
    body: { status: 'not_ready', reason: 'a mail server does not let Rappel in' },
  });
});

test.each(OF_THE_COMPANY)('and %s says so', async (to) => {
  keepPicture(page);
  await openScreen(page, to);
  await silent().getByText('the mail server does not let Rappel in').waitFor();
});

test('where nothing goes out by itself any more, the banner goes', async () => {
  keepPicture(page);
  await rappel.command('schedule', 'off', '--company', 'till');
  await lookAtMailServer(null);
  await openScreen(page, paths.worklist('till'));
  await silent().waitFor({ state: 'detached' });
});

/** What the look at the mail server finds, which is made every five minutes. */
async function lookAtMailServer(answer: string | null): Promise<void> {
  const { connection } = await startPostgres(folder);
  const pool = openPool({ connectionString: addressAs(addressOf(connection, 'rappel'), 'rappel_entry') });
  const db = openDb(pool);
  for (const { id: companyId } of await listCompanies(db))
    await inCompany({ db, companyId }, (trx) =>
      keepWatch(trx, companyId, { at: Temporal.Now.instant(), answer }),
    );
  await pool.end();
}
