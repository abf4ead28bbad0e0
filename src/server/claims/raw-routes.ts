import type { RawRoute } from '#server/platform/raw-route.ts';
import { exportBookings, printBookings } from './export-bookings.ts';

/** What leaves as a file: the booking proposal. */
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
];

function fileAnswer(name: string, type: string, body: string | Uint8Array<ArrayBuffer>): Response {
  return new Response(body, {
    headers: {
      'content-type': type,
      'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
      'cache-control': 'private, no-store',
    },
  });
}
