import { expect, test } from 'vitest';
import { holdEndFrom } from './hold-end.ts';

const today = Temporal.PlainDate.from('2026-03-31');

test.each([
  ['2026-03-30', 'hold_ended_before_today'],
  ['2026-03-31', null],
  ['2028-03-31', null],
  ['2028-04-01', 'hold_too_long'],
])('a hold until %s: %s', (until, code) => {
  const end = () => holdEndFrom(Temporal.PlainDate.from(until), today);
  if (code === null) expect(String(end())).toBe(until);
  else expect(end).toThrow(expect.objectContaining({ code }));
});
