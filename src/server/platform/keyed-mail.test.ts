import { expect, test } from 'vitest';
import { newId } from '#server/platform/ids.ts';
import { type KeyedAct, scriptedKeyed } from '#test/support/scripted-keyed.ts';
import { type Mail, mailBytes, openMailConnection } from './mail.ts';

const keyed = await scriptedKeyed();
const MAIL: Mail = {
  id: newId(),
  sentAt: Temporal.Instant.from('2026-03-31T09:30:00Z'),
  from: { name: 'Brasserie "Lambert", SA', address: 'a@lambert.example' },
  to: [{ name: 'Café', address: 'cafe@example.org' }],
  copies: [{ name: '', address: 'copy@example.org' }],
  replyTo: { name: 'Compta', address: 'compta@lambert.example' },
  subject: 'Rappel: facture é',
  text: 'Bonjour',
  html: '<p>Bonjour <img src="cid:logo"></p>',
  pictures: [{ name: 'logo', mediaType: 'image/png', bytes: Buffer.from('png') }],
  attachments: [{ name: 'lettre é.pdf', mediaType: 'application/pdf', bytes: Buffer.from('%PDF') }],
  headers: { 'In-Reply-To': '<0@lambert.example>' },
};
const bytes = await mailBytes(MAIL);
const envelope = {
  from: 'a@lambert.example',
  to: ['cafe@example.org', 'copy@example.org', 'archive@lambert.example'],
};

async function offer(
  key: string,
  more: { url?: string; onlyPublic?: boolean } = {},
  before = async () => {},
) {
  const connection = openMailConnection({ url: keyed.url, secondsMax: 1, ...more });
  return connection.offer({ ...envelope, key }, bytes, before);
}

// What the provider does -> how the offer ended, and how it ended when the same key was offered again.
const ENDINGS: readonly [KeyedAct, string, string][] = [
  ['accept', 'sent', 'sent'],
  ['accept, then drop', 'unknown', 'sent'],
  ['accept, then silence', 'unknown', 'sent'],
  ['accept, then 502', 'unknown', 'sent'],
  ['drop', 'unknown', 'sent'],
  ['500', 'unknown', 'sent'],
  ['in progress', 'unknown', 'sent'],
  ['429', 'later', 'sent'],
  ['401', 'later', 'sent'],
  ['302', 'later', 'sent'],
  ['422', 'refused', 'sent'],
];

test.each(ENDINGS)('%s: %s; the same key again: %s, and one mail', async (act, first, second) => {
  keyed.accepted.length = 0;
  keyed.offered.length = 0;
  keyed.script = [act];
  const key = newId();
  expect(await offer(key)).toMatchObject({ outcome: first });
  expect(await offer(key)).toMatchObject({ outcome: second });
  expect(keyed.accepted).toHaveLength(1);
  expect(new Set(keyed.offered.map(({ body }) => body)).size).toBe(1);
});

test('the request says what the mail says: sender, recipients, words, files, thread', async () => {
  keyed.accepted.length = 0;
  expect(await offer(newId())).toEqual({ outcome: 'sent', answer: '200 id mail-1' });
  const mail = keyed.accepted[0]?.mail;
  expect(mail).toMatchObject({
    from: '"Brasserie \\"Lambert\\", SA" <a@lambert.example>',
    to: ['"Café" <cafe@example.org>'],
    cc: ['copy@example.org'],
    bcc: ['archive@lambert.example'],
    reply_to: ['"Compta" <compta@lambert.example>'],
    subject: 'Rappel: facture é',
    headers: { 'In-Reply-To': '<0@lambert.example>', 'Auto-Submitted': 'auto-generated' },
  });
  expect(mail?.attachments).toEqual([
    { filename: 'logo', content: 'cG5n', content_type: 'image/png', content_id: 'logo' },
    { filename: 'lettre é.pdf', content: 'JVBERg==', content_type: 'application/pdf' },
  ]);
});

test('the same key for another mail is in doubt, and no second mail is made', async () => {
  keyed.accepted.length = 0;
  const key = newId();
  await offer(key);
  const other = await mailBytes({ ...MAIL, subject: 'other' });
  const connection = openMailConnection({ url: keyed.url, secondsMax: 1 });
  expect(await connection.offer({ ...envelope, key }, other, async () => {})).toMatchObject({
    outcome: 'unknown',
    answer: '409 invalid_idempotent_request: accept',
  });
  expect(keyed.accepted).toHaveLength(1);
});

test('what stops before the body is not offered; where nobody listens it waits', async () => {
  keyed.offered.length = 0;
  const stop = () => Promise.reject(new Error('lease lost'));
  expect(await offer(newId(), {}, stop)).toEqual({ outcome: 'stopped', answer: 'lease lost' });
  expect(keyed.offered).toEqual([]);
  expect(await offer(newId(), { url: 'http://:k@127.0.0.1:1/' })).toMatchObject({ outcome: 'later' });
  expect(await offer(newId(), { onlyPublic: true })).toMatchObject({
    outcome: 'later',
    answer: '127.0.0.1 is no public address',
  });
  expect(keyed.offered).toEqual([]);
});
