import { describe, expect, test } from 'vitest';
import { TEXT_STEPS, type TextStep } from '#core/dunning/text-steps.ts';
import { LANGUAGES } from '#core/receivables/kinds.ts';
import { newId } from '#server/platform/ids.ts';
import { readMail } from '#server/platform/read-mail.ts';
import { SAMPLE_COMPANY, SAMPLE_LAYOUT } from '#test/support/sample-company.ts';
import { makeMail } from './make-mail.ts';
import { sampleNotice } from './sample-notice.ts';
import { type SentMail, threadOf } from './threads.ts';

const company = SAMPLE_COMPANY;
const layout = SAMPLE_LAYOUT;
const today = Temporal.PlainDate.from('2026-03-31');
const addressees = { to: [{ name: 'Anne', address: 'Anne@midi.example' }], copies: [], meantFor: [] };

async function mailed(
  step: TextStep,
  language: (typeof LANGUAGES)[number],
  given: { subjectMark?: boolean; thread?: string[] } = {},
) {
  const { subjectMark = false, thread = [] } = given;
  const from = { name: 'Lambert', address: 'a@lambert.example' };
  const bytes = await makeMail({
    id: newId(),
    sentAt: Temporal.Instant.from('2026-03-31T07:00:00Z'),
    content: sampleNotice({ company, layout, step, language, words: null, today }),
    letter: Buffer.from('%PDF'),
    logo: null,
    invoices: [],
    sender: { from, replyTo: null, companyKey: 'lambert', subjectMark },
    addressees,
    thread,
  });
  const { headers, ...mail } = await readMail(bytes);
  return {
    ...mail,
    raw: bytes.toString('latin1'),
    header: (name: string) =>
      headers.filter((one) => one.name.toLowerCase() === name).map(({ value }) => value),
  };
}

describe.each(TEXT_STEPS.filter((step) => step !== 'call'))('%s', (step) => {
  test.each(LANGUAGES)(
    'in %s says that a program wrote it, in plain text too, and offers no way out',
    async (language) => {
      const { header, text, html, raw } = await mailed(step, language);
      expect(header('auto-submitted')).toEqual(['auto-generated']);
      // A debtor who presses "Unsubscribe" would end formal notices without knowing it.
      expect([header('list-unsubscribe'), header('list-unsubscribe-post'), header('precedence')]).toEqual([
        [],
        [],
        [],
      ]);
      expect(raw).toMatch(/Content-Type: text\/plain; charset=utf-8/i);
      expect(text.trim().length).toBeGreaterThan(100);
      expect(html).toContain('<html');
      expect([header('in-reply-to'), header('references')]).toEqual([[], []]);
    },
  );
});

test('a mail answers the newest of its thread and names all of them', async () => {
  const { header } = await mailed('level_2', 'fr', {
    thread: ['<1@lambert.example>', '<2@lambert.example>'],
  });
  expect(header('in-reply-to')).toEqual(['<2@lambert.example>']);
  expect(header('references')).toEqual(['<1@lambert.example> <2@lambert.example>']);
});

test('the subject ends with the number of the debtor where the company wants it', async () => {
  expect((await mailed('level_2', 'nl', { subjectMark: true })).subject).toMatch(/\S \[C-1042\]$/);
  expect((await mailed('level_2', 'nl')).subject).not.toContain('[');
});

describe('the thread', () => {
  const sent = (nth: number, to: string, meantFor: string[] = []): SentMail => ({
    messageId: `<${nth}@l>`,
    addressees: {
      to: [{ name: '', address: to }],
      copies: [],
      meantFor: meantFor.map((address) => ({ name: '', address })),
    },
  });

  test('is of the very same addressees, whatever the case of their address', () => {
    const mails = [sent(1, 'anne@midi.example'), sent(2, 'b@midi.example'), sent(3, 'ANNE@midi.example')];
    expect(threadOf(mails, addressees)).toEqual(['<1@l>', '<3@l>']);
    expect(threadOf([], addressees)).toEqual([]);
  });

  test('of the test mode is another one', () => {
    expect(threadOf([sent(1, 'anne@midi.example', ['x@y.example'])], addressees)).toEqual([]);
  });

  test.each([
    [10, 10, '<1@l>', '<2@l>'],
    [11, 10, '<1@l>', '<3@l>'],
    [40, 10, '<1@l>', '<32@l>'],
  ])('of %i names %i: the first and the newest', (many, named, first, second) => {
    const mails = Array.from({ length: many }, (_, index) => sent(index + 1, 'anne@midi.example'));
    const thread = threadOf(mails, addressees);
    expect([thread.length, thread[0], thread[1], thread.at(-1)]).toEqual([
      named,
      first,
      second,
      `<${many}@l>`,
    ]);
  });
});
