import { expect, test } from 'vitest';
import { holdTermsFrom } from './hold-end.ts';

const today = Temporal.PlainDate.from('2026-03-31');
const day = (text: string | null) => (text === null ? null : Temporal.PlainDate.from(text));

test.each([
  // until, looked at again on -> refused because
  ['2026-03-30', null, 'hold_ended_before_today'],
  ['2026-03-31', null, null],
  ['2028-03-31', null, null],
  ['2028-04-01', null, 'hold_too_long'],
  [null, null, 'hold_without_end'],
  [null, '2026-03-30', 'hold_review_passed'],
  [null, '2026-03-31', null],
  [null, '2028-04-01', 'hold_too_long'],
  ['2026-04-10', '2026-04-10', null],
  ['2026-04-10', '2026-04-11', 'hold_review_after_end'],
])('a hold until %s, reviewed on %s: %s', (until, review, code) => {
  const terms = () => holdTermsFrom({ untilOn: day(until), reviewOn: day(review) }, today);
  if (code === null) expect(terms()).toEqual({ untilOn: day(until), reviewOn: day(review) });
  else expect(terms).toThrow(expect.objectContaining({ code }));
});
