import { expect, test } from 'vitest';
import { beginJourney, keepPicture, openScreen, signInByLink } from '#test/support/journey.ts';

const { rappel, visitor } = await beginJourney('demo');
const page = await visitor();
await signInByLink(page, rappel);
const EXPORT = 'demo/files/export-comptable-2026-04-03.csv';
let run = '';

test.each(['/account', '/no/such/page', '/c/no-such-company'])(
  '%s leads back to the company',
  async (path) => {
    keepPicture(page);
    await openScreen(page, '/c/lambert');
    await openScreen(page, path);
    await page.getByRole('link', { name: 'Open items' }).click();
    await page.getByRole('heading', { name: 'Open items', level: 1 }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/c/lambert/items');
  },
);

test('the ledger of an accounting package comes in: recognised, checked, and only then written', async () => {
  keepPicture(page);
  await page.getByRole('link', { name: 'Import', exact: true }).click();
  await page.locator('input[type=file]').setInputFiles(EXPORT);
  await page.getByText('Recognised as CSV: list of open items').waitFor();
  await page.getByText('Suspicious').first().waitFor();
  expect(await page.getByText('Imported:').count()).toBe(0);
  await page.getByRole('button', { name: 'Import', exact: true }).click();
  await page.getByText(/^Imported: 12 new, \d+ changed, \d+ settled\.$/).waitFor();
});

test('the same file again changes nothing', async () => {
  keepPicture(page);
  await page.getByRole('button', { name: 'Another file' }).click();
  await page.locator('input[type=file]').setInputFiles(EXPORT);
  await page.getByRole('button', { name: 'Import', exact: true }).click();
  await page.getByText('Imported: 0 new, 0 changed, 0 settled.').waitFor();
});

test('a run proposes, shows the very mail and letter, says why others are left out, and lets one be dropped', async () => {
  keepPicture(page);
  await page.getByRole('link', { name: 'Runs' }).click();
  await page.getByRole('button', { name: 'Plan a run' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Compute the proposals' }).click();
  await page.getByText('Total asked').waitFor();
  run = page.url();
  await page.frameLocator('iframe').getByText('Brasserie Lambert').first().waitFor();
  await page.getByRole('tab', { name: 'Letter' }).click();
  await page.getByRole('img', { name: /^Page 1 of/ }).waitFor();
  await page.getByText('Left out (').click();
  await page.getByText('Livraison contestée', { exact: false }).first().waitFor();
  await page.getByText('To send (').click();
  await page.getByRole('button', { name: /^Drop/ }).first().click();
  await page.getByText('1 dropped').waitFor();
});

test('an edit is taken back by its key', async () => {
  keepPicture(page);
  await page
    .getByRole('grid', { name: 'Proposed notices' })
    .or(page.getByRole('table', { name: 'Proposed notices' }))
    .getByRole('row')
    .nth(1)
    .click();
  await page.keyboard.press('u');
  await page.getByText('1 dropped').waitFor({ state: 'detached' });
});

test('approved and sent, its mails are in the outbox and its notices on the items', async () => {
  keepPicture(page);
  await page.getByRole('button', { name: 'Approve…' }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Send \d+ notices?$/ })
    .click();
  await page.getByRole('button', { name: 'Undo the run' }).waitFor({ timeout: 60_000 });
  // How they left is counted again and again: first it is there, then nothing waits any more.
  await page.getByRole('group', { name: 'What became of the notices' }).waitFor();
  await page.getByRole('button', { name: /^Waiting/ }).waitFor({ state: 'detached', timeout: 60_000 });
  await page.getByRole('link', { name: 'Outbox' }).click();
  await page.frameLocator('iframe').getByText('Brasserie Lambert').first().waitFor();

  await openScreen(page, '/c/lambert/items?find=F2025-03705');
  await page.getByRole('link', { name: 'F2025-03705' }).first().click();
  await page
    .getByRole('table', { name: 'Reminders' })
    .or(page.getByRole('grid', { name: 'Reminders' }))
    .getByText('Sent')
    .first()
    .waitFor();
});

test('undone, its levels go back, and the items keep both in their history', async () => {
  keepPicture(page);
  const item = page.url();
  await openScreen(page, run);
  await page.getByRole('button', { name: 'Undo the run' }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Take back \d+ notices?$/ })
    .click();
  await page.getByText('Undone', { exact: true }).first().waitFor({ timeout: 60_000 });
  await openScreen(page, item);
  await page.getByText('Undone', { exact: true }).first().waitFor();
});
