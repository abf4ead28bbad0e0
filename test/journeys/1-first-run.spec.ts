import { expect, test } from 'vitest';
import { beginJourney, keepPicture } from '#test/support/journey.ts';

const { rappel, visitor } = await beginJourney('start', { RAPPEL_TODAY: '2026-03-31' });
const page = await visitor();
const PASSWORD = 'four words make one';

test('a new installation asks who its owner is, and opens on an empty worklist in test mode', async () => {
  keepPicture(page);
  await page.goto('/');
  await page.getByRole('heading', { name: 'Welcome to Rappel' }).waitFor();
  await page.getByLabel('Company name').fill('Brasserie du Test');
  await page.getByLabel('Your name').fill('Odile Maes');
  await page.getByLabel('E-mail').fill('odile@test.example');
  await page.getByLabel(/^Password/).fill(PASSWORD);
  await page.getByRole('button', { name: 'Create my company' }).click();
  await page.getByRole('heading', { level: 1, name: 'Worklist' }).waitFor();
  await page.getByText('every mail goes to odile@test.example').waitFor();
  expect(new URL(page.url()).pathname).toBe('/c/brasserie-du-test');
});

test('the first run is over for everybody else', async () => {
  const other = await visitor();
  await other.goto('/first-run');
  await other.getByText('Good to see you again.').waitFor();
});

test('a wrong password is told without telling which part was wrong; the right one opens', async () => {
  const other = await visitor();
  keepPicture(other);
  await other.goto('/sign-in');
  await other.getByLabel('E-mail').fill('odile@test.example');
  await other.getByLabel(/^Password/).fill('a password of nobody');
  await other.getByRole('button', { name: 'Sign in' }).click();
  await other.getByText('The e-mail address or the password is not right.').waitFor();
  await other.getByLabel(/^Password/).fill(PASSWORD);
  await other.getByRole('button', { name: 'Sign in' }).click();
  await other.getByRole('heading', { level: 1, name: 'Worklist' }).waitFor();
});

test('the screens speak the language a person chooses', async () => {
  keepPicture(page);
  await page.goto('/account');
  await page.getByRole('combobox', { name: 'Language of the screens' }).click();
  await page.getByRole('option', { name: 'Nederlands' }).click();
  await page.getByRole('heading', { level: 1, name: 'Mijn account' }).waitFor();
  await page.locator('html[lang=nl]').waitFor();
  expect(rappel.log()).not.toMatch(/"level":50/);
});
