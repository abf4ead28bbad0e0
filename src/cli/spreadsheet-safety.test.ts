import { expect, test } from 'vitest';
import { readCsv } from '#formats/csv/read-csv.ts';
import { printBookings } from '#server/claims/export-bookings.ts';
import { printRateRows } from '#server/rates/raw-routes.ts';
import { csvOf } from './notices.ts';

const FORMULA = "=cmd|' /C calc'!A0";

const booking = {
  ...{
    claim: 'c',
    claimedOn: '2026-03-31',
    notice: 7,
    debtor: FORMULA,
    name: FORMULA,
    document: `+${FORMULA}`,
  },
  ...{ kind: 'interest', state: 'asked', currency: 'EUR', amount: '-12.50', paid: '0.00', from: '', to: '' },
  ...{ debitAccount: `@${FORMULA}`, creditAccount: `-${FORMULA}` },
};
const rate = {
  ...{ series: 'BE_COMMERCIAL', from: '2026-07-01', until: '', percent: '-0.50', source: FORMULA },
  ...{ status: 'given' as const, countries: 'BE', remark: FORMULA },
};
const notice = {
  ...{
    file: `${FORMULA}.pdf`,
    notice: 1,
    debtor: FORMULA,
    name: FORMULA,
    level: 2,
    channel: 'mail',
    state: 'sent',
  },
  ...{ currency: 'EUR', total: '-250.00', issuedOn: '2026-03-31', deadlineOn: '2026-04-15', sha256: null },
};

// The file, and the figures in it that must stay numbers.
test.each([
  ['claims to book', printBookings([booking]), ['7', '-12.50', '0.00']],
  ['rates', printRateRows([rate]), ['-0.50']],
  ['the index of letters', csvOf([notice]), ['1', '2', '-250.00']],
])('%s hold no formula, and their figures are figures', async (_, csv, figures) => {
  const bytes = Buffer.from(csv);
  const rows = (await Array.fromAsync(readCsv(bytes, { encoding: 'utf-8', separator: ',' }, 'x.csv'))).flat();
  const cells = rows.flatMap((row) => row.cells.map(String));
  expect(cells.filter((cell) => /^\s*[=+\-@]/.test(cell) && !/^-\d+\.\d+$/.test(cell))).toEqual([]);
  expect(cells).toEqual(expect.arrayContaining(figures));
});
