import { describe, expect, test } from 'vitest';
import { mentionsOf } from '#core/lawfulness/mentions.ts';
import { MENTIONS } from '#core/lawfulness/step-law.ts';
import { LANGUAGES } from '#core/receivables/kinds.ts';
import { type LawfulNotice, lawfulNotice, noticeStep, policyWith } from '#test/support/lawful-notice.ts';
import { composeNotice } from './compose-notice.ts';
import { letterSheet } from './letter-sheet.ts';
import { mailMessage } from './mail-message.ts';

const BY_LAW = { fee: { kind: 'statutory' }, interest: { kind: 'statutory' } } as const;
const steps = [noticeStep(1), noticeStep(2), noticeStep(3, BY_LAW)];
const policy = policyWith(steps, { lateClause: true });
const company = {
  name: 'Lambert SA',
  country: 'BE',
  language: 'fr',
  street: 'Rue 1',
  postalCode: '1000',
  city: 'Bruxelles',
  vatNumber: 'BE0403170701',
  enterpriseNumber: '0403.170.701',
  iban: 'BE68539007547034',
  bic: null,
  phone: '+32 2 000 00 00',
  email: 'compta@lambert.example',
  website: null,
  legalFooter: null,
} as const;
const layout = {
  accent: '#1f4e5f',
  addressWindow: 'right',
  foldMarks: true,
  font: 'source-sans-3',
  showQr: false,
  signature: null,
  logo: null,
} as const;

/** All that the letter, the mail as text and the mail as HTML say of what the law wants said. */
function said(notice: LawfulNotice): { letter: string; text: string; html: string; keys: string[] } {
  const content = composeNotice({
    number: 1,
    company: { ...company, country: notice.law.country },
    layout,
    debtor: { number: 'C1', name: 'Jeanne', country: 'BE', street: null, postalCode: null, city: null },
    proposal: notice.proposal,
    ownWords: { subject: 'S', body: 'B' },
    documents: new Map(),
    mentions: mentionsOf(notice, notice.law),
  });
  const mail = mailMessage(content, { meantFor: [], withInvoices: false, logoName: null });
  const plain = (text: string) => text.replaceAll(/[\u00a0\u202f]/g, ' ');
  return {
    letter: plain(
      letterSheet(content)
        .mentions.flatMap(({ title, lines }) => [title, ...lines])
        .join('\n'),
    ),
    text: plain(mail.text),
    html: plain(mail.html.replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&')),
    keys: (content.mentions ?? []).map(({ key }) => key),
  };
}

/** Each of them stands in the letter and in both forms of the mail. */
function expectSaid(notice: LawfulNotice, particulars: readonly string[]): void {
  const { letter, text, html } = said(notice);
  for (const where of [letter, text, html]) for (const one of particulars) expect(where).toContain(one);
}

describe('the first reminder to a Belgian consumer', () => {
  const lines = [
    { open: '10000', level: 1 },
    { open: '50000', level: 1 },
  ];
  const first = (channel: 'mail' | 'post', language: 'fr' | 'nl' | 'de' | 'en') =>
    lawfulNotice({
      country: 'BE',
      kind: 'consumer',
      policy,
      lines,
      channel,
      language,
      creditor: { goods: 'bière en fûts' },
    });

  test.each([
    // by mail from the day after, by post from the third working day; 20 on 100.00 and 65 on 500.00
    ['fr', 'mail', ['600,00 €', '85,00 €', '1 avril 2026', '14 avril 2026']],
    ['fr', 'post', ['600,00 €', '85,00 €', '3 avril 2026', '16 avril 2026']],
    ['nl', 'mail', ['€ 600,00', '€ 85,00', '1 april 2026', '14 april 2026']],
    ['de', 'mail', ['600,00 €', '85,00 €', '1. April 2026', '14. April 2026']],
    ['en', 'mail', ['€600.00', '€85.00', '1 April 2026', '14 April 2026']],
  ] as const)('%s by %s says what art. XIX.2 wants said', (language, channel, figures) => {
    const creditor = ['Lambert SA', '0403.170.701', 'compta@lambert.example', '+32 2 000 00 00'];
    expectSaid(first(channel, language), [...figures, ...creditor, 'bière en fûts', 'CDE, art. XIX.2']);
  });

  test('the reminders after it say it no more; one that takes in a new item says it again', () => {
    const later = (announcedOn?: string) =>
      lawfulNotice({
        country: 'BE',
        kind: 'consumer',
        policy,
        lines: [
          { open: '10000', level: 2, announcedOn: '2026-03-10' },
          { open: '50000', level: 1, ...(announcedOn ? { announcedOn } : {}) },
        ],
      });
    expect(said(later('2026-03-10')).keys).toEqual([]);
    expect(said(later()).keys).toEqual(['be_first_reminder']);
  });

  test('where no indemnity will be asked, that is said', () => {
    const free = lawfulNotice({
      country: 'BE',
      kind: 'consumer',
      policy: policyWith([noticeStep(1), noticeStep(2)]),
      lines,
    });
    expectSaid(free, ['No indemnity will be asked']);
  });
});

describe('the fourteen-day letter to a Dutch consumer', () => {
  const letter = (given: { takesOffVat?: boolean; open?: readonly string[]; level?: number }) =>
    lawfulNotice({
      country: 'NL',
      kind: 'consumer',
      policy,
      lines: (given.open ?? ['100000']).map((open) => ({ open, level: given.level ?? 2 })),
      language: 'nl',
      creditor: { takesOffVat: given.takesOffVat ?? true },
    });

  test.each([
    // the scale: 15 % of 1,000; at least 40; on the sum of what goes in one letter, 15 % of 2,500 and 10 % of 500
    [['100000'], true, '€ 150,00'],
    [['26666'], true, '€ 40,00'],
    [['26670'], true, '€ 40,01'],
    [['200000', '100000'], true, '€ 425,00'],
    // with 21 % that the creditor cannot take off
    [['100000'], false, '€ 181,50'],
    [['10000'], false, '€ 48,40'],
  ] as const)('on %j, VAT taken off %s, names %s', (open, takesOffVat, costs) => {
    const vat = takesOffVat ? [] : ['inclusief 21 % btw die wij niet kunnen verrekenen'];
    const term = 'binnen veertien dagen, te rekenen vanaf de dag nadat deze brief bij u is bezorgd';
    expectSaid(letter({ open, takesOffVat }), [costs, term, 'artikel 6:96', ...vat]);
    if (takesOffVat) expect(said(letter({ open })).letter).not.toContain('btw');
  });

  test('what it names is what the next step asks, to the cent', () => {
    const asked = (takesOffVat: boolean) =>
      lawfulNotice({
        country: 'NL',
        kind: 'consumer',
        policy,
        lines: ['200000', '100000'].map((open) => ({ open, level: 3, announcedOn: '2026-03-10' })),
        creditor: { takesOffVat },
      }).proposal.fee;
    expect([asked(true), asked(false)]).toEqual([42500n, 51425n]);
  });

  test('it is the last letter before costs, not the friendly one before it', () => {
    expect(said(letter({ level: 1 })).keys).toEqual([]);
    expect(said(letter({ level: 2 })).keys).toEqual(['nl_fourteen_days']);
  });

  test('an item that comes to the level of costs unannounced is announced then, and asked nothing', () => {
    const late = letter({ level: 3 });
    expect([said(late).keys[0], late.proposal.fee]).toEqual(['nl_fourteen_days', 0n]);
  });
});

test.each([
  ['DE', 'consumer', 1, 'de', ['§ 286 Abs. 3 BGB', '§ 288 Abs. 1 BGB', 'kostet Sie nichts']],
  ['FR', 'consumer', 2, 'fr', ['vaut mise en demeure de payer 500,00 €', 'Code civil, art. 1231-6']],
  ['SN', 'business', 2, 'fr', ['vaut mise en demeure', 'AUDCG, art. 291']],
  ['FR', 'business', 1, 'fr', ['L441-10', 'D441-5', '12,15 %', '40 €']],
  ['BE', 'business', 3, 'fr', ['Loi du 2 août 2002, art. 5 al. 2', 'Loi du 2 août 2002, art. 6']],
  ['DE', 'business', 3, 'de', ['BGB § 288 Abs. 2', 'BGB § 288 Abs. 5']],
  ['LU', 'business', 3, 'fr', ['Loi du 18 avril 2004, art. 5']],
  ['NL', 'business', 3, 'nl', ['BW, art. 6:120 lid 2', 'BW, art. 6:96 lid 4']],
] as const)('%s %s, level %i in %s', (country, kind, level, language, particulars) => {
  const lines = [{ open: '50000', level }];
  expectSaid(lawfulNotice({ country, kind, policy, lines, language }), particulars);
});

test.each(MENTIONS)('%s is said in every language, with nothing left unfilled', (key) => {
  const of = {
    be_first_reminder: ['BE', 'consumer', 1],
    nl_fourteen_days: ['NL', 'consumer', 2],
    de_default: ['DE', 'consumer', 1],
    fr_formal_notice: ['FR', 'consumer', 2],
    ohada_formal_notice: ['SN', 'business', 2],
    fr_late_payment: ['FR', 'business', 1],
    costs_by_law: ['BE', 'business', 3],
  } as const;
  const [country, kind, level] = of[key];
  const letters = LANGUAGES.map((language) => {
    const notice = lawfulNotice({ country, kind, policy, lines: [{ open: '50000', level }], language });
    const found = said(notice);
    expect(found.keys).toContain(key);
    expect(found.letter).not.toMatch(/[{}]|undefined|none/);
    return found.letter;
  });
  expect(new Set(letters).size).toBe(LANGUAGES.length);
});

test('a policy that asks nothing says nothing of the law to businesses', () => {
  const free = policyWith([noticeStep(1), noticeStep(2)]);
  for (const country of ['FR', 'BE', 'NL', 'DE', 'LU']) {
    const notice = lawfulNotice({
      country,
      kind: 'business',
      policy: free,
      lines: [{ open: '1', level: 1 }],
    });
    expect(said(notice).keys).toEqual([]);
  }
});
