import type { StepKind } from '#core/dunning/policy.ts';
import { groupByFour, printReference } from '#core/receivables/payment-reference.ts';
import { qrSvg } from '#server/platform/qr.ts';
import { label, type Paragraph, pattern } from '#server/texts/words.ts';
import { type Figures, figuresFor } from './figures.ts';
import { itemTable } from './item-table.ts';
import type { ContentCompany, NoticeContent } from './notice-content.ts';

/** The fonts of the house by the names a layout keeps. */
export const FONTS: Readonly<Record<string, string>> = {
  'source-sans-3': 'Source Sans 3',
  'noto-sans': 'Noto Sans',
};

/** What the letter's template is given: every word and every figure as it is to be printed. */
export function letterSheet(content: NoticeContent) {
  const { language, company, layout } = content;
  const figures = figuresFor(language, company.country);
  const say = (key: Parameters<typeof label>[1], facts?: Record<string, string>) =>
    label(language, key, facts);
  const font = FONTS[layout.font] ?? 'Source Sans 3';
  const issuedOn = Temporal.PlainDate.from(content.issuedOn);
  const until = untilOf(content, figures);
  return {
    title: content.words.subject,
    language,
    region: company.country,
    // The second one steps in for characters the first has not; a third one, of the system's, never does.
    fonts: [...new Set([font, 'Source Sans 3', 'Noto Sans'])],
    accent: layout.accent,
    tint: tintOf(layout.accent),
    window: layout.addressWindow,
    foldMarks: layout.foldMarks,
    logo: layout.logo
      ? { path: logoPath(layout.logo.mediaType), alt: say('logoAlt', { company: company.name }) }
      : null,
    sender: { name: company.name, lines: senderLines(company) },
    senderLine: [company.name, company.street, placeOf(company)].filter(Boolean).join(' · '),
    postalMark: content.registered ? say('registered') : null,
    recipient: content.recipient,
    references: [
      {
        label: say('reference.date'),
        value: placeAndDate(content, figures.longDay(issuedOn)),
        strong: false,
      },
      { label: say('reference.debtor'), value: content.debtor.number, strong: false },
      { label: say('reference.notice'), value: String(content.number), strong: false },
      ...(until ? [{ label: say(until.reference), value: until.day, strong: true }] : []),
    ],
    subject: content.words.subject,
    opening: content.words.opening.map(runs),
    closing: content.words.closing.map(runs),
    sections: itemTable(content, figures),
    totals: totals(content, figures),
    due: until?.pays ? { label: say('deadline'), value: until.day } : null,
    payment: payment(content, figures),
    mentions: (content.mentions ?? []).map(({ title, lines }) => ({ title, lines })),
    signature: (layout.signature ?? '')
      .split('\n')
      .map((line) => line.trim())
      .filter(Boolean),
    footer: footer(content),
    page: pattern(language, 'page'),
    running: say('running', { subject: content.words.subject, number: String(content.number) }),
  };
}

/** The day a notice asks for something by: to pay, or to reply. A statement and a correction ask for nothing. */
export function untilOf({ stepKind, purpose, deadlineOn }: NoticeContent, figures: Figures) {
  if (purpose === 'correction' || stepKind === 'statement') return null;
  const pays = stepKind !== 'acceptance';
  const day = figures.longDay(Temporal.PlainDate.from(deadlineOn));
  return { pays, day, reference: pays ? ('reference.deadline' as const) : ('reference.replyBy' as const) };
}

/** The name a template knows the logo by. Its ending tells how it is read. */
export function logoPath(mediaType: string): string {
  return { 'image/png': '/logo.png', 'image/jpeg': '/logo.jpg' }[mediaType] ?? '/logo.svg';
}

function runs(paragraph: Paragraph) {
  return paragraph.map((line) => line.map(({ text, strong }) => ({ text, strong })));
}

function placeAndDate({ company, language }: NoticeContent, day: string): string {
  return company.city ? label(language, 'placeAndDate', { place: company.city, day }) : day;
}

function placeOf(company: ContentCompany): string {
  return [company.postalCode, company.city].filter(Boolean).join(' ');
}

export function senderLines(company: ContentCompany): string[] {
  const lines = [company.street, placeOf(company), company.phone, company.email, company.website];
  return lines.filter((line): line is string => Boolean(line));
}

/** The sums down to the one that counts, each only where it says something. A correction has none. */
export function totals(content: NoticeContent, figures: Figures) {
  const { totals: sums, currency, language, stepKind, purpose } = content;
  const rows: { label: string; value: string }[] = [];
  if (purpose === 'correction') return rows;
  const put = (key: Parameters<typeof label>[1], minor: string) =>
    rows.push({ label: label(language, key), value: figures.money(BigInt(minor), currency) });
  const upcoming = sums.upcoming ?? '0';
  const alone = [sums.credit, sums.interest, sums.fee, upcoming].every((sum) => sum === '0');
  if (!alone) put(stepKind === 'courtesy' ? 'total.due' : 'total.overdue', sums.due);
  if (upcoming !== '0') put('total.upcoming', upcoming);
  if (sums.credit !== '0') put('total.credit', sums.credit);
  if (sums.interest !== '0') put('total.interest', sums.interest);
  if (sums.fee !== '0') put('total.fee', sums.fee);
  put(LAST[stepKind] ?? 'total.toPay', sums.total);
  return rows;
}

const LAST: Readonly<Partial<Record<StepKind, 'total.balance' | 'total.toConfirm'>>> = {
  statement: 'total.balance',
  acceptance: 'total.toConfirm',
};

function payment(
  { payment: how, language, company, totals: sums, currency }: NoticeContent,
  figures: Figures,
) {
  if (!how) return null;
  const say = (key: Parameters<typeof label>[1], facts?: Record<string, string>) =>
    label(language, key, facts);
  const reference = printReference(how.reference);
  const rows = [
    { label: say('payment.beneficiary'), value: company.name, strong: false },
    { label: say('payment.iban'), value: groupByFour(how.iban), strong: true },
    ...(how.bic ? [{ label: say('payment.bic'), value: how.bic, strong: false }] : []),
    { label: say('payment.reference'), value: reference, strong: true },
  ];
  const amount = figures.money(BigInt(sums.total), currency);
  return {
    title: say('payment.title'),
    rows,
    qr: how.epc ? qrSvg(how.epc) : null,
    qrAlt: say('payment.qrAlt', { amount, beneficiary: company.name, reference }),
    qrCaption: say('payment.qr'),
  };
}

/** What stands at the foot of each page. */
export function footer({ company, language }: Pick<NoticeContent, 'company' | 'language'>): string[][] {
  const columns = [
    [company.name, [company.street, placeOf(company)].filter(Boolean).join(', ')],
    [
      company.vatNumber ? label(language, 'vat', { number: company.vatNumber }) : '',
      company.enterpriseNumber ? label(language, 'enterprise', { number: company.enterpriseNumber }) : '',
    ],
    (company.legalFooter ?? '').split('\n').map((line) => line.trim()),
  ];
  return columns.map((lines) => lines.filter(Boolean)).filter((lines) => lines.length > 0);
}

/** A breath of the accent, for the box behind the payment. */
function tintOf(accent: string): string {
  const channels = [1, 3, 5].map((at) => Number.parseInt(accent.slice(at, at + 2), 16));
  return `#${channels
    .map((value) =>
      Math.round(255 - (255 - value) * 0.07)
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`;
}
