import { expect, test } from 'vitest';
import { beginJourney, keepPicture, openScreen, signInByLink } from '#test/support/journey.ts';

const { rappel, visitor } = await beginJourney('demo');
const page = await visitor();
await signInByLink(page, rappel);

test('an item on hold says all that holds it, when its reminder comes, and what the runs did with it', async () => {
  keepPicture(page);
  await openScreen(page, '/c/lambert/items?search=F2026-01708');
  await page.getByRole('link', { name: 'F2026-01708' }).first().click();
  await page.getByRole('link', { name: 'Why', exact: true }).click();
  const why = page.getByRole('region', { name: 'Why, when, and what would change it' });
  await why.getByText('Releasing the hold on the debtor.').waitFor();
  await why.getByText('it opens by itself on 2 Apr 2026', { exact: false }).waitFor();
  await why.getByText('Level 1 on 16 Apr 2026, if nothing is paid').waitFor();
  await why.getByRole('textbox', { name: 'Day explained' }).fill('16/04/2026');
  await why.getByRole('textbox', { name: 'Day explained' }).press('Enter');
  await why.getByText('Yes: Level 1').waitFor();
  await page.waitForURL(/day=2026-04-16/);
});

test('the slider goes from step to step by keyboard, and the day stands in the address', async () => {
  keepPicture(page);
  await openScreen(page, '/c/lambert/debtors?search=1011');
  await page
    .getByRole('link', { name: /Friterie Chez Léon/ })
    .first()
    .click();
  await page.getByRole('link', { name: 'Days to come' }).click();
  const slider = page.getByRole('slider', { name: 'Day' });
  await slider.focus();
  await expect.poll(() => slider.getAttribute('aria-valuetext')).toBe('31 Mar 2026: one step goes out');
  await slider.press('ArrowRight');
  await page.getByText('Nothing goes out on this day.').waitFor();
  await page.getByRole('button', { name: 'To the next step' }).click();
  await page.getByRole('table', { name: 'On 20 Apr 2026' }).getByText('Level 2').waitFor();
  await page.waitForURL(/day=2026-04-20/);
  await page.reload();
  await page.getByRole('table', { name: 'On 20 Apr 2026' }).waitFor();
  const list = page.getByRole('table', { name: 'All that goes out' });
  await list.getByRole('button', { name: '11 May 2026' }).click();
  await page.getByRole('table', { name: 'On 11 May 2026' }).getByText('Level 3').waitFor();
});

test('a changed policy is tried on the last twelve months beside what really went', async () => {
  keepPicture(page);
  await openScreen(page, '/c/lambert/policies');
  await page
    .getByRole('link', { name: /Belgique – standard/ })
    .first()
    .click();
  await page.getByRole('textbox', { name: 'Smallest overdue total' }).fill('500');
  await page.getByRole('button', { name: 'Try on the last 12 months' }).click();
  await page.getByRole('heading', { level: 1, name: /Tried on the past/ }).waitFor();
  await page
    .getByRole('table', { name: 'What was tried differs from the policy' })
    .getByText('€500.00')
    .waitFor();
  await page.getByRole('img', { name: /Letters by week/ }).waitFor();
  const summary = page.getByRole('table', { name: 'In all' });
  const figures = await summary
    .getByRole('row', { name: /Letters and other steps/ })
    .getByRole('cell')
    .allTextContents();
  const [tried = 0, inForce = 0] = figures.map(Number);
  expect(tried).toBeGreaterThan(0);
  expect(tried).toBeLessThan(inForce);
  await page.getByText('As a table').click();
  await page.getByRole('table', { name: 'By week' }).waitFor();
});
