import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { codesAt } from '#server/users/totp.ts';
import { beginJourney, keepPicture, openScreen, settle } from '#test/support/journey.ts';

const { rappel, visitor } = await beginJourney('start');
const where = ['--key', 'lambert', '--name', 'Lambert', '--country', 'BE', '--language', 'fr'];
await rappel.command('company', 'add', ...where);
const PASSWORD = 'four words make one';

/** The code that the app of this secret shows now, or in the half minute after: each holds half a minute more, and once. */
const codeOf = (secret: string, when: 'now' | 'next') =>
  codesAt(secret.replaceAll(' ', ''), Temporal.Now.instant())[when === 'now' ? 1 : 2]?.code ?? '';

async function addPerson(name: string, role: 'owner' | 'clerk'): Promise<string> {
  const file = path.join(rappel.env.RAPPEL_DATA_DIR ?? '', `${name}-password`);
  writeFileSync(file, PASSWORD, { mode: 0o600 });
  const email = `${name}@lambert.example`;
  const who = ['--email', email, '--name', name, '--company', 'lambert', '--role', role];
  await rappel.command('user', 'add', ...who, '--password-file', file);
  return email;
}

async function givePassword(page: Page, email: string): Promise<void> {
  await page.goto('/sign-in');
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel(/^Password/).fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

async function signOut(page: Page): Promise<void> {
  await page.context().clearCookies();
}

test('an authenticator app is set up, asked for at the next sign-in, and stood in for by a recovery code', async () => {
  const email = await addPerson('thea', 'owner');
  const page = await visitor();
  keepPicture(page);
  await givePassword(page, email);
  await page.getByRole('heading', { level: 1, name: 'Worklist' }).waitFor();
  await openScreen(page, '/account');
  await page.getByRole('button', { name: 'Set up' }).click();
  const setUp = page.getByRole('dialog', { name: 'Authenticator app' });
  await setUp.getByLabel(/^Your password/).fill(PASSWORD);
  await setUp.getByRole('button', { name: 'Continue' }).click();
  await setUp.getByAltText('QR code for the authenticator app').waitFor();
  const secret = await setUp.getByLabel('Or type this in the app').inputValue();
  await setUp.getByLabel(/^Code/).fill(codeOf(secret, 'now'));
  await setUp.getByRole('button', { name: 'Set up' }).click();
  await page.getByRole('heading', { name: 'Your recovery codes' }).waitFor();
  const codes = await page
    .getByRole('dialog', { name: 'Your recovery codes' })
    .getByRole('listitem')
    .allTextContents();
  expect(codes).toHaveLength(10);
  await page.getByRole('button', { name: 'I have kept them' }).click();
  await page.getByText('10 codes left').waitFor();

  await signOut(page);
  await givePassword(page, email);
  await page.getByRole('heading', { level: 1, name: 'Second factor' }).waitFor();
  await page.getByLabel(/^Code/).fill('000000');
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByText('This code is not right').waitFor();
  await page.getByLabel(/^Code/).fill(codeOf(secret, 'next'));
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('heading', { level: 1, name: 'Worklist' }).waitFor();

  await signOut(page);
  await givePassword(page, email);
  await page.getByLabel(/^Code/).fill(codes[3] ?? '');
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('heading', { level: 1, name: 'Worklist' }).waitFor();
});

test('a passkey is added and signs in without a password; a company that asks owners for a factor shuts out who has none', async () => {
  const email = await addPerson('pia', 'owner');
  const page = await visitor();
  keepPicture(page);
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('WebAuthn.enable');
  await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  await givePassword(page, email);
  await page.getByRole('heading', { level: 1, name: 'Worklist' }).waitFor();
  await openScreen(page, '/account');
  await page.getByRole('button', { name: 'Add a passkey' }).click();
  const adding = page.getByRole('dialog', { name: 'Add a passkey' });
  await adding.getByLabel('Name').fill('Office laptop');
  await adding.getByLabel(/^Your password/).fill(PASSWORD);
  await adding.getByRole('button', { name: 'Add a passkey' }).click();
  await page.getByRole('button', { name: 'I have kept them' }).click();
  await page.getByText('Office laptop').waitFor();

  await signOut(page);
  await page.goto('/sign-in');
  await page.getByRole('button', { name: 'Use a passkey' }).click();
  await page.getByRole('heading', { level: 1, name: 'Worklist' }).waitFor();

  await openScreen(page, '/c/lambert/settings/security');
  await page.getByLabel('All owners').check();
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Saved', { exact: true }).waitFor();
  const other = await visitor();
  await givePassword(other, await addPerson('omar', 'owner'));
  await other.getByRole('heading', { level: 1, name: 'This company asks for a second factor' }).waitFor();
  await other.getByRole('link', { name: 'To my account' }).click();
  await settle(other);
  await other.getByText('Until you have one, you cannot enter it').waitFor();
});
