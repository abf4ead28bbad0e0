import { expect, test } from 'vitest';
import { type HeadMailState, isHeadMailDue } from './head-mail.ts';

const begunAt = Temporal.Instant.from('2026-03-31T04:13:00Z');
const last = (on: string, state: HeadMailState) => ({ on: Temporal.PlainDate.from(on), state, begunAt });

test.each([
  ['before six nothing leaves', '2026-03-31T05:59:59', null, false],
  ['at six the first one does', '2026-03-31T06:00:00', null, true],
  ['the day after it does again', '2026-03-31T06:00:00', last('2026-03-30', 'sent'), true],
  ['also after one that was refused', '2026-03-31T06:00:00', last('2026-03-30', 'refused'), true],
  ['or whose answer never came', '2026-03-31T06:00:00', last('2026-03-30', 'sending'), true],
  ['days nobody looked are one mail', '2026-03-31T06:00:00', last('2026-03-20', 'sent'), true],
  ['once a day', '2026-03-31T23:59:59', last('2026-03-31', 'sent'), false],
  ['what was put off is offered again', '2026-03-31T07:13:00', last('2026-03-31', 'later'), true],
  ['what is being sent is not', '2026-03-31T07:13:00', last('2026-03-31', 'sending'), false],
  ['nor what may have arrived', '2026-03-31T07:13:00', last('2026-03-31', 'unknown'), false],
  ['nor what was refused', '2026-03-31T07:13:00', last('2026-03-31', 'refused'), false],
  ['a clock put back sends nothing twice', '2026-03-30T07:13:00', last('2026-03-31', 'later'), false],
])('%s', (_, wall, before, due) => {
  expect(isHeadMailDue(Temporal.PlainDateTime.from(wall), before)).toBe(due);
});
