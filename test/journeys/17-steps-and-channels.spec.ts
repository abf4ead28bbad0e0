import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { beginJourney, keepPicture, openScreen, settle, signInByLink } from '#test/support/journey.ts';

const { rappel, visitor } = await beginJourney('demo', { RAPPEL_TODAY: '2026-03-31' });
const page = await visitor();
const API = '/api/companies/till';
const HEAD =
  'debtor_number,debtor_name,debtor_email,phone,street,postal_code,city,country,language,kind,document_kind,document_number,issued_on,due_on,currency,amount,open';

type Step = { kind: string; level: number | null };
type PolicyRow = { id: string; name: string; version: number; isDefault: boolean; body: { steps: Step[] } };
type Found = { id: string; number: string; debtor: { id: string; number: string } };

function row(debtor: string, name: string, document: string, open: string): string {
  const post = `${name.toLowerCase().replace(' ', '.')}@mail.example,+32 2 555 01 ${debtor.slice(-2)},Rue Haute 5,6000,Charleroi,BE`;
  return `${debtor},${name},${post},en,business,invoice,${document},2026-01-10,2026-02-27,EUR,${open},${open}`;
}

/** The list of what is open, as the accounts have it; taken in by the shell. */
async function take(name: string, rows: readonly string[]): Promise<void> {
  const file = path.join(rappel.env.RAPPEL_DATA_DIR ?? '', name);
  writeFileSync(file, `${[HEAD, ...rows].join('\n')}\n`);
  await rappel.command('import', file, '--company', 'till', '--json');
}

async function ask<T>(method: 'get' | 'put' | 'post', address: string, data?: unknown): Promise<T> {
  const headers = { origin: rappel.address };
  const answer = await page.request[method](address, data === undefined ? { headers } : { headers, data });
  expect(answer.ok(), await answer.text()).toBe(true);
  return answer.json();
}

async function found(document: string): Promise<Found> {
  const { rows } = await ask<{ rows: Found[] }>('get', `${API}/open-items?search=${document}`);
  const item = rows.find(({ number }) => number === document);
  if (!item) throw new Error(`${document} is not among the open items`);
  return item;
}

/** By mail and post at first, then a call; who pays for others gets one letter. */
async function setPolicy(): Promise<void> {
  const policies = await ask<PolicyRow[]>('get', `${API}/policies`);
  const policy = policies.find(({ isDefault }) => isDefault);
  const first = policy?.body.steps.find(({ level }) => level === 1);
  if (!policy || !first) throw new Error('the company has no policy with a first level');
  const when = (days: number) => ({ basis: 'due_date', days, count: 'calendar' });
  const free = { interest: { kind: 'none' }, fee: { kind: 'none' }, repeat: null };
  const steps = [
    { ...first, ...free, channels: ['mail', 'post'], when: when(5) },
    { ...first, ...free, kind: 'call', level: null, channels: [], when: when(20) },
  ];
  const { id, name, version, body } = policy;
  await ask('put', `${API}/policies/${id}`, { name, version, body: { ...body, grouping: 'payer', steps } });
}

const BOTH = row('2001', 'Both Ways', 'F-1', '1000.00');
const OTHERS = [
  row('2002', 'Rung Up', 'F-2', '500.00'),
  row('2003', 'Head Office', 'F-3', '100.00'),
  row('2004', 'Shop North', 'F-4', '200.00'),
];
let run = '';

beforeAll(async () => {
  await signInByLink(page, rappel);
  await ask('post', '/api/companies', { key: 'till', name: 'Till SA', country: 'BE', language: 'en' });
  await ask('put', API, { street: 'Rue de Fer 1', postalCode: '5000', city: 'Namur' });
  const mail = { fromName: 'Till', fromAddress: 'till@till.example', replyTo: null, copyTo: null };
  await ask('put', `${API}/mail`, { ...mail, releaseDelaySeconds: 0 });
  await take('items.csv', [BOTH, ...OTHERS]);
  await setPolicy();
  const [called, head, shop] = [await found('F-2'), await found('F-3'), await found('F-4')];
  await ask('put', `${API}/open-items/${called.id}/level`, { level: 1 });
  await ask('put', `${API}/debtors/${shop.debtor.id}`, { changes: { payerId: head.debtor.id } });
  const planned = JSON.parse(await rappel.command('run', 'plan', '--company', 'till', '--json'));
  run = `/c/till/runs/${planned.run}`;
});

const proposed = (name: string) =>
  page.getByRole('grid', { name: 'Proposed notices' }).getByRole('row').filter({ hasText: name });
const dialog = () => page.getByRole('dialog');

test('a notice leaves through the channels of its step; one more is added and taken off again', async () => {
  keepPicture(page);
  await openScreen(page, run);
  await proposed('Both Ways').click();
  await page.getByRole('heading', { level: 2, name: /^Both Ways/ }).waitFor();
  const more = page.getByRole('button', { name: 'More channels' });
  await expect.poll(() => more.textContent()).toBe('2');
  await more.click();
  const registered = page.getByRole('checkbox', { name: /^Registered post/ });
  await registered.click();
  await expect.poll(() => more.textContent(), { timeout: 15_000 }).toBe('3');
  await registered.click();
  await expect.poll(() => more.textContent(), { timeout: 15_000 }).toBe('2');
});

test('who pays for others gets one letter, with a section for each; a call says what to say', async () => {
  keepPicture(page);
  expect(await proposed('Shop North').count()).toBe(0);
  await proposed('Head Office').click();
  await page.getByRole('link', { name: 'F-4' }).waitFor();
  await page.frameLocator('iframe').getByText('Shop North').first().waitFor();
  await proposed('Rung Up').click();
  await page.getByText('No letter leaves', { exact: false }).waitFor();
  await page.getByText('What to say').waitFor();
});

test('computed again, the run says what changed, notice by notice', async () => {
  keepPicture(page);
  const less = BOTH.replace(/1000\.00$/, '800.00');
  await take('later.csv', [less, ...OTHERS, row('2005', 'Late Comer', 'F-5', '60.00')]);
  await page.getByRole('button', { name: 'More', exact: true }).first().click();
  await page.getByRole('menuitem', { name: 'Compute again from today’s facts' }).click();
  await page.getByText(/^What changed since/).waitFor();
  const changes = page.getByRole('list', { name: 'Show what changed' });
  await changes.getByText('F-1: €1,000.00 → €800.00').waitFor();
  await page.getByRole('button', { name: 'Hide' }).click();
  await changes.waitFor({ state: 'detached' });
});

test('approved and sent, each channel shows its own state, and the call waits for a person', async () => {
  keepPicture(page);
  await page.getByRole('button', { name: 'Approve…' }).click();
  await dialog().getByText('Call', { exact: true }).waitFor();
  await dialog()
    .getByRole('button', { name: /^Send \d+ notices$/ })
    .click();
  await page.getByRole('button', { name: /^For people to do/ }).waitFor({ timeout: 60_000 });
  const issued = page.getByRole('row').filter({ hasText: 'Both Ways' });
  // Whatever leaves has left before the next test counts it.
  await page.getByRole('button', { name: /^Waiting/ }).waitFor({ state: 'detached', timeout: 60_000 });
  await issued.getByText('E-mail').waitFor();
  await issued.getByText('Post', { exact: true }).waitFor();
  await expect.poll(() => issued.getByText('Sent', { exact: true }).count(), { timeout: 15_000 }).toBe(2);
});

test('the call is made: number, words and what came of it', async () => {
  keepPicture(page);
  await openScreen(page, '/c/till');
  const task = page.getByRole('row').filter({ hasText: 'Call Rung Up' });
  await task.getByRole('button', { name: 'More', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Done' }).click();
  await dialog().getByRole('link', { name: '+32 2 555 01 02' }).waitFor();
  await dialog().getByLabel('What came of it').selectOption('payment promised');
  await dialog().getByLabel('Outcome').fill('Pays on Friday');
  await dialog().getByRole('button', { name: 'Tick off' }).click();
  await page.getByText('Task done').waitFor();
  await task.waitFor({ state: 'detached' });
});

test('an item is handed over by hand, rests, and is taken back', async () => {
  keepPicture(page);
  await openScreen(page, `/c/till/items/${(await found('F-2')).id}`);
  await page.getByRole('button', { name: 'More', exact: true }).first().click();
  await page.getByRole('menuitem', { name: 'Hand over for collection' }).click();
  await dialog().getByLabel('To whom').selectOption('the lawyer');
  await dialog().getByRole('button', { name: 'Hand over for collection' }).click();
  await page.getByText('With the lawyer since 31 Mar 2026').waitFor();
  await page.getByRole('button', { name: 'Take back' }).click();
  await page.getByText('With the lawyer since').waitFor({ state: 'detached' });
});

test('undone with a correction, those it reached are told by mail, once', async () => {
  keepPicture(page);
  const sent = async () => (await ask<{ total: number }>('get', `${API}/outbox`)).total;
  const before = await sent();
  await openScreen(page, run);
  await page.getByRole('button', { name: 'Undo the run' }).click();
  await dialog().getByLabel('Tell those it reached that it was taken back').check();
  await dialog()
    .getByRole('button', { name: /^Take back/ })
    .click();
  await page.getByText('Undone', { exact: true }).first().waitFor({ timeout: 60_000 });
  await expect.poll(sent, { timeout: 30_000 }).toBe(2 * before);
  await openScreen(page, '/c/till/outbox');
  await page
    .getByText(/^Please disregard our letter/)
    .first()
    .waitFor();
  await openScreen(page, run);
  await settle(page);
  await page.getByText('Correction').first().waitFor();
  await openScreen(page, `/c/till/items/${(await found('F-4')).id}`);
  const reminders = page.getByRole('row').filter({ hasText: 'Undone' });
  await expect.poll(() => reminders.count()).toBe(1);
});
