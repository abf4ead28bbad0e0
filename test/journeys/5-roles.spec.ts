import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { beginJourney, keepPicture, openScreen, signInByLink } from '#test/support/journey.ts';
import { addPersonByCommand, signIn } from '#test/support/journey-people.ts';

const { rappel, visitor } = await beginJourney('demo');

async function signInAs(role: 'reader' | 'clerk' | 'collector', landing = 'Worklist'): Promise<Page> {
  const page = await visitor();
  await signIn(page, await addPersonByCommand(rappel, { name: role, company: 'lambert', role }), landing);
  return page;
}

test('a reader sees the run, and may neither change, approve nor send it: not on the screen, not past it', async () => {
  await rappel.command('run', 'plan', '--company', 'lambert', '--on', '2026-03-31', '--json');
  const page = await signInAs('reader');
  keepPicture(page);
  await openScreen(page, '/c/lambert/runs');
  await page.getByRole('link', { name: 'Run 7' }).click();
  await page.getByText('Total asked').waitFor();
  await page.getByRole('button', { name: 'Approve…', disabled: true }).waitFor();
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
  await page.getByRole('link', { name: 'Run 7' }).click();
  await page.getByText('Total asked').waitFor();
  await page.getByRole('button', { name: 'Approve…', disabled: false }).waitFor();
  await openScreen(page, '/c/lambert/settings/users');
  await page.getByRole('button', { name: 'Add a user', disabled: true }).waitFor();
});

type Item = { id: string; number: string; debtor: { id: string; name: string } };

/** Two items of two debtors lie with a collection agency. */
async function handTwoOver(owner: Page): Promise<[Item, Item]> {
  const headers = { origin: rappel.address };
  const api = '/api/companies/lambert/open-items';
  const { rows }: { rows: Item[] } = await (await owner.request.get(`${api}?perPage=50`)).json();
  const [first, second = first] = rows.filter(
    ({ debtor }, nth) => rows.findIndex((row) => row.debtor.id === debtor.id) === nth,
  );
  if (!first || !second) throw new Error('the demo has no open items of two debtors');
  for (const { id } of [first, second]) {
    const answer = await owner.request.post(`${api}/${id}/hand-over`, { headers, data: { to: 'collector' } });
    expect(answer.ok(), await answer.text()).toBe(true);
  }
  return [first, second];
}

test('a collector sees the one item that was given to them, tells what became of it, and reaches nothing else', async () => {
  const collector = await signInAs('collector', 'Handed over');
  keepPicture(collector);
  await collector.getByText('What the company hands over to you is listed here.').waitFor();
  const owner = await visitor();
  await signInByLink(owner, rappel);
  const [given, kept] = await handTwoOver(owner);
  await openScreen(owner, `/c/lambert/handed-over/${given.id}`);
  await owner.getByRole('combobox', { name: 'Seen by' }).selectOption('collector');
  await owner.getByText('Saved', { exact: true }).waitFor();

  await openScreen(collector, '/c/lambert/handed-over');
  await collector.getByRole('link', { name: given.debtor.name }).waitFor();
  expect(await collector.getByText(kept.debtor.name).count()).toBe(0);
  expect(await collector.getByRole('navigation').getByRole('link', { name: 'Debtors' }).count()).toBe(0);
  await collector.getByRole('link', { name: given.debtor.name }).click();
  await collector.getByRole('heading', { level: 1, name: given.debtor.name }).waitFor();
  await collector.getByRole('button', { name: 'Report' }).click();
  const telling = collector.getByRole('dialog', { name: 'What became of it' });
  await telling.getByLabel('What happened').selectOption('Cannot be reached');
  await telling.getByLabel('In your words').fill('The door stays shut');
  await telling.getByRole('button', { name: 'Report' }).click();
  await collector
    .getByRole('row', { name: /Cannot be reached/ })
    .getByText('The door stays shut')
    .waitFor();

  await openScreen(collector, '/c/lambert/debtors');
  await collector.getByRole('heading', { level: 1, name: 'Handed over' }).waitFor();
  const api = '/api/companies/lambert';
  expect((await collector.request.get(`${api}/handed-over/${kept.id}`)).status()).toBe(404);
  expect((await collector.request.get(`${api}/debtors/${given.debtor.id}`)).status()).toBe(403);
});

test('somebody else’s company is not there', async () => {
  const page = await visitor();
  await page.goto('/c/lambert/debtors');
  await page.getByText('Good to see you again.').waitFor();
});
