import { expect, test } from 'vitest';
import { type SmtpAct, scriptedSmtp } from '#test/support/scripted-smtp.ts';
import { type Mail, mailBytes, openMailConnection } from './mail.ts';

const smtp = await scriptedSmtp();
const MAIL: Mail = {
  id: '01900000-0000-7000-8000-000000000001',
  sentAt: Temporal.Instant.from('2026-03-31T09:30:00Z'),
  from: { name: 'Brasserie Léonard', address: 'a@lambert.example' },
  to: [{ name: 'Café', address: 'cafe@example.org' }],
  copies: [],
  replyTo: null,
  subject: 'Rappel: é ü 日本',
  text: 'Bonjour, c’est l’été.\n.\n..deux points\n',
  html: '<p>Bonjour, c’est l’été.</p>',
  pictures: [],
  attachments: [
    { name: 'lettre.pdf', mediaType: 'application/pdf', bytes: Buffer.from([0, 200, 13, 10, 46, 13, 10]) },
  ],
  headers: {},
};
const bytes = await mailBytes(MAIL);

type Row = readonly [
  act: SmtpAct,
  outcome: 'sent' | 'later' | 'refused' | 'unknown',
  begun: boolean,
  accepted: 0 | 1,
];

/**
 * What a server does -> how the offer ends, whether a byte of the body had left by then, whether the server took it.
 * Certain where there is a code, or where no byte had left; in doubt wherever one had and no code came.
 */
const FAULTS: readonly Row[] = [
  ['drop at connect', 'later', false, 0],
  ['greet with 554', 'later', false, 0],
  ['drop after ehlo', 'later', false, 0],
  ['drop after mail', 'later', false, 0],
  ['450 on rcpt', 'later', false, 0],
  ['550 on rcpt', 'refused', false, 0],
  ['drop after rcpt', 'later', false, 0],
  ['drop after data', 'later', false, 0],
  ['drop in the body', 'unknown', true, 0],
  ['drop after the dot', 'unknown', true, 0],
  ['close after the dot', 'unknown', true, 0],
  ['accept, then drop', 'unknown', true, 1],
  ['accept, then close', 'unknown', true, 1],
  ['accept, then silence', 'unknown', true, 1],
  ['421 after the dot', 'later', true, 0],
  ['451 after the dot', 'later', true, 0],
  ['550 after the dot', 'refused', true, 0],
  ['accept, 250, then drop', 'sent', true, 1],
  // Beyond the eighteen: no TLS where it was offered, no extension, an answer of many lines, a size.
  ['refuse starttls', 'later', false, 0],
  ['accept', 'sent', true, 1],
  ['250 in many lines', 'sent', true, 1],
  ['552 after the dot', 'refused', true, 0],
];
/** The same rows by another door. */
const VARIANTS: readonly Row[] = [
  ['break the starttls handshake', 'later', false, 0],
  ['offer 8BITMIME and SMTPUTF8', 'sent', true, 1],
  ['allow 100 bytes', 'refused', false, 0],
  ['552 on mail', 'refused', false, 0],
];

async function offer(act: SmtpAct, to = 'cafe@example.org') {
  for (const list of [smtp.accepted, smtp.offered, smtp.said]) list.length = 0;
  smtp.script = [act];
  let begun = false;
  const connection = openMailConnection({ url: smtp.url, secondsMax: 0.6 });
  const { outcome, answer } = await connection.offer(
    { from: 'a@lambert.example', to: [to] },
    bytes,
    async () => {
      begun = true;
    },
  );
  connection.close();
  smtp.script = [];
  return { outcome, answer, begun };
}

test('the table has its 22 rows', () => {
  expect(FAULTS.length).toBe(22);
  expect(new Set(FAULTS.map(([act]) => act)).size).toBe(22);
});

test.each([...FAULTS, ...VARIANTS])(
  '%s: %s, body begun: %s, taken: %i',
  async (act, outcome, begun, accepted) => {
    const ended = await offer(act);
    expect([ended.outcome, ended.begun, smtp.accepted.length]).toEqual([outcome, begun, accepted]);
    // However it ended, it was offered once: the next try is not the connection's to make.
    expect(smtp.offered.length).toBeLessThanOrEqual(1);
  },
);

test('the message is plain ASCII: no server needs 8BITMIME for it, and none is asked for it', async () => {
  expect(bytes.every((byte) => byte < 128)).toBe(true);
  await offer('accept');
  await offer('offer 8BITMIME and SMTPUTF8');
  expect(smtp.said.join(' ')).not.toMatch(/8BITMIME|SMTPUTF8/);
});

test('a mailbox written in another script needs SMTPUTF8: without it, it is refused before anything is offered', async () => {
  expect(await offer('accept', 'jürgen@example.org')).toMatchObject({ outcome: 'refused', begun: false });
  expect(await offer('offer 8BITMIME and SMTPUTF8', 'jürgen@example.org')).toMatchObject({ outcome: 'sent' });
  expect(smtp.said.join(' ')).toMatch(/SMTPUTF8/);
  // A domain of another script is written xn--…, and goes everywhere.
  expect(await offer('accept', 'cafe@bücher.example')).toMatchObject({ outcome: 'sent' });
  expect(smtp.accepted[0]?.to).toEqual(['cafe@xn--bcher-kva.example']);
});

test('what arrives is what was stored, dots at the beginning of lines included', async () => {
  await offer('accept');
  expect(smtp.accepted[0]?.body).toBe(bytes.toString('latin1'));
});

test('nothing is said in the clear once TLS was offered and did not come', async () => {
  await offer('refuse starttls');
  expect(smtp.said).toEqual([]);
});
