import { expect, test } from 'vitest';
import { sealMailServer } from '#server/companies/mail-server.ts';
import { inCompany } from '#server/platform/db.ts';
import { freshDb } from '#test/support/fresh-db.ts';
import { addCompany } from '#test/support/people.ts';
import { scriptedImap } from '#test/support/scripted-imap.ts';
import { scriptedKeyed } from '#test/support/scripted-keyed.ts';
import { scriptedSmtp } from '#test/support/scripted-smtp.ts';
import { toolsFor } from '#test/support/tools.ts';
import { changeSentFolder, forgetSentFolder } from './change-sent-folder.ts';
import { lookAtProbe, probeSentFolder } from './probe-sent-folder.ts';
import { findSentFolder } from './queries.ts';
import { showTransport } from './show-transport.ts';

const fresh = await freshDb();
const plain = toolsFor(fresh);
let now = Temporal.Instant.from('2026-03-31T09:30:00Z');
const tools = { ...plain, clock: { ...plain.clock, now: () => now } };
const smtp = await scriptedSmtp();
const imap = await scriptedImap();
const keyed = await scriptedKeyed();

async function company(url: string | null = smtp.url, more: Partial<typeof tools> = {}) {
  now = Temporal.Instant.from('2026-03-31T09:30:00Z');
  smtp.accepted.length = 0;
  imap.sent.length = 0;
  imap.act = 'answer';
  return addCompany(
    { ...tools, ...more },
    { smtpUrlSealed: url && sealMailServer(tools, url), mailFromAddress: 'a@lambert.example' },
  );
}

test('a server that files its copies passes: from then on its mails can be looked up', async () => {
  const one = await company();
  await changeSentFolder(one, { imapUrl: imap.url, folder: null });
  expect(await showTransport(one)).toMatchObject({ kind: 'blind', sentFolder: { state: 'untried' } });
  await probeSentFolder(one);
  expect(await showTransport(one)).toMatchObject({ kind: 'blind', sentFolder: { state: 'asked' } });
  expect(smtp.accepted[0]?.to).toEqual(['a@lambert.example']);
  expect(imap.asked.filter((command) => command === 'APPEND')).toEqual([]);
  imap.sent.push(smtp.accepted[0]?.messageId ?? '');
  await lookAtProbe(one);
  const shown = await showTransport(one);
  expect(shown).toMatchObject({
    kind: 'sent_folder',
    sentFolder: { state: 'passed', answer: 'Sent, UID 1' },
  });
  expect(JSON.stringify(shown)).not.toContain('word@');
});

test('a server that files none fails after ten minutes, and its mails stay blind', async () => {
  const one = await company();
  await changeSentFolder(one, { imapUrl: imap.url, folder: null });
  await probeSentFolder(one);
  now = now.add({ minutes: 9 });
  await lookAtProbe(one);
  expect(await showTransport(one)).toMatchObject({ sentFolder: { state: 'asked' } });
  now = now.add({ minutes: 1 });
  await lookAtProbe(one);
  expect(await showTransport(one)).toMatchObject({
    kind: 'blind',
    sentFolder: { state: 'failed', answer: 'absent' },
  });
});

test.each([
  ['refuse the login', /wrong password/],
  ['name no sent folder', /names no folder/],
] as const)('%s: it fails at once, in words, and nothing is sent', async (act, words) => {
  const one = await company();
  await changeSentFolder(one, { imapUrl: imap.url, folder: null });
  imap.act = act;
  await probeSentFolder(one);
  const { sentFolder } = await showTransport(one);
  expect(sentFolder).toMatchObject({ state: 'failed', answer: expect.stringMatching(words) });
  expect(smtp.accepted).toEqual([]);
});

test('a mail that the server does not take fails the probe, with its answer', async () => {
  const one = await company();
  await changeSentFolder(one, { imapUrl: imap.url, folder: null });
  smtp.script = ['550 after the dot'];
  await probeSentFolder(one);
  const { sentFolder } = await showTransport(one);
  expect(sentFolder).toMatchObject({ state: 'failed', answer: expect.stringContaining('550') });
});

test('another mailbox, folder or server proves nothing by what was proven', async () => {
  const one = await company();
  await changeSentFolder(one, { imapUrl: imap.url, folder: null });
  await probeSentFolder(one);
  imap.sent.push(smtp.accepted[0]?.messageId ?? '');
  await lookAtProbe(one);
  const other = sealMailServer(tools, smtp.url.replace('//', '//somebody:else@'));
  await inCompany(one, (trx) => trx.updateTable('company').set({ smtpUrlSealed: other }).execute());
  expect(await showTransport(one)).toMatchObject({ kind: 'blind', sentFolder: { state: 'other_server' } });
  await changeSentFolder(one, { folder: 'Sent' });
  expect(await showTransport(one)).toMatchObject({
    kind: 'blind',
    sentFolder: { state: 'untried', folder: 'Sent' },
  });
  await forgetSentFolder(one);
  expect((await showTransport(one)).sentFolder).toBeNull();
});

test('the password is sealed, and a mailbox that cannot be read is refused', async () => {
  const one = await company();
  await expect(changeSentFolder(one, { folder: null })).rejects.toMatchObject({
    code: 'sent_folder_not_set',
  });
  for (const imapUrl of [
    'imap.example.org',
    'https://a:b@example.org',
    'imaps://example.org',
    'imaps://a:%zz@example.org',
  ])
    await expect(changeSentFolder(one, { imapUrl, folder: null })).rejects.toMatchObject({
      code: 'imap_url_unreadable',
    });
  await changeSentFolder(one, { imapUrl: imap.url, folder: null });
  const row = await inCompany(one, (trx) => findSentFolder(trx, one.companyId));
  expect(row?.imapUrlSealed).not.toContain('word');
});

test('where hosts must be public, one inside is refused at entry', async () => {
  const installation = { ...tools.installation, publicMailHostsOnly: true };
  const one = await company(smtp.url, { installation });
  for (const host of ['127.0.0.1', 'localhost', '10.0.0.7', '[::ffff:169.254.169.254]'])
    await expect(
      changeSentFolder(one, { imapUrl: `imaps://a:b@${host}:993`, folder: null }),
    ).rejects.toMatchObject({ code: 'mail_host_not_public' });
});

test('a provider with keys needs no folder, and has none to be tried', async () => {
  const one = await company(keyed.url);
  expect(await showTransport(one)).toMatchObject({ kind: 'keyed', sentFolder: null });
  await expect(probeSentFolder(one)).rejects.toMatchObject({ code: 'sent_folder_not_set' });
  await changeSentFolder(one, { imapUrl: imap.url, folder: null });
  await expect(probeSentFolder(one)).rejects.toMatchObject({ code: 'sent_folder_needs_smtp' });
  const none = await company(null);
  expect(await showTransport(none)).toEqual({ kind: null, via: null, sentFolder: null });
});
