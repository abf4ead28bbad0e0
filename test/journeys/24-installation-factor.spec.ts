import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, test } from 'vitest';
import { addressAs, openDb, openPool } from '#server/platform/db.ts';
import { addressOf, startPostgres } from '#server/platform/embedded-postgres.ts';
import { addFence } from '#server/send-stops/queries.ts';
import { codesAt } from '#server/users/totp.ts';
import { beginJourney, keepPicture, openScreen } from '#test/support/journey.ts';
import { addCompanyByCommand, addPersonByCommand, PASSWORD, signIn } from '#test/support/journey-people.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'rappel-installation-factor-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const { rappel, visitor } = await beginJourney('start', {
  RAPPEL_DATA_DIR: folder,
  RAPPEL_SECOND_FACTOR: 'owners',
});
const page = await visitor();
let secret = '';

/** The code that the app shows now, or in the half minute after: each is taken once. */
const codeOf = (when: 'now' | 'next') =>
  codesAt(secret.replaceAll(' ', ''), Temporal.Now.instant())[when === 'now' ? 1 : 2]?.code ?? '';

test('whoever looks after the installation is led to set up a second factor before its status opens', async () => {
  keepPicture(page);
  await addCompanyByCommand(rappel, { key: 'lambert', name: 'Lambert' });
  const odile = await addPersonByCommand(rappel, { name: 'Odile', company: 'lambert' });
  await signIn(page, odile, 'This company asks for a second factor');

  await openScreen(page, '/status');
  await page.getByRole('heading', { level: 1, name: 'The installation asks for a second factor' }).waitFor();
  await page.getByRole('link', { name: 'To my account' }).click();
  await page.getByText('or the installation you look after, asks for a second factor').waitFor();
  await page.getByRole('button', { name: 'Set up' }).click();
  const setUp = page.getByRole('dialog', { name: 'Authenticator app' });
  await setUp.getByLabel(/^Your password/).fill(PASSWORD);
  await setUp.getByRole('button', { name: 'Continue' }).click();
  secret = await setUp.getByLabel('Or type this in the app').inputValue();
  await setUp.getByLabel(/^Code/).fill(codeOf('now'));
  await setUp.getByRole('button', { name: 'Set up' }).click();
  await page.getByRole('button', { name: 'I have kept them' }).click();

  await openScreen(page, '/status');
  await page.getByRole('heading', { level: 1, name: 'Status of the installation' }).waitFor();
});

test('what is held back is released with the second factor given once more', async () => {
  keepPicture(page);
  await holdBackLater();
  await openScreen(page, '/status');
  const held = page.getByRole('region', { name: 'Nothing leaves' });
  await held.getByRole('button', { name: 'Release…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Let mails and letters leave again' });
  await dialog.getByLabel('What did you check?').fill('Nothing was sent since');
  await dialog.getByRole('button', { name: 'Release' }).click();
  await dialog.getByText('First give your second factor again.').waitFor();
  await dialog.getByLabel(/^Code/).fill(codeOf('next'));
  await dialog.getByRole('button', { name: 'Continue' }).click();
  await held.waitFor({ state: 'detached' });
  await page.getByText('Nothing was sent since').waitFor();
});

/** Restored data, in a session whose second factor was given a quarter of an hour ago. */
async function holdBackLater(): Promise<void> {
  const { connection } = await startPostgres(folder);
  const pool = openPool({ connectionString: addressAs(addressOf(connection, 'rappel'), 'rappel_entry') });
  await pool.query(`update user_session set second_factor_at = now() - interval '15 minutes'`);
  await openDb(pool)
    .transaction()
    .execute((trx) => addFence(trx, { kind: 'restored', facts: { by: 'database', takenAt: '' } }));
  await pool.end();
}
