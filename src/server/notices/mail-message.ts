import { groupByFour, printReference } from '#core/receivables/payment-reference.ts';
import { label, type Paragraph } from '#server/texts/words.ts';
import { figuresFor } from './figures.ts';
import { itemTable, type TableSection } from './item-table.ts';
import { totals, untilOf } from './letter-sheet.ts';
import type { NoticeContent } from './notice-content.ts';

export type MailWords = { readonly subject: string; readonly text: string; readonly html: string };

/** What stands around the words of a mail. */
export type MailAround = {
  /** In test mode: whom the mail would go to. */
  readonly meantFor: readonly string[];
  readonly withInvoices: boolean;
  /** The name the logo has in the mail, or null. */
  readonly logoName: string | null;
};

/** The notice as a mail: text and HTML say the same, and the same as the letter. */
export function mailMessage(content: NoticeContent, around: MailAround): MailWords {
  const parts = partsOf(content, around);
  return {
    subject: content.words.subject,
    text: textOf(parts),
    html: htmlOf(parts, content, around.logoName),
  };
}

type Parts = ReturnType<typeof partsOf>;

function partsOf(content: NoticeContent, { meantFor, withInvoices }: MailAround) {
  const { language, company, payment, layout } = content;
  const figures = figuresFor(language, company.country);
  const say = (key: Parameters<typeof label>[1], facts?: Record<string, string>) =>
    label(language, key, facts);
  const until = untilOf(content, figures);
  return {
    warning: meantFor.length > 0 ? say('mail.meantFor', { addresses: meantFor.join(', ') }) : null,
    company: company.name,
    subject: content.words.subject,
    opening: content.words.opening,
    sections: itemTable(content, figures),
    totals: totals(content, figures),
    deadline: until ? { label: say(until.reference), value: until.day } : null,
    payment: payment
      ? {
          title: say('payment.title'),
          rows: [
            { label: say('payment.beneficiary'), value: company.name },
            { label: say('payment.iban'), value: groupByFour(payment.iban) },
            ...(payment.bic ? [{ label: say('payment.bic'), value: payment.bic }] : []),
            { label: say('payment.reference'), value: printReference(payment.reference) },
          ],
        }
      : null,
    mentions: content.mentions ?? [],
    closing: content.words.closing,
    signature: (layout.signature ?? company.name).split('\n').filter((line) => line.trim() !== ''),
    attached: say(withInvoices ? 'mail.attachedWithInvoices' : 'mail.attached'),
    footer: [
      company.name,
      [company.street, [company.postalCode, company.city].filter(Boolean).join(' ')]
        .filter(Boolean)
        .join(', '),
      company.vatNumber ? say('vat', { number: company.vatNumber }) : '',
      ...(company.legalFooter ?? '').split('\n'),
    ].filter((line) => line.trim() !== ''),
    reference: `${say('reference.notice')} ${content.number} · ${say('reference.debtor')} ${content.debtor.number}`,
  };
}

function textOf(parts: Parts): string {
  const rows = (list: readonly { label: string; value: string }[]) =>
    list.map(({ label: name, value }) => `${name}: ${value}`).join('\n');
  const blocks = [
    parts.warning ?? '',
    ...parts.opening.map(plain),
    ...parts.sections.map(textTable),
    rows([...parts.totals, ...(parts.deadline ? [parts.deadline] : [])]),
    parts.payment ? `${parts.payment.title}\n${rows(parts.payment.rows)}` : '',
    ...parts.mentions.map(({ title, lines }) => [title, ...lines].join('\n')),
    ...parts.closing.map(plain),
    parts.signature.join('\n'),
    parts.attached,
    `-- \n${[parts.reference, ...parts.footer].join('\n')}`,
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

function plain(paragraph: Paragraph): string {
  return paragraph.map((line) => line.map(({ text }) => text).join('')).join('\n');
}

function textTable({ title, note, columns, rows, total }: TableSection): string {
  const lines = rows.map((row) =>
    row
      .map((cell, index) =>
        cell.text ? `${columns[index]?.label}: ${cell.text}${cell.note ? ` (${cell.note})` : ''}` : '',
      )
      .filter(Boolean)
      .join(' | '),
  );
  return [
    `${title} (${note})`,
    ...lines.map((line) => `- ${line}`),
    total ? `${total.label}: ${total.value}` : '',
  ]
    .filter(Boolean)
    .join('\n');
}

const FONT = "font-family:'Segoe UI',Helvetica,Arial,sans-serif";
const QUIET = '#5d6775';
const LINE = '#d5dae1';

/** Tables and inline styles: what every mail program shows alike, from a phone up. */
function htmlOf(parts: Parts, content: NoticeContent, logoName: string | null): string {
  const { accent } = content.layout;
  const warning = parts.warning
    ? `<tr><td style="background:#fff3bf;color:#5c4400;padding:10px 28px;font-size:14px">${html(parts.warning)}</td></tr>`
    : '';
  const head = logoName
    ? `<img src="cid:${html(logoName)}" alt="${html(parts.company)}" height="44" style="height:44px;max-width:240px;border:0">`
    : `<span style="font-size:20px;font-weight:600;color:${accent}">${html(parts.company)}</span>`;
  return `<!doctype html>
<html lang="${content.language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="color-scheme" content="light"><title>${html(parts.subject)}</title></head>
<body style="margin:0;padding:0;background:#f2f4f7;color:#1c2430;${FONT}">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"><tr><td align="center" style="padding:24px 8px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:640px;background:#ffffff;border-top:4px solid ${accent};border-radius:6px">
${warning}<tr><td style="padding:26px 28px 6px">${head}</td></tr>
<tr><td style="padding:10px 28px 4px"><h1 style="margin:0;font-size:20px;line-height:1.35;font-weight:600">${html(parts.subject)}</h1></td></tr>
<tr><td style="padding:4px 28px;font-size:15px;line-height:1.55">
${parts.opening.map(paragraph).join('\n')}
${parts.sections.map((section) => htmlTable(section, accent)).join('\n')}
${sums(parts, accent)}
${howToPay(parts, accent)}
${parts.mentions.map((mention) => mentionBox(mention, accent)).join('\n')}
${parts.closing.map(paragraph).join('\n')}
<p style="margin:18px 0 6px">${parts.signature.map(html).join('<br>')}</p>
<p style="margin:14px 0;color:${QUIET};font-size:13px">${html(parts.attached)}</p>
</td></tr>
<tr><td style="padding:14px 28px 24px;border-top:1px solid ${LINE};color:${QUIET};font-size:12px;line-height:1.5">${[parts.reference, ...parts.footer].map(html).join('<br>')}</td></tr>
</table></td></tr></table></body></html>
`;
}

function paragraph(lines: Paragraph): string {
  const body = lines
    .map((line) =>
      line.map(({ text, strong }) => (strong ? `<strong>${html(text)}</strong>` : html(text))).join(''),
    )
    .join('<br>');
  return `<p style="margin:10px 0">${body}</p>`;
}

/** What the law wants said, set apart by a line at its left. */
function mentionBox({ title, lines }: Parts['mentions'][number], accent: string): string {
  const said = lines.map((line) => `<p style="margin:4px 0">${html(line)}</p>`).join('');
  return `<div style="margin:16px 0;padding:2px 0 2px 14px;border-left:3px solid ${accent};font-size:14px"><strong>${html(title)}</strong>${said}</div>`;
}

function htmlTable({ title, note, columns, rows, total }: TableSection, accent: string): string {
  const cell = (text: string, right: boolean, rest = '') =>
    `<td align="${right ? 'right' : 'left'}" style="padding:6px 6px;border-bottom:1px solid ${LINE};white-space:nowrap${rest}">${text}</td>`;
  const head = columns
    .map(
      ({ label: name, right }) =>
        `<th align="${right ? 'right' : 'left'}" scope="col" style="padding:4px 6px;border-bottom:2px solid #1c2430;font-weight:400;color:${QUIET};font-size:12px">${html(name)}</th>`,
    )
    .join('');
  const body = rows.map(
    (row) =>
      `<tr>${row
        .map(({ text, note: aside }, index) => {
          const under = aside ? `<br><span style="color:${QUIET};font-size:11px">${html(aside)}</span>` : '';
          return cell(`${html(text)}${under}`, columns[index]?.right ?? false);
        })
        .join('')}</tr>`,
  );
  const sum = total
    ? `<tr><td colspan="${columns.length}" align="right" style="padding:6px"><span style="color:${QUIET}">${html(total.label)}</span>&nbsp; <strong>${html(total.value)}</strong></td></tr>`
    : '';
  return `<p style="margin:18px 0 4px"><strong style="color:${accent}">${html(title)}</strong> <span style="color:${QUIET};font-size:12px">${html(note)}</span></p>
<div style="overflow-x:auto"><table width="100%" cellpadding="0" cellspacing="0" border="0" style="border-collapse:collapse;font-size:13px;font-variant-numeric:tabular-nums"><thead><tr>${head}</tr></thead><tbody>${body.join('')}${sum}</tbody></table></div>`;
}

function sums({ totals: list, deadline }: Parts, accent: string): string {
  const rows = list.map(({ label: name, value }, index) => {
    const last = index === list.length - 1;
    const style = last ? `border-top:2px solid ${accent};font-weight:600` : '';
    const size = last ? `;font-size:20px;color:${accent}` : '';
    return `<tr><td style="padding:6px 0;${style}">${html(name)}</td><td align="right" style="padding:6px 0;${style}${size}">${html(value)}</td></tr>`;
  });
  if (rows.length === 0) return '';
  const until = deadline
    ? `<tr><td style="color:${QUIET}">${html(deadline.label)}</td><td align="right"><strong>${html(deadline.value)}</strong></td></tr>`
    : '';
  return `<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="margin:16px 0 6px;font-variant-numeric:tabular-nums">${rows.join('')}${until}</table>`;
}

function howToPay({ payment }: Parts, accent: string): string {
  if (!payment) return '';
  const rows = payment.rows.map(
    ({ label: name, value }) =>
      `<tr><td style="padding:2px 14px 2px 0;color:${QUIET};font-size:13px">${html(name)}</td><td style="padding:2px 0"><strong>${html(value)}</strong></td></tr>`,
  );
  return `<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="margin:12px 0;background:#f6f8fa;border-radius:6px"><tr><td style="padding:14px 18px"><strong style="color:${accent}">${html(payment.title)}</strong><table role="presentation" cellpadding="0" cellspacing="0" border="0" style="margin-top:6px;font-size:14px">${rows.join('')}</table></td></tr></table>`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function html(text: string): string {
  return text.replace(/[&<>"']/g, (char) => ENTITIES[char] ?? char);
}
