import { expect, test } from 'vitest';
import { freshDb } from '#test/support/fresh-db.ts';
import { scriptedSmtp } from '#test/support/scripted-smtp.ts';
import { serverFor } from '#test/support/server.ts';
import { toolsFor } from '#test/support/tools.ts';
import { keyFrom } from './create-company.ts';
import { mailServerOf } from './mail-server.ts';

const fresh = await freshDb();
const tools = toolsFor(fresh);
const server = serverFor(fresh, tools);
const owner = await server.signedIn('owner');
const reader = await server.signedIn('reader', owner.company);
const stranger = await server.signedIn('owner');
const path = `/companies/${owner.company.key}`;

test('a foreign company and an unknown one answer the same', async () => {
  const foreign = await stranger.ask('GET', path);
  const unknown = await stranger.ask('GET', '/companies/there-is-none');
  expect(foreign).toMatchObject({ status: 404, body: { code: 'company_unknown' } });
  expect(unknown).toMatchObject({ status: 404, body: { code: 'company_unknown' } });
  expect((await server.anybody.ask('GET', path)).body).toMatchObject({ code: 'not_signed_in' });
});

test('a reader reads and changes nothing', async () => {
  expect((await reader.ask('GET', path)).status).toBe(200);
  const answer = await reader.ask('PUT', path, { city: 'Namur' });
  expect(answer).toMatchObject({
    status: 403,
    body: { code: 'role_insufficient', facts: { role: 'owner' } },
  });
});

test('particulars change one by one, and wrong ones are refused', async () => {
  const changed = await owner.ask('PUT', path, {
    city: 'Namur',
    iban: 'BE68 5390 0754 7034',
    ageingBounds: [15, 45],
  });
  expect(changed.body).toMatchObject({ city: 'Namur', iban: 'BE68539007547034', ageingBounds: [15, 45] });
  const cases = [
    [{ iban: 'BE68539007547035' }, 'iban_invalid'],
    [{ ageingBounds: [60, 30] }, 'ageing_bounds_unusable'],
    [{ timeZone: 'Europe/Bruxelles' }, 'time_zone_unknown'],
  ] as const;
  for (const [given, code] of cases)
    expect((await owner.ask('PUT', path, given)).body).toMatchObject({ code });
});

test('the mail server is sealed, shown without its password, and a new one must be tested anew', async () => {
  const mail = { fromName: 'Lambert', fromAddress: 'a@lambert.example', replyTo: null, copyTo: null };
  const smtpUrl = 'smtp://user:geheim@mail.example:587';
  const changed = await owner.ask('PUT', `${path}/mail`, { ...mail, smtpUrl });
  expect(changed.body).toMatchObject({ mail: { smtp: 'smtp://user@mail.example:587', ready: true } });
  const row = await tools.db
    .selectFrom('company')
    .selectAll()
    .where('id', '=', owner.company.companyId)
    .executeTakeFirstOrThrow();
  expect(row.smtpUrlSealed).not.toContain('geheim');
  expect(mailServerOf(tools, row)).toBe(smtpUrl);
  const broken = await owner.ask('PUT', `${path}/mail`, { ...mail, smtpUrl: 'mail.example' });
  expect(broken.body).toMatchObject({ code: 'smtp_url_unreadable' });
});

test('leaving test mode asks for a test mail first', async () => {
  const mine = await server.signedIn('owner');
  await tools.db
    .updateTable('company')
    .set({ mode: 'test' })
    .where('id', '=', mine.company.companyId)
    .execute();
  const answer = await mine.ask('POST', `/companies/${mine.company.key}/live`);
  expect(answer).toMatchObject({ status: 409, body: { code: 'test_mail_missing' } });
  const wrong = await mine.ask('PUT', `/companies/${mine.company.key}/mail/test`, { code: '000000x' });
  expect(wrong.body).toMatchObject({ code: 'test_code_wrong' });
});

test('the six figures of a test mail are not tried through', async () => {
  const mine = await server.signedIn('owner');
  const path = `/companies/${mine.company.key}/mail/test`;
  const tries = Array.from({ length: 8 }, () => mine.ask('PUT', path, { code: '000000x' }));
  const codes = (await Promise.all(tries)).map(({ body }) => (body as { code: string }).code);
  expect(codes.filter((code) => code === 'test_code_wrong')).toHaveLength(5);
  expect(codes.filter((code) => code === 'sign_in_too_often')).toHaveLength(3);
});

test('another company is added by an owner, not by a reader, and its key is its own', async () => {
  const input = { name: 'Second', country: 'NL', language: 'nl', key: 'second' };
  expect((await reader.ask('POST', '/companies', input)).body).toMatchObject({ code: 'owner_only' });
  expect((await owner.ask('POST', '/companies', input)).body).toMatchObject({
    key: 'second',
    role: 'owner',
    mode: 'test',
  });
  expect((await owner.ask('POST', '/companies', input)).body).toMatchObject({ code: 'company_key_taken' });
  const policy = await owner.ask('GET', '/companies/second');
  expect(policy.body).toMatchObject({ defaultPolicyId: expect.any(String) });
});

test.each([
  ['Brasserie Émile & Fils', 'brasserie-emile-fils'],
  ['  ¿?  ', 'company'],
  ['a'.repeat(60), 'a'.repeat(40)],
])('%s has the key %s', (name, key) => {
  expect(keyFrom(name)).toBe(key);
});

test('without a sender address mails leave from one that is told, and a test mail goes all the same', async () => {
  const mine = await server.signedIn('owner');
  const own = `/companies/${mine.company.key}`;
  const smtp = await scriptedSmtp();
  const nobody = { fromName: null, fromAddress: null, replyTo: null, copyTo: null };
  const before = await mine.ask('PUT', `${own}/mail`, { ...nobody, smtpUrl: null });
  expect(before.body).toMatchObject({ mail: { ready: false } });
  expect((await mine.ask('POST', `${own}/mail/test`)).body).toMatchObject({ code: 'mail_not_set_up' });
  await mine.ask('PUT', own, { email: 'bureau@lambert.example' });
  const ready = await mine.ask('PUT', `${own}/mail`, { ...nobody, smtpUrl: smtp.url });
  const sender = { address: 'bureau@lambert.example', guessed: true };
  expect(ready.body).toMatchObject({ mail: { ready: true, fromAddress: null, sender } });
  expect((await mine.ask('POST', `${own}/mail/test`)).status).toBe(200);
  expect(smtp.accepted.map(({ body }) => /^From: .*<(.*)>/m.exec(body)?.[1])).toEqual([
    'bureau@lambert.example',
  ]);
});
