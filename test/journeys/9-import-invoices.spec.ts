import { readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { beginJourney, keepPicture, openScreen, settle, signInByLink } from '#test/support/journey.ts';

const { rappel, visitor } = await beginJourney('demo');
const FOLDER = path.resolve('demo/files/ubl');
const INVOICES = readdirSync(FOLDER).map((name) => path.join(FOLDER, name));

test('several electronic invoices come in together: the one that is none is named, the others are imported at once', async () => {
  const stranger = path.join(rappel.env.RAPPEL_DATA_DIR ?? '', 'stranger.xml');
  writeFileSync(stranger, '<Order/>');
  const page = await visitor();
  keepPicture(page);
  await signInByLink(page, rappel);
  await openScreen(page, '/c/lambert/import');
  await page.locator('input[type=file]').setInputFiles([stranger, ...INVOICES]);
  await page.getByRole('heading', { name: `${INVOICES.length + 1} files received` }).waitFor();
  await page
    .getByRole('row')
    .filter({ hasText: 'stranger.xml' })
    .getByText('1 row needs attention')
    .waitFor();
  await page.getByRole('button', { name: `Import ${INVOICES.length} files` }).click();
  const imported = page.getByRole('row').filter({ hasText: 'Imported' });
  await imported.nth(INVOICES.length - 1).waitFor();
  await page.reload();
  await settle(page);
  expect(await imported.filter({ hasText: '1 new' }).count(), 'the link shows them again').toBe(
    INVOICES.length,
  );
  await openScreen(page, '/c/lambert/items?find=F2026-8001');
  await page.getByRole('link', { name: 'F2026-8001', exact: true }).waitFor();
});
