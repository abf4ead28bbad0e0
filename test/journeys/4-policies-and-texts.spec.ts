import { expect, test } from 'vitest';
import { beginJourney, keepPicture, openScreen, settle, signInByLink } from '#test/support/journey.ts';

const { rappel, visitor } = await beginJourney('demo');
const page = await visitor();
await signInByLink(page, rappel);

/** Days to pay of the first step, which may be closed to a line of words. */
async function daysToPay() {
  const step = page.getByRole('region', { name: 'Step 1' });
  await step.waitFor();
  const days = step.getByRole('textbox', { name: 'Days to pay' });
  if ((await days.count()) === 0) await step.getByRole('button', { expanded: false }).click();
  await days.waitFor();
  return days;
}

test('a ready-made policy is copied and changed, and stays one version until something was sent under it', async () => {
  keepPicture(page);
  await openScreen(page, '/c/lambert/policies');
  await page.getByRole('button', { name: 'New policy' }).click();
  const dialog = page.getByRole('dialog', { name: 'New policy' });
  await dialog.getByLabel(/^Name/).fill('Our patient one');
  await dialog.getByRole('button', { name: 'Copy and edit' }).click();
  await page.getByRole('heading', { level: 1, name: 'Our patient one' }).waitFor();
  await (await daysToPay()).fill('28');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Saved', { exact: true }).waitFor();
  await page.reload();
  await settle(page);
  expect(await (await daysToPay()).inputValue()).toBe('28');
});

test('a policy that was used is saved as its next version', async () => {
  keepPicture(page);
  await openScreen(page, '/c/lambert/policies');
  await page
    .getByRole('link', { name: /Belgique – standard/ })
    .first()
    .click();
  await page.getByRole('heading', { level: 1, name: /Belgique/ }).waitFor();
  await (await daysToPay()).fill('28');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Saved as version 2.', { exact: false }).waitFor();
});

test('calls and a hand-over are added, stand in the calendar on their days, and are kept', async () => {
  keepPicture(page);
  await openScreen(page, '/c/lambert/policies');
  await page.getByRole('link', { name: 'Our patient one' }).first().click();
  await page.getByRole('heading', { level: 1, name: 'Our patient one' }).waitFor();
  const calendar = page.getByRole('complementary', { name: 'What it comes to' }).getByRole('list').first();
  for (const kind of ['Hand-over', 'Telephone call']) {
    await page.getByRole('button', { name: 'Add another step' }).click();
    await page.getByRole('menuitem', { name: kind }).click();
    await calendar.getByText(kind).waitFor();
  }
  // The call comes before the hand-over, whichever was added first.
  expect(await calendar.getByRole('listitem').allInnerTexts()).toEqual([
    ...Array(3).fill(expect.stringContaining('Level')),
    expect.stringContaining('Telephone call'),
    expect.stringContaining('Hand-over'),
  ]);
  await page.getByRole('combobox', { name: 'Handed over to' }).selectOption('lawyer');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Saved', { exact: true }).first().waitFor();
  await page.reload();
  await settle(page);
  await calendar.getByText('Hand-over').waitFor();
  await page.getByRole('region', { name: 'Step 5' }).getByRole('button', { expanded: false }).click();
  expect(await page.getByRole('combobox', { name: 'Handed over to' }).inputValue()).toBe('lawyer');
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
  await settle(page);
  expect(await subject.inputValue()).toBe(before);
  await subject.fill('Rappel : {{ total }} à régler');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('Your own words').waitFor();
});
