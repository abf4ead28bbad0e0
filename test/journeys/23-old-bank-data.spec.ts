import { expect, test } from 'vitest';
import {
  answered,
  beginJourney,
  keepPicture,
  openScreen,
  settle,
  signInByLink,
} from '#test/support/journey.ts';

const { rappel, visitor } = await beginJourney('demo');
const page = await visitor();
await signInByLink(page, rappel);
const REASON = 'Looked at the account online, nothing came in';

const onceTooOld = () => page.getByRole('combobox', { name: 'When the bank data are too old' });
const daysAllowed = () => page.getByRole('textbox', { name: 'Working days the bank data may be old' });

async function openPolicy(): Promise<void> {
  await openScreen(page, '/c/lambert/policies');
  await page
    .getByRole('link', { name: /Belgique – standard/ })
    .first()
    .click();
  await onceTooOld().waitFor();
}

test('a policy says how old the bank data may be and what happens then, and its versions tell the change', async () => {
  keepPicture(page);
  await openPolicy();
  expect([await onceTooOld().inputValue(), await daysAllowed().inputValue()]).toEqual(['warn', '3']);
  await daysAllowed().fill('400');
  await page.getByText('Bank data may be 400 days old. Give a whole number from 0 to 365.').waitFor();
  await daysAllowed().fill('1');
  for (const then of ['no reminder goes out', 'approving needs a reason']) {
    await onceTooOld().selectOption(then);
    await answered(page, () => page.getByRole('button', { name: 'Save' }).click());
    await page.reload();
    await settle(page);
    expect(await onceTooOld().locator('option:checked').textContent()).toBe(then);
    expect(await daysAllowed().inputValue()).toBe('1');
  }
  await page.getByText('What changed').first().click();
  await page.getByRole('row', { name: 'Working days the bank data may be old 3 1' }).waitFor();
});

test('a run over old bank data names the account, and is approved with a reason only', async () => {
  keepPicture(page);
  await openScreen(page, '/c/lambert/runs');
  await page.getByRole('button', { name: 'Plan a run' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Compute the proposals' }).click();
  await page.getByText('Total asked').waitFor();
  await page.getByRole('button', { name: 'Approve…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText(/^Last statement of ING: 2 working days ago; the policy allows 1\./).waitFor();
  const send = dialog.getByRole('button', { name: /^Send \d+ notices?$/ });
  expect(await send.isDisabled()).toBe(true);
  // The focus is where something is to be done.
  await page.keyboard.type(REASON);
  await answered(page, () => send.click());
  await page.getByRole('button', { name: 'Undo the run' }).waitFor({ timeout: 60_000 });
});
