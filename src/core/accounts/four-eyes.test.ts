import { expect, test } from 'vitest';
import { asksFourEyes, type FourEyesRule, type ReleasedRun, whyReleaseClosed } from './four-eyes.ts';

const always: FourEyesRule = { on: true, aboveMinor: null, aboveNotices: null };
const run: ReleasedRun = {
  notices: 10,
  totalMinor: 100_000n,
  hasOtherCurrency: false,
  isAutomatic: false,
  plannedBy: 'odile',
  changedBy: [],
  earlier: { notices: 0, totalMinor: 0n, hasOtherCurrency: false },
};

const size = (notices: number, totalMinor: bigint, hasOtherCurrency = false) => ({
  notices,
  totalMinor,
  hasOtherCurrency,
});

test.each<[because: string, rule: Partial<FourEyesRule>, run: Partial<ReleasedRun>, asked: boolean]>([
  ['off', { on: false }, {}, false],
  ['without a limit', {}, {}, true],
  ['at the amount', { aboveMinor: 100_000n }, {}, false],
  ['a cent above it', { aboveMinor: 99_999n }, {}, true],
  ['another currency', { aboveMinor: 100_000n }, { hasOtherCurrency: true }, true],
  ['at the number', { aboveNotices: 10 }, {}, false],
  ['one above it', { aboveNotices: 9 }, {}, true],
  ['above the number alone', { aboveMinor: 100_000n, aboveNotices: 9 }, {}, true],
  ['above the amount alone', { aboveMinor: 99_999n, aboveNotices: 10 }, {}, true],
  ['above neither', { aboveMinor: 100_000n, aboveNotices: 10 }, {}, false],
  ['another currency, counted by number', { aboveNotices: 10 }, { hasOtherCurrency: true }, false],
  ['a split that stays at the amount', { aboveMinor: 150_000n }, { earlier: size(5, 50_000n) }, false],
  ['a split that passes it by a cent', { aboveMinor: 150_000n }, { earlier: size(5, 50_001n) }, true],
  ['a split that stays at the number', { aboveNotices: 15 }, { earlier: size(5, 1n) }, false],
  ['a split that passes it by one', { aboveNotices: 15 }, { earlier: size(6, 1n) }, true],
  ['a part before in another currency', { aboveMinor: 150_000n }, { earlier: size(1, 0n, true) }, true],
])('four eyes: %s', (_, rule, given, asked) => {
  expect(asksFourEyes({ ...always, ...rule }, { ...run, ...given })).toBe(asked);
});

test.each<[by: string | null, run: Partial<ReleasedRun>, closed: ReturnType<typeof whyReleaseClosed>]>([
  ['bram', {}, null],
  ['odile', {}, 'four_eyes_needed'],
  [null, {}, 'four_eyes_needed'],
  ['bram', { changedBy: ['bram'] }, 'four_eyes_needed'],
  ['bram', { changedBy: ['odile'] }, null],
  ['bram', { plannedBy: null }, 'four_eyes_planner_unknown'],
  [null, { plannedBy: null }, 'four_eyes_needed'],
  ['bram', { plannedBy: null, isAutomatic: true }, null],
  ['bram', { plannedBy: null, isAutomatic: true, changedBy: ['bram'] }, 'four_eyes_needed'],
  [null, { plannedBy: null, isAutomatic: true }, 'four_eyes_needed'],
])('%s releases %o: %s', (by, given, closed) => {
  expect(whyReleaseClosed(always, { ...run, ...given }, by)).toBe(closed);
  expect(whyReleaseClosed({ ...always, on: false }, { ...run, ...given }, by)).toBeNull();
});
