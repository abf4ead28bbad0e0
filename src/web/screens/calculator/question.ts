import { z } from 'zod';
import { DAY_COUNTS } from '#core/interest/day-count.ts';
import { DEBTOR_KINDS } from '#core/receivables/kinds.ts';

/** What is asked, as it stands in the URL: a link carries the whole question. */
export const View = z.object({
  country: z.string().length(2).catch('BE'),
  kind: z.enum(DEBTOR_KINDS).catch('business'),
  amount: z.string().catch(''),
  currency: z.string().length(3).catch('EUR'),
  due: z.iso.date().or(z.literal('')).catch(''),
  until: z.iso.date().or(z.literal('')).catch(''),
  notice: z.iso.date().or(z.literal('')).catch(''),
  by: z.enum(['mail', 'post']).catch('mail'),
  rate: z.string().catch(''),
  clause: z.enum(['yes', 'no']).catch('yes'),
  /** '2026-03-31 250.00', one payment a line. */
  paid: z.string().catch(''),
  dayCount: z.enum(DAY_COUNTS).optional().catch(undefined),
  lastDay: z.enum(['yes', 'no']).optional().catch(undefined),
  compound: z.enum(['never', 'yearly']).optional().catch(undefined),
});
export type Asked = z.output<typeof View>;

/** The question for the API; null while it is not whole. */
export function questionFrom(view: Asked) {
  if (view.amount === '' || view.due === '') return null;
  return {
    country: view.country,
    kind: view.kind,
    amount: view.amount,
    currency: view.currency,
    dueOn: view.due,
    until: view.until || null,
    noticeOn: view.notice || ('assumed' as const),
    noticeBy: view.by,
    contractRate: view.rate.replace(',', '.') || null,
    hasClause: view.clause === 'yes',
    payments: paymentsFrom(view.paid),
    dayCount: view.dayCount ?? null,
    lastDay: view.lastDay === undefined ? null : view.lastDay === 'yes',
    compound: view.compound ?? null,
  };
}

/** The lines that read; what is still being typed is left out. */
export function paymentsFrom(text: string): { on: string; amount: string }[] {
  return text.split('\n').flatMap((line) => {
    const found = /^\s*(\d{4}-\d{2}-\d{2})[\s;:]+(\d+(?:[.,]\d+)?)\s*$/.exec(line);
    return found ? [{ on: found[1] ?? '', amount: (found[2] ?? '').replace(',', '.') }] : [];
  });
}
