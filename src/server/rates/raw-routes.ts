import { stringify } from 'csv-stringify/sync';
import { attachmentNamed } from '#server/platform/attachment.ts';
import type { RawRoute } from '#server/platform/raw-route.ts';
import { rateRows, showRates } from './show-rates.ts';

const COLUMNS = ['series', 'from', 'until', 'percent', 'source', 'status', 'countries', 'remark'];

/** All rates as a file that can be given back. */
export const rateRawRoutes: readonly RawRoute[] = [
  {
    method: 'GET',
    path: '/companies/:company/rates/export',
    access: 'reader',
    async handle(tools) {
      return new Response(printRates(await showRates(tools, {})), {
        headers: {
          'content-type': 'text/csv; charset=utf-8',
          'content-disposition': attachmentNamed('rates.csv'),
          'cache-control': 'private, no-store',
        },
      });
    },
  },
];

/** Rates in the columns a file of rates has; a text that a spreadsheet would compute stays a text. */
export function printRates(series: Parameters<typeof rateRows>[0]): string {
  const rows = rateRows(series)
    .filter(({ percent }) => percent !== '')
    .map((row) => ({ ...row, source: asText(row.source), remark: asText(row.remark) }));
  return stringify(rows, { header: true, columns: COLUMNS, record_delimiter: 'windows' });
}

function asText(text: string): string {
  return /^[=+\-@\t\r\n\0＝＋－＠]/.test(text) ? `'${text}` : text;
}
