import { expect, test } from 'vitest';
import { isEmailAddress } from '#core/receivables/email-address.ts';
import { Refusal } from '#core/refusal.ts';
import { newId } from '#server/platform/ids.ts';
import { type Mail, mailBytes } from '#server/platform/mail.ts';
import { readMail } from '#server/platform/read-mail.ts';
import { envelopeFor, NotItsAddressees } from './mail-envelope.ts';

/** What ends a line somewhere, or passes for it. */
const BREAKS = [
  '\r\n',
  '\n',
  '\r',
  '\n\r',
  '\r\n\r\n',
  '\r\n ',
  '\r\n\t',
  '\0',
  '\0\r\n',
  '\u000b',
  '\u000c',
  '\u0085',
  '\u2028',
  '\u2029',
  '\u001c',
  '\u001e',
  '%0d%0a',
  '\\r\\n',
  '=0D=0A',
  '\u560d\u560a',
] as const;
const HEADERS = [
  'Bcc: evil@z.test',
  'Cc: evil@z.test',
  'To: evil@z.test',
  'Reply-To: evil@z.test',
  'X-Evil: yes',
  'Content-Type: text/html\r\n\r\n<script>evil()</script>',
  '.\r\nMAIL FROM:<evil@z.test>',
  '=?utf-8?q?=0D=0ABcc:_evil@z.test?=',
  '"<evil@z.test>, "evil',
  ', evil@z.test',
] as const;
const PAYLOADS = BREAKS.flatMap((end) => HEADERS.map((header) => `${end}${header}`));

const PDF = { name: 'letter.pdf', mediaType: 'application/pdf', bytes: Buffer.from('%PDF') };
const PLAIN: Mail = {
  id: newId(),
  sentAt: Temporal.Instant.from('2026-03-31T09:30:00Z'),
  from: { name: 'Lambert', address: 'a@lambert.example' },
  to: [{ name: 'Cafe', address: 'cafe@example.org' }],
  copies: [{ name: 'Copy', address: 'copy@example.org' }],
  replyTo: { name: 'Compta', address: 'compta@lambert.example' },
  subject: 'Reminder',
  text: 'words',
  html: '<p>words</p>',
  pictures: [{ name: 'logo', mediaType: 'image/png', bytes: Buffer.from('png') }],
  attachments: [PDF],
  headers: { 'X-Rappel-Company': 'lambert', References: '<0@lambert.example>' },
};
const addressees = { to: PLAIN.to, copies: PLAIN.copies, meantFor: [] };
const route = { from: 'a@lambert.example', copyTo: null, key: 'k' };

/** The mail with the text in every field that words of a user reach. */
function poisoned(text: string): Mail {
  return {
    ...PLAIN,
    from: { ...PLAIN.from, name: text },
    to: [{ name: text, address: 'cafe@example.org' }],
    copies: [{ name: text, address: 'copy@example.org' }],
    replyTo: { name: text, address: 'compta@lambert.example' },
    subject: `Reminder${text}`,
    text,
    html: `<p>${text}</p>`,
    attachments: [{ ...PDF, name: `letter${text}.pdf` }],
    headers: { 'X-Rappel-Company': `lambert${text}`, References: `<0@lambert.example>${text}` },
  };
}

async function shapeOf(mail: Mail) {
  const bytes = await mailBytes(mail);
  const { headers, to, copies } = await readMail(bytes);
  const addressed = [...to, ...copies].map((one) => /<([^<>]*)>$/.exec(one)?.[1] ?? one);
  return { bytes, names: headers.map(({ name }) => name.toLowerCase()), addressed };
}

test('there are two hundred payloads', () => {
  expect(new Set(PAYLOADS).size).toBe(200);
});

test('200 payloads in every field add no header and reach nobody else', { timeout: 60_000 }, async () => {
  const plain = await shapeOf(PLAIN);
  for (const payload of PAYLOADS) {
    const made = await shapeOf(poisoned(payload));
    expect([payload, made.names]).toEqual([payload, plain.names]);
    expect([payload, made.addressed]).toEqual([payload, plain.addressed]);
    expect(await envelopeFor({ addressees }, made.bytes, route)).toEqual({
      from: route.from,
      to: ['cafe@example.org', 'copy@example.org'],
      key: 'k',
    });
  }
});

test('an address with any of them is refused at entry, and again where the mail is made', async () => {
  for (const payload of PAYLOADS) {
    for (const address of [
      `cafe@example.org${payload}`,
      `cafe${payload}@example.org`,
      `${payload}cafe@example.org`,
    ]) {
      const isHarmless = !/[\s@<>,;:"\\()[\]\p{Cc}]/u.test(payload);
      if (isHarmless) continue;
      expect([address, isEmailAddress(address)]).toEqual([address, false]);
      await expect(mailBytes({ ...PLAIN, to: [{ name: '', address }] })).rejects.toThrow(Refusal);
    }
  }
});

test.each([
  'a@x.test, b@y.test',
  'b@y.test>',
  '<b@y.test>',
  'Name <b@y.test>',
  '"b c"@y.test',
  'b@y.test;c@z.test',
  'b@y..test',
  'b@localhost',
])('%s is no one plain address', (address) => {
  expect(isEmailAddress(address)).toBe(false);
});

test('a message leaves for those it names and no others', async () => {
  const bytes = await mailBytes(PLAIN);
  const other = { ...addressees, to: [{ name: 'Cafe', address: 'evil@z.test' }] };
  expect(await envelopeFor({ addressees: other }, bytes, route)).toBeInstanceOf(NotItsAddressees);
  const more = { ...addressees, copies: [...PLAIN.copies, { name: '', address: 'evil@z.test' }] };
  expect(await envelopeFor({ addressees: more }, bytes, route)).toBeInstanceOf(NotItsAddressees);
  const dirty = { ...route, copyTo: 'a@x.test\r\nRCPT TO:<evil@z.test>' };
  expect(await envelopeFor({ addressees }, bytes, dirty)).toBeInstanceOf(NotItsAddressees);
  const blind = { ...route, copyTo: 'archive@lambert.example' };
  expect(await envelopeFor({ addressees }, bytes, blind)).toMatchObject({
    to: ['cafe@example.org', 'copy@example.org', 'archive@lambert.example'],
  });
});

test('a file or an address is never read while a mail is made', async () => {
  const bytes = await mailBytes({
    ...PLAIN,
    text: 'file:///etc/passwd',
    html: '<img src="file:///etc/passwd">',
  });
  expect(bytes.toString('latin1')).not.toContain('root:');
});
