import { mkdirSync, writeFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { openBrowser } from '#test/support/chromium.ts';
import { openScreen, settle, signInByLink } from '#test/support/journey-steps.ts';
import { type StartedRappel, startRappel } from '#test/support/rappel.ts';

// `npm run pictures`: the pictures of the README and the documents, taken of the demo as anybody can start it.
const FOLDER = 'docs/pictures';

mkdirSync(FOLDER, { recursive: true });
const rappel = await startRappel('demo');
const browser = await openBrowser();
try {
  await rappel.command('run', 'plan', '--company', 'lambert', '--on', '2026-03-31', '--json');
  const page = await openDesk(browser, rappel, { width: 1440, height: 900 });
  await signInByLink(page, rappel);
  await shoot(page, 'worklist', '/c/lambert');
  await shoot(page, 'overview', '/c/lambert/overview');
  await shootReview(page);
  await shoot(page, 'policies', '/c/lambert/policies');
  await shootLetter(page);
} finally {
  await browser.close();
  await rappel.stop();
}
process.stdout.write(`The pictures are in ${FOLDER}.\n`);

async function openDesk(
  on: Browser,
  { address }: StartedRappel,
  viewport: { width: number; height: number },
): Promise<Page> {
  const context = await on.newContext({
    baseURL: address,
    locale: 'en-GB',
    timezoneId: 'Europe/Brussels',
    reducedMotion: 'reduce',
    viewport,
  });
  return context.newPage();
}

async function shoot(page: Page, name: string, address: string): Promise<void> {
  await openScreen(page, address);
  await page.screenshot({ path: `${FOLDER}/${name}.png` });
}

async function shootReview(page: Page): Promise<void> {
  await openScreen(page, '/c/lambert/runs');
  await page.getByRole('link', { name: /7/ }).first().click();
  await page.getByText('Total asked').waitFor();
  await page.getByRole('tab', { name: 'Letter' }).click();
  await page.getByRole('img', { name: /^Page 1 of/ }).waitFor();
  await settle(page);
  await page.screenshot({ path: `${FOLDER}/review.png` });
}

/** The first page of a proposal's letter, large: drawn from the same sheet that becomes its PDF. */
async function shootLetter(page: Page): Promise<void> {
  await openScreen(page, '/c/lambert/runs');
  await page.getByRole('link', { name: /7/ }).first().click();
  await page.getByText('Total asked').waitFor();
  await page.getByRole('tab', { name: 'Letter' }).click();
  const sheet = page.getByRole('img', { name: /^Page 1 of/ });
  await sheet.waitFor();
  const picture = await sheet.evaluate((image) =>
    image instanceof HTMLImageElement ? image.src : image.outerHTML,
  );
  const blank = await page.context().newPage();
  await blank.setViewportSize({ width: 1000, height: 1414 });
  const body = picture.startsWith('<') ? picture : `<img src="${picture}">`;
  await blank.setContent(
    `<style>body{margin:0;background:#fff}svg,img{display:block;width:1000px;height:auto}</style>${body}`,
  );
  await blank.locator('svg, img').first().waitFor();
  writeFileSync(`${FOLDER}/letter.png`, await blank.screenshot());
  await blank.close();
}
