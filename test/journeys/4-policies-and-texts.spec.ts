import { expect, test } from 'vitest';
import { beginJourney, keepPicture, openScreen, signInByLink } from '#test/support/journey.ts';

const { rappel, visitor } = await beginJourney('demo');
const page = await visitor();
await signInByLink(page, rappel);

test('a ready-made policy is copied, changed, and saved as a version of its own', async () => {
  keepPicture(page);
  await openScreen(page, '/c/lambert/policies');
  await page.getByRole('button', { name: 'New policy' }).click();
  await page.getByLabel(/^Name/).fill('Our patient one');
  await page.getByRole('button', { name: 'Copy and edit' }).click();
  const days = page.getByRole('textbox', { name: 'Days to pay' }).first();
  await days.fill('28');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Saved as version 2.').waitFor();
  await page.reload();
  expect(await page.getByRole('textbox', { name: 'Days to pay' }).first().inputValue()).toBe('28');
});

test('a text whose placeholder means nothing is refused, with what to write instead; a sound one is kept', async () => {
  keepPicture(page);
  await openScreen(page, '/c/lambert/texts');
  const subject = page.getByLabel(/^Subject/);
  const before = await subject.inputValue();
  await subject.fill('Votre compte {{ debtor.nom }}');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByRole('main').getByText('debtor.nom', { exact: false }).first().waitFor();
  await page.reload();
  expect(await subject.inputValue()).toBe(before);
  await subject.fill('Rappel : {{ total }} à régler');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('Your own words').waitFor();
});
