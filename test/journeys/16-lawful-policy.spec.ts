import { expect, test } from 'vitest';
import { beginJourney, keepPicture, openScreen, signInByLink } from '#test/support/journey.ts';

const { rappel, visitor } = await beginJourney('demo');
const page = await visitor();
await signInByLink(page, rappel);

test('a ready-made policy is found by whom it is made for', async () => {
  keepPicture(page);
  await openScreen(page, '/c/lambert/policies');
  await page.getByRole('button', { name: 'New policy' }).click();
  const dialog = page.getByRole('dialog', { name: 'New policy' });
  await dialog.getByLabel('Made for').selectOption('consumers');
  expect(await dialog.getByRole('radio', { name: /Belgium – businesses/ }).count()).toBe(0);
  await dialog.getByRole('radio', { name: /Belgium – consumers, with costs/ }).check();
  await dialog.getByLabel(/^Name/).fill('Consumers');
  await dialog.getByRole('button', { name: 'Copy and edit' }).click();
  await page.getByRole('heading', { level: 1, name: 'Consumers' }).waitFor();
});

test('what the law forbids cannot be saved, is named by its article, and is mended by a button', async () => {
  keepPicture(page);
  const first = page.getByRole('region', { name: 'Step 1' });
  const days = first.getByRole('textbox', { name: 'Days to pay' });
  await days.fill('10');
  await page.getByText('The law forbids something here').waitFor();
  await page
    .getByText(/CDE, art\. XIX\.2 asks for 14/)
    .first()
    .waitFor();
  await page.getByRole('button', { name: 'Save', disabled: true }).waitFor();
  await page.getByRole('button', { name: 'Give 21 days' }).click();
  await page.getByText('The law forbids something here').waitFor({ state: 'detached' });
  await expect.poll(() => days.inputValue()).toBe('21');

  await first.getByLabel('Fee', { exact: true }).selectOption('what the law sets');
  await page.getByRole('button', { name: 'Insert the free reminder' }).click();
  await page.getByText('The law forbids something here').waitFor({ state: 'detached' });
  await page.getByRole('region', { name: 'Step 4' }).waitFor();
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Saved', { exact: true }).waitFor();
});

test('the terms of the company are told what the law does not let them ask', async () => {
  keepPicture(page);
  await openScreen(page, '/c/lambert/settings/terms');
  await page.getByLabel('Our terms have a clause about late payment').check();
  await page.getByLabel('Agreed interest a year').fill('12');
  await page.getByText(/Consumers: CDE, art\. XIX\.4 allows 10\.50 % at most/).waitFor();
  await page.getByLabel('Agreed interest a year').fill('9');
  await page.getByText(/Consumers: CDE/).waitFor({ state: 'detached' });
  await page.getByLabel('What you deliver').fill('beer and soft drinks');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Saved', { exact: true }).waitFor();
});

test('the words of a step show what the law adds for consumers', async () => {
  keepPicture(page);
  await openScreen(page, '/c/lambert/texts?step=level_1&language=en');
  await page.getByLabel('Words for').selectOption('consumers');
  const added = page.getByRole('region', { name: 'First reminder, free of charge' });
  await added.getByText(/beer and soft drinks/).waitFor();
  await added.getByText(/fourteen calendar days/).waitFor();
  expect(await added.getByRole('textbox').count()).toBe(0);
  await page.getByRole('heading', { name: 'What the law adds' }).waitFor();
  expect(new URL(page.url()).searchParams.get('language')).toBe('en');
  await page.getByLabel('Words for').selectOption('businesses');
  await added.waitFor({ state: 'detached' });
});
