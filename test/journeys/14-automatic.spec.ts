import { expect, test } from 'vitest';
import { beginJourney, keepPicture, openScreen, signInByLink } from '#test/support/journey.ts';

const { rappel, visitor } = await beginJourney('demo', { RAPPEL_TODAY: '2026-03-31' });
const page = await visitor();
let link = '';

test('an owner says on which days reminders go out, and reads the next three in words', async () => {
  keepPicture(page);
  await signInByLink(page, rappel);
  await openScreen(page, '/c/lambert/settings/automatic');
  for (const name of ['Monday', 'Tuesday', 'Thursday', 'Friday']) {
    await page.getByRole('checkbox', { name }).uncheck();
  }
  await page.getByLabel(/^From/).fill('09:30');
  await page.getByLabel('Tell people this many hours before').fill('48');
  await page
    .getByText(
      'Next: Wednesday 1 April at 09:30, Wednesday 8 April at 09:30 and Wednesday 15 April at 09:30.',
    )
    .waitFor();
  await page.getByRole('button', { name: 'Switch on' }).click();
  await page.getByText('Saved', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Stop this day' }).waitFor();
});

test('the people of the company are told, and the mail names no debtor', async () => {
  keepPicture(page);
  const mail = await forewarning();
  expect(mail).toContain('on Wednesday, 1 April 2026 at 09:30');
  expect(mail).not.toMatch(/INV-|Café|EUR/);
  link = /http\S+\/veto\/\S+/.exec(mail)?.[0] ?? '';
  expect(link).not.toBe('');
});

test('whoever has the link needs no account; opening it stops nothing, its button does', async () => {
  const outside = await visitor();
  keepPicture(outside);
  const address = new URL(link).pathname;
  for (let nth = 0; nth < 2; nth += 1) {
    await outside.goto(address);
    await outside.getByRole('button', { name: 'Stop them' }).waitFor();
  }
  await openScreen(page, '/c/lambert/settings/automatic');
  await page.getByRole('button', { name: 'Stop this day' }).waitFor();
  await outside.getByRole('button', { name: 'Stop them' }).click();
  await outside.getByText('Stopped. Nothing goes out by itself on Wednesday 1 April.').waitFor();
  await outside.goto(`${address.slice(0, -3)}aaa`);
  await outside.getByText('This link does not work any more').waitFor();
});

test('inside, the day stands as stopped, and may be let go after all', async () => {
  keepPicture(page);
  await openScreen(page, '/c/lambert/settings/automatic');
  await page.getByText('Nothing goes out on Wednesday 1 April.').waitFor();
  await page.getByRole('button', { name: 'Let it go out after all' }).click();
  await page.getByRole('button', { name: 'Stop this day' }).waitFor();
  await page.getByRole('button', { name: 'Switch off' }).click();
  await page.getByText('Off: nothing goes out without you.').waitFor();
});

/** The mail as the outbox shows it, once the server has looked: it does every minute. */
async function forewarning(): Promise<string> {
  let found = '';
  const look = async () => {
    const { rows } = await (await page.request.get('/api/companies/lambert/outbox')).json();
    const mail = rows.find(({ subject }: { subject: string }) => subject.includes('go out by themselves'));
    if (!mail) return false;
    const shown = await page.request.get(`/api/companies/lambert/outbox/${mail.id}`);
    found = (await shown.json()).text;
    return true;
  };
  await expect.poll(look, { timeout: 120_000, interval: 1000 }).toBe(true);
  return found;
}
