import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { beginJourney, keepPicture, openScreen } from '#test/support/journey.ts';

const { rappel, visitor } = await beginJourney('demo');
const PASSWORD = 'four words make one';

async function signInAs(role: 'reader' | 'clerk'): Promise<Page> {
  const file = path.join(rappel.env.RAPPEL_DATA_DIR ?? '', `${role}-password`);
  writeFileSync(file, PASSWORD, { mode: 0o600 });
  const email = `${role}@lambert.example`;
  await rappel.command(
    'user',
    'add',
    '--email',
    email,
    '--name',
    role,
    '--company',
    'lambert',
    '--role',
    role,
    '--password-file',
    file,
  );
  const page = await visitor();
  await page.goto('/sign-in');
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel(/^Password/).fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { level: 1, name: 'Worklist' }).waitFor();
  return page;
}

test('a reader sees the run, and may neither change, approve nor send it: not on the screen, not past it', async () => {
  await rappel.command('run', 'plan', '--company', 'lambert', '--on', '2026-03-31', '--json');
  const page = await signInAs('reader');
  keepPicture(page);
  await openScreen(page, '/c/lambert/runs');
  await page.getByRole('link', { name: /7/ }).first().click();
  await page.getByText('Total asked').waitFor();
  const approve = page.getByRole('button', { name: 'Approve…' });
  expect(
    await approve.getAttribute('aria-disabled').then((said) => said === 'true' || approve.isDisabled()),
  ).toBe(true);
  const run = new URL(page.url()).pathname.split('/').at(-1);
  const answer = await page.evaluate(async (address) => {
    const response = await fetch(address, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"send":true}',
    });
    return { status: response.status, ...(await response.json()) };
  }, `/api/companies/lambert/runs/${run}/approval`);
  expect(answer).toMatchObject({ status: 403, code: 'role_insufficient' });
});

test('a clerk may, but not change who works here', async () => {
  const page = await signInAs('clerk');
  keepPicture(page);
  await openScreen(page, '/c/lambert/runs');
  await page.getByRole('link', { name: /7/ }).first().click();
  await page.getByText('Total asked').waitFor();
  expect(await page.getByRole('button', { name: 'Approve…' }).isEnabled()).toBe(true);
  await openScreen(page, '/c/lambert/settings/users');
  const add = page.getByRole('button', { name: 'Add a user' });
  expect(
    (await add.count()) === 0 ||
      (await add.isDisabled()) ||
      (await add.getAttribute('aria-disabled')) === 'true',
  ).toBe(true);
});

test('somebody else’s company is not there', async () => {
  const page = await visitor();
  await page.goto('/c/lambert/debtors');
  await page.getByText('Good to see you again.').waitFor();
});
