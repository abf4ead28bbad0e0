import { describe, expect, test } from 'vitest';
import { mailBytes } from '#server/platform/mail.ts';
import { readMail } from '#server/platform/read-mail.ts';
import { addresseesOf, type Reachable } from './addressees.ts';
import { figuresFor } from './figures.ts';
import { itemTable } from './item-table.ts';
import { letterSheet, totals } from './letter-sheet.ts';
import { mailMessage } from './mail-message.ts';
import { sampleNotice } from './sample-notice.ts';

const company = {
  ...{
    name: 'Lambert & <Fils>',
    country: 'BE',
    language: 'fr' as const,
    street: 'Rue 1',
    postalCode: '1000',
  },
  ...{
    city: 'Bruxelles',
    vatNumber: 'BE0403170701',
    enterpriseNumber: null,
    iban: 'BE68539007547034',
    bic: 'TRIOBEBB',
  },
  ...{ phone: null, email: null, website: null, legalFooter: null },
};
const layout = {
  ...{
    accent: '#1f4e5f',
    addressWindow: 'right' as const,
    foldMarks: true,
    font: 'source-sans-3',
    showQr: true,
  },
  ...{ signature: 'Anne', logo: null },
};
const today = Temporal.PlainDate.from('2026-03-31');
const sample = (step: 'courtesy' | 'level_1' | 'level_3', language: 'fr' | 'nl' | 'en' | 'de' = 'fr') =>
  sampleNotice({ company, layout, step, language, words: null, today });

test.each([
  ['fr', 'BE', 121000n, '1 210,00 €', '31 mars 2026'],
  ['nl', 'BE', 121000n, '€ 1.210,00', '31 maart 2026'],
  ['de', 'DE', 121000n, '1.210,00 €', '31. März 2026'],
  ['en', 'BE', 121000n, '€1,210.00', '31 March 2026'],
  ['fr', 'BE', -5n, '−0,05 €', '31 mars 2026'],
] as const)('%s in %s writes %s as %s', (language, country, minor, amount, day) => {
  const figures = figuresFor(language, country);
  expect(figures.money(minor, 'EUR').replaceAll(/[\u00a0\u202f]/g, ' ')).toBe(amount);
  expect(figures.longDay(today)).toBe(day);
});

test('an amount too large for a float is written to the cent', () => {
  expect(figuresFor('en', 'BE').amount(9_007_199_254_740_993_01n, 'EUR')).toBe('9,007,199,254,740,993.01');
  expect(figuresFor('fr', 'SN').money(5000n, 'XOF')).toMatch(/^5\s000\sF\sCFA$/);
});

test('a column stands only where a line has something to say in it', () => {
  const names = (step: 'courtesy' | 'level_1' | 'level_3') =>
    itemTable(sample(step), figuresFor('fr', 'BE')).map(({ columns }) => columns.map(({ name }) => name));
  expect(names('level_1')).toEqual([['document', 'issuedOn', 'dueOn', 'daysLate', 'open']]);
  expect(names('level_3')).toEqual([
    ['document', 'issuedOn', 'dueOn', 'daysLate', 'open', 'interest', 'fee'],
  ]);
  expect(names('courtesy')).toEqual([['document', 'issuedOn', 'dueOn', 'open']]);
});

test('the sums lead to what is to be paid; one sum alone stands alone', () => {
  const figures = figuresFor('fr', 'BE');
  expect(totals(sample('level_1'), figures)).toHaveLength(1);
  expect(totals(sample('level_3'), figures).map(({ label }) => label)).toEqual([
    'Total échu',
    'Intérêts de retard',
    'Frais de rappel',
    'À payer',
  ]);
});

test('several documents are paid under a reference of the notice, with a code to scan', () => {
  const sheet = letterSheet(sample('level_1'));
  expect(sheet.payment?.rows.at(-1)?.value).toBe('+++900/0001/02469+++');
  expect(sheet.payment?.qr).toMatch(/^<svg /);
  expect(letterSheet({ ...sample('level_1'), payment: null }).payment).toBeNull();
});

test('text and HTML say the same, and HTML shows names as names', () => {
  const content = sample('level_3');
  const { text, html } = mailMessage(content, {
    meantFor: ['a@b.example'],
    withInvoices: true,
    logoName: null,
  });
  for (const part of ['F-2026-0117', '+++900/0001/02469+++', 'BE68 5390 0754 7034', 'a@b.example']) {
    expect(text).toContain(part);
    expect(html).toContain(part);
  }
  expect(html).toContain('Lambert &amp; &lt;Fils&gt;');
  expect(html).not.toContain('<Fils>');
});

const debtor: Reachable = {
  ...{
    name: 'Café',
    email: 'cafe@example.org',
    fax: null,
    phone: null,
    street: null,
    postalCode: null,
    city: null,
  },
  contacts: [
    { role: 'director', name: 'Eve', email: 'eve@example.org', fax: null, phone: null },
    { role: 'buyer', name: 'Bob', email: 'bob@example.org, evil@example.org', fax: null, phone: null },
  ],
};
const step = { recipient: 'accounts_payable', copies: [] } as const;

describe('addressees', () => {
  const ask = (
    channel: 'mail' | 'post' | 'fax',
    role: 'director' | 'buyer' | 'accounts_payable',
    address = '',
  ) =>
    addresseesOf(
      {
        channel,
        step: { ...step, recipient: role },
        recipient: address ? { name: '', address } : null,
      },
      debtor,
    )?.to.map((one) => one.address) ?? null;
  test.each([
    ['mail', 'director', '', ['eve@example.org']],
    ['mail', 'accounts_payable', '', ['cafe@example.org']],
    // Two addresses in one field are none.
    ['mail', 'buyer', '', ['cafe@example.org']],
    ['mail', 'director', 'other@example.org', ['other@example.org']],
    ['post', 'director', '', null],
    ['fax', 'director', '', null],
  ] as const)('by %s to the %s %s: %s', (channel, role, address, expected) => {
    expect(ask(channel, role, address)).toEqual(expected);
  });
});

describe('the bytes of a mail', () => {
  const mail = {
    id: '01999999-0000-7000-8000-000000000000',
    sentAt: Temporal.Instant.from('2026-03-31T08:00:00Z'),
    from: { name: 'Lambert', address: 'a@lambert.example' },
    to: [{ name: 'Café du Midi', address: 'cafe@example.org' }],
    copies: [],
    replyTo: null,
    subject: 'Rappel : 1 210,00 €',
    text: 'x',
    html: '<p>x</p>',
    pictures: [],
    attachments: [{ name: 'Rappel 1.pdf', mediaType: 'application/pdf', bytes: Buffer.from('%PDF') }],
    headers: {},
  };
  test('are the same each time, and read back as they were meant', async () => {
    const bytes = await mailBytes(mail);
    expect(bytes.equals(await mailBytes(mail))).toBe(true);
    const read = await readMail(bytes);
    expect(read).toMatchObject({
      subject: mail.subject,
      messageId: '<01999999-0000-7000-8000-000000000000@lambert.example>',
      to: ['Café du Midi <cafe@example.org>'],
    });
    expect(read.attachments.map(({ name }) => name)).toEqual(['Rappel 1.pdf']);
  });

  const BREAKS = ['\r\n', '\n', '\r', '\u2028', '\u2029', '\u0085', '\0'];
  test.each(BREAKS.map((sign) => [JSON.stringify(sign), sign]))(
    '%s adds no header and no recipient',
    async (_, sign) => {
      const dirty = `x${sign}Bcc: evil@example.org`;
      const bytes = await mailBytes({
        ...mail,
        subject: dirty,
        from: { ...mail.from, name: dirty },
        to: [{ name: dirty, address: 'cafe@example.org' }],
        headers: { 'X-Rappel-Notice': dirty },
        attachments: [{ name: dirty, mediaType: 'application/pdf', bytes: Buffer.from('%PDF') }],
      });
      const { headers } = await readMail(bytes);
      expect(headers.map(({ name }) => name.toLowerCase())).not.toContain('bcc');
      await expect(
        mailBytes({ ...mail, to: [{ name: 'x', address: `cafe@example.org${sign}Bcc: evil@example.org` }] }),
      ).rejects.toThrow(/email_unusable/);
    },
  );

  test.each([
    'a@b.example, c@d.example',
    'a@b.example>',
    '<a@b.example>',
    'a b@c.example',
    'a@b',
    'a@b.example;c@d.example',
  ])('to %s is refused', async (address) => {
    await expect(mailBytes({ ...mail, to: [{ name: '', address }] })).rejects.toThrow(/email_unusable/);
  });
});
