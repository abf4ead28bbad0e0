/**
 * Companies and people of journeys, added by the commands an administrator gives; and how such a person signs in.
 *
 *   await addCompanyByCommand(rappel, { key: 'till', name: 'Till SA' });
 *   const odile = await addPersonByCommand(rappel, { name: 'Odile', company: 'till' }); // 'odile@till.example'
 *   await signIn(page, odile);
 */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import type { StartedRappel } from './rappel.ts';

/** Everybody's. */
export const PASSWORD = 'four words make one';

type Given = {
  readonly key: string;
  readonly name: string;
  readonly language?: 'de' | 'en' | 'fr' | 'nl';
};

/** A Belgian company in test mode, its papers in English unless said otherwise. */
export async function addCompanyByCommand(
  rappel: StartedRappel,
  { key, name, language = 'en' }: Given,
): Promise<void> {
  const terms = ['--country', 'BE', '--language', language];
  await rappel.command('company', 'add', '--key', key, '--name', name, ...terms);
}

type GivenPerson = {
  readonly name: string;
  /** The company's key. */
  readonly company: string;
  readonly role?: 'owner' | 'clerk' | 'collector' | 'reader';
};

/** Somebody with a password who works in the company. @returns the address they sign in with */
export async function addPersonByCommand(
  rappel: StartedRappel,
  { name, company, role = 'owner' }: GivenPerson,
): Promise<string> {
  const email = `${name.toLowerCase()}@${company}.example`;
  const file = path.join(rappel.env.RAPPEL_DATA_DIR ?? '', `password of ${email}`);
  writeFileSync(file, PASSWORD, { mode: 0o600 });
  const who = ['--email', email, '--name', name, '--company', company, '--role', role];
  await rappel.command('user', 'add', ...who, '--password-file', file);
  return email;
}

/** Signs somebody in and waits for the screen they come to, by its heading. */
export async function signIn(page: Page, email: string, landing = 'Worklist'): Promise<void> {
  await page.goto('/sign-in');
  await givePassword(page, email);
  await page.getByRole('heading', { level: 1, name: landing }).waitFor();
}

/** Fills in the form of whatever page asks who one is. */
export async function givePassword(page: Page, email: string): Promise<void> {
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel(/^Password/).fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
}
