import type { Page } from 'playwright-core';
import type { StartedRappel } from './rappel.ts';

/** The link that `rappel demo` prints, followed as a person does. */
export async function signInByLink(page: Page, { link }: StartedRappel): Promise<void> {
  await page.goto(link);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { level: 1, name: 'Worklist' }).waitFor();
}

/** Opens a screen by its address and waits until it shows what it is about: a heading, and nothing still loading. */
export async function openScreen(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await settle(page);
}

/**
 * Until every question to the server is answered and nothing says that it is loading. Only for a page that was just
 * opened or loaded anew: the browser is idle once, so after an act this would wait for nothing. There, `answered` waits.
 */
export async function settle(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle');
  await page.locator('main h1').first().waitFor();
  // What only shows how loading looks never ends.
  await page.locator('[aria-busy="true"]:not([data-sample] *)').first().waitFor({ state: 'detached' });
}

/** Does something, and waits until the server has agreed to what it changes: for acts that the screen shows at once. */
export async function answered(page: Page, act: () => Promise<void>): Promise<void> {
  const answer = page.waitForResponse((response) => response.request().method() !== 'GET');
  await act();
  const response = await answer;
  if (!response.ok()) throw new Error(`${response.status()} ${response.url()}: ${await response.text()}`);
}
