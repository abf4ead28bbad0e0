import { figure, writeCsv } from '#formats/csv/write-csv.ts';
import { attachmentNamed } from '#server/platform/attachment.ts';
import type { RawRoute } from '#server/platform/raw-route.ts';
import { rateRows, showRates } from './show-rates.ts';

const COLUMNS = ['series', 'from', 'until', 'percent', 'source', 'status', 'countries', 'remark'] as const;

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
  return printRateRows(rateRows(series));
}

/** The same of rows that were chosen. */
export function printRateRows(rows: ReturnType<typeof rateRows>): string {
  const told = rows.filter(({ percent }) => percent !== '');
  const cells = told.map((row) =>
    COLUMNS.map((column) => (column === 'percent' ? figure(row[column]) : row[column])),
  );
  return writeCsv([COLUMNS, ...cells]);
}
