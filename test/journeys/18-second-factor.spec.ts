import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { codesAt } from '#server/users/totp.ts';
import { beginJourney, keepPicture, openScreen, settle } from '#test/support/journey.ts';
import { addCompanyByCommand, addPersonByCommand, PASSWORD, signIn } from '#test/support/journey-people.ts';

const { rappel, visitor } = await beginJourney('start');
await addCompanyByCommand(rappel, { key: 'lambert', name: 'Lambert', language: 'fr' });

/** The code that the app of this secret shows now, or in the half minute after: each holds half a minute more, and once. */
const codeOf = (secret: string, when: 'now' | 'next') =>
  codesAt(secret.replaceAll(' ', ''), Temporal.Now.instant())[when === 'now' ? 1 : 2]?.code ?? '';

const addPerson = (name: string, role: 'owner' | 'clerk') =>
  addPersonByCommand(rappel, { name, company: 'lambert', role });

async function signOut(page: Page): Promise<void> {
  await page.context().clearCookies();
}

test('an authenticator app is set up, asked for at the next sign-in, and stood in for by a recovery code', async () => {
  const email = await addPerson('thea', 'owner');
  const page = await visitor();
  keepPicture(page);
  await signIn(page, email);
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
  await signIn(page, email, 'Second factor');
  await page.getByLabel(/^Code/).fill('000000');
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByText('This code is not right').waitFor();
  await page.getByLabel(/^Code/).fill(codeOf(secret, 'next'));
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('heading', { level: 1, name: 'Worklist' }).waitFor();

  await signOut(page);
  await signIn(page, email, 'Second factor');
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
  await signIn(page, email);
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
  await signIn(other, await addPerson('omar', 'owner'), 'This company asks for a second factor');
  await other.getByRole('link', { name: 'To my account' }).click();
  await settle(other);
  await other.getByText('Until you have one, you cannot enter it').waitFor();
});
