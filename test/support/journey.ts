import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, onTestFailed } from 'vitest';
import { openBrowser } from './chromium.ts';
import { type StartedRappel, startRappel } from './rappel.ts';

export type Journey = {
  readonly rappel: StartedRappel;
  /** A person's own browser window: its own cookies, in English, on a desk unless said otherwise. */
  visitor(options?: BrowserContextOptions): Promise<Page>;
};

const PICTURES = path.resolve('node_modules/.cache/rappel-journeys');

/** Rappel and a browser for a file of journeys. Call it at the top of the file; both are gone after its last test. */
export async function beginJourney(
  how: 'demo' | 'start',
  env: Readonly<Record<string, string>> = {},
): Promise<Journey> {
  const rappel = await startRappel(how, env);
  const browser = await openBrowser();
  afterAll(async () => {
    await browser.close();
    await rappel.stop();
  });
  return { rappel, visitor: (options = {}) => openWindow(browser, rappel, options) };
}

async function openWindow(
  browser: Browser,
  rappel: StartedRappel,
  options: BrowserContextOptions,
): Promise<Page> {
  const context = await browser.newContext({
    baseURL: rappel.address,
    locale: 'en-GB',
    timezoneId: 'Europe/Brussels',
    viewport: { width: 1440, height: 900 },
    reducedMotion: 'reduce',
    ...options,
  });
  context.setDefaultTimeout(20_000);
  return context.newPage();
}

/** What the page looked like when its test failed, in node_modules/.cache/rappel-journeys. */
export function keepPicture(page: Page): void {
  onTestFailed(async ({ task }) => {
    mkdirSync(PICTURES, { recursive: true });
    const name = task.name.replaceAll(/\W+/g, '-').slice(0, 80);
    await page.screenshot({ path: path.join(PICTURES, `${name}.png`), fullPage: true }).catch(() => {});
  });
}

export { answered, openScreen, settle, signInByLink } from './journey-steps.ts';
