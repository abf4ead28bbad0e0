import { expect, test } from 'vitest';
import { epochDayFrom } from '#core/calendar/epoch-days.ts';
import { rateText } from '#core/interest/percent.ts';
import { findRate } from '#core/interest/rate-book.ts';
import { inCompany } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { freshDb } from '#test/support/fresh-db.ts';
import { addCompany, addMember } from '#test/support/people.ts';
import { inside, toolsFor } from '#test/support/tools.ts';
import { giveRate, giveRates, undoRateChange, withdrawRate } from './give-rates.ts';
import { readRateBook } from './queries.ts';
import { readRateFile } from './read-rate-file.ts';
import { showRateChanges, showRates } from './show-rates.ts';

const tools = toolsFor(await freshDb(), { today: '2027-02-01' });

const NEXT = {
  series: 'BE_COMMERCIAL',
  from: '2027-01-01',
  until: '',
  percent: '11.00',
  source: 'M.B. 22.01.2027',
};
const by = { reason: null, replaceVerified: false };
const code = (wanted: string) => expect.objectContaining({ code: wanted });

const rateOn = (company: CompanyTools, day: string) =>
  inCompany(company, async (trx) => {
    const span = findRate(await readRateBook(trx, company.companyId), 'BE_COMMERCIAL', epochDayFrom(day));
    return span && `${rateText(span.percent)} ${span.status}`;
  });
const file = (text: string) => readRateFile(new TextEncoder().encode(text), 'rates.csv');

test('a rate nobody knew is given, with who and when, and counts from its day to the end of its half-year', async () => {
  const owner = await addMember(await addCompany(tools), 'owner', { name: 'Odile' });
  const company = inside(tools, (await addCompany(tools)).companyId, owner);
  expect(await rateOn(company, '2027-01-01')).toBeNull();
  const { change, taken } = await giveRate(company, { ...by, rate: NEXT });
  expect(taken).toBe(1);
  expect(await rateOn(company, '2026-12-31')).toBe('10.50 derived');
  expect(await rateOn(company, '2027-06-30')).toBe('11.00 given');
  expect(await rateOn(company, '2027-07-01')).toBeNull();

  const [series] = await showRates(company, { country: 'BE', status: 'given' });
  expect(series?.rates).toMatchObject([
    { percent: '11.00', sources: ['M.B. 22.01.2027'], given: { change, number: 1, by: 'Odile', file: null } },
  ]);
  expect(await showRateChanges(company)).toMatchObject([
    { number: 1, by: 'Odile', given: [{ percent: '11.00' }] },
  ]);
});

test('the same rate given twice changes nothing', async () => {
  const company = await addCompany(tools);
  await giveRate(company, { ...by, rate: NEXT });
  expect(await giveRate(company, { ...by, rate: NEXT })).toMatchObject({
    change: null,
    taken: 0,
    unchanged: 1,
  });
  expect(await showRateChanges(company)).toHaveLength(1);
});

test('another value than a verified one is refused until it is confirmed, with a reason', async () => {
  const company = await addCompany(tools);
  const rate = { ...NEXT, from: '2025-07-01' };
  await expect(giveRate(company, { ...by, rate })).rejects.toThrow(code('rate_from_verified'));
  await expect(giveRate(company, { reason: ' ', replaceVerified: true, rate })).rejects.toThrow(
    code('rate_reason_missing'),
  );
  expect(await showRateChanges(company)).toEqual([]);
  await giveRate(company, { reason: 'Erratum', replaceVerified: true, rate });
  expect(await rateOn(company, '2025-08-01')).toBe('11.00 given');
  const [series] = await showRates(company, { search: 'BE_COMMERCIAL', status: 'given' });
  expect(series?.rates[0]).toMatchObject({
    builtIn: { percent: '10.50', status: 'verified' },
    given: { reason: 'Erratum' },
  });
});

test('a later change stands in the way of undoing an earlier one, and undoing gives back what was there', async () => {
  const company = await addCompany(tools);
  const first = await giveRate(company, { ...by, rate: NEXT });
  const second = await giveRate(company, { ...by, rate: { ...NEXT, percent: '11.50' } });
  expect(await rateOn(company, '2027-02-01')).toBe('11.50 given');
  const undo = (change: string | null) => undoRateChange(company, { change: change ?? '' });
  await expect(undo(first.change)).rejects.toMatchObject({
    code: 'rate_change_overtaken',
    facts: { change: '1', later: '2' },
  });
  await undo(second.change);
  expect(await rateOn(company, '2027-02-01')).toBe('11.00 given');
  await expect(undo(second.change)).rejects.toThrow(code('rate_change_undone'));
  await undo(first.change);
  expect(await rateOn(company, '2027-02-01')).toBeNull();
  expect((await showRateChanges(company)).map(({ undone }) => undone !== null)).toEqual([true, true]);
});

test('a given rate is withdrawn, and the withdrawal undone', async () => {
  const company = await addCompany(tools);
  await giveRate(company, { ...by, rate: NEXT });
  const key = { series: NEXT.series, from: NEXT.from };
  const change = await withdrawRate(company, key);
  expect(await rateOn(company, '2027-02-01')).toBeNull();
  await expect(withdrawRate(company, key)).rejects.toThrow(code('rate_not_given'));
  expect(await showRateChanges(company)).toMatchObject([
    { number: 2, withdrawn: [{ percent: '11.00' }] },
    { number: 1 },
  ]);
  await undoRateChange(company, { change });
  expect(await rateOn(company, '2027-02-01')).toBe('11.00 given');
});

test('a file is taken whole; one with wrong rows not at all, each told with its row and column', async () => {
  const company = await addCompany(tools);
  const good = await file(
    'series;from;until;percent;source\nBE_COMMERCIAL;2027-01-01;;11,00;M.B.\nNL_COMMERCIAL;2027-01-01;2027-06-30;10.4;ECB\n',
  );
  const bad = await file(
    'from,series,percent,source\n2027-01-01,BE_COMMERCIAL,eleven,M.B.\n2027-13-01,XX,5,\n',
  );
  const input = { ...by, file: 'rates.csv' };
  const refused = await giveRates(company, { ...input, rates: bad });
  expect(refused.change).toBeNull();
  expect(refused.problems.map(({ code: of, at }) => [at.row, at.column, of])).toEqual([
    [2, 'percent', 'rate_unreadable'],
    [3, 'series', 'rate_series_unknown'],
    [3, 'from', 'day_unreadable'],
    [3, 'source', 'rate_source_missing'],
  ]);
  expect(await showRateChanges(company)).toEqual([]);

  const taken = await giveRates(company, { ...input, rates: good });
  expect(taken).toMatchObject({ taken: 2, problems: [] });
  expect(await showRateChanges(company)).toMatchObject([{ file: 'rates.csv', given: [{}, {}] }]);
  expect(await rateOn(company, '2027-02-01')).toBe('11.00 given');
});

test('a file over verified rates is told row by row, and taken once it is meant', async () => {
  const company = await addCompany(tools);
  const rates = await file('series;from;percent;source\nBE_COMMERCIAL;2025-07-01;11.00;M.B.\n');
  const input = { file: 'rates.csv', rates };
  expect(await giveRates(company, { ...by, ...input })).toMatchObject({
    change: null,
    problems: [{ code: 'rate_from_verified', at: { row: 2, column: 'percent' } }],
  });
  expect(await giveRates(company, { reason: 'Erratum', replaceVerified: true, ...input })).toMatchObject({
    taken: 1,
  });
});

test('a file without its columns is refused by those that are missing', async () => {
  await expect(file('series;from\n')).rejects.toMatchObject({
    code: 'rate_columns_missing',
    facts: { missing: 'percent, source' },
  });
  await expect(file('')).rejects.toThrow(code('rate_columns_missing'));
});

test('what fails is not half done, and a company sees its own rates alone', async () => {
  const [company, other] = [await addCompany(tools), await addCompany(tools)];
  const broken: CompanyTools = {
    ...company,
    actor: 'x',
    clock: {
      ...company.clock,
      now: () => {
        throw new Error('down');
      },
    },
  };
  await expect(giveRate(broken, { ...by, rate: NEXT })).rejects.toThrow('down');
  expect(await showRateChanges(company)).toEqual([]);
  await giveRate(company, { ...by, rate: NEXT });
  expect(await rateOn(other, '2027-02-01')).toBeNull();
});
