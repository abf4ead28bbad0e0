import { z } from 'zod';
import { dayFrom } from '#core/calendar/days.ts';
import { PAYMENT_ORDERS } from '#core/claims/claim-to-day.ts';
import { LANGUAGES } from '#core/receivables/kinds.ts';
import { refuse } from '#core/refusal.ts';
import { attachmentNamed } from '#server/platform/attachment.ts';
import type { RawRoute } from '#server/platform/raw-route.ts';
import { exportBookings, printBookings } from './export-bookings.ts';
import { printSheet } from './print-sheet.ts';
import type { SheetQuestion } from './read-sheet.ts';

/** What leaves as a file: the booking proposal, and the sheet of interest and costs. */
export const claimRawRoutes: readonly RawRoute[] = [
  {
    method: 'GET',
    path: '/companies/:company/claims/bookings',
    access: 'reader',
    async handle(tools) {
      return fileAnswer(
        'claims-to-book.csv',
        'text/csv; charset=utf-8',
        printBookings(await exportBookings(tools)),
      );
    },
  },
  {
    method: 'GET',
    path: '/companies/:company/claims/sheet',
    access: 'reader',
    async handle(tools, { query }) {
      const { name, pdf } = await printSheet(tools, questionFrom(query));
      return fileAnswer(name, 'application/pdf', new Uint8Array(pdf));
    },
  },
];

/** ?item=… or ?debtor=…, &until=2026-03-31, &language=fr, &order=by_law. What does not read is as if it were not there. */
function questionFrom(query: URLSearchParams): SheetQuestion {
  const [item, debtor, until] = ['item', 'debtor', 'until'].map((name) => query.get(name) ?? '');
  return {
    of: item ? { item: idFrom(item, 'item') } : { debtor: idFrom(debtor ?? '', 'debtor') },
    until: until ? dayFrom(until) : null,
    language: LANGUAGES.find((language) => language === query.get('language')) ?? null,
    order: PAYMENT_ORDERS.find((order) => order === query.get('order')) ?? 'as_booked',
  };
}

function idFrom(text: string, of: 'item' | 'debtor'): string {
  if (z.uuid().safeParse(text).success) return text;
  return of === 'item'
    ? refuse('open_item_unknown', { item: text })
    : refuse('debtor_unknown', { debtor: text });
}

function fileAnswer(name: string, type: string, body: string | Uint8Array<ArrayBuffer>): Response {
  return new Response(body, {
    headers: {
      'content-type': type,
      'content-disposition': attachmentNamed(name),
      'cache-control': 'private, no-store',
    },
  });
}
