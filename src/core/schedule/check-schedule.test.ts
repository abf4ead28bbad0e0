import { expect, test } from 'vitest';
import { DEFAULT_SCHEDULE, scheduleFrom } from './check-schedule.ts';

test.each([
  ['09:00', '09:00'],
  ['9:05', '09:05'],
  ['0h00', '00:00'],
  ['23.59', '23:59'],
])('%s is read as %s', (localTime, expected) => {
  expect(scheduleFrom({ ...DEFAULT_SCHEDULE, localTime }).localTime).toBe(expected);
});

test('days stand in order, each once', () => {
  expect(scheduleFrom({ ...DEFAULT_SCHEDULE, weekdays: [5, 1, 5, 7] }).weekdays).toEqual([1, 5, 7]);
});

test.each([
  [{ weekdays: [] }, 'schedule_without_days'],
  [{ weekdays: [0, 8] }, 'schedule_without_days'],
  [{ localTime: '24:00' }, 'schedule_time_unreadable'],
  [{ localTime: '12:60' }, 'schedule_time_unreadable'],
  [{ localTime: 'nine' }, 'schedule_time_unreadable'],
  [{ forewarnHours: -1 }, 'schedule_forewarn_out_of_range'],
  [{ forewarnHours: 73 }, 'schedule_forewarn_out_of_range'],
  [{ forewarnHours: 1.5 }, 'schedule_forewarn_out_of_range'],
])('%j is refused: %s', (given, code) => {
  expect(() => scheduleFrom({ ...DEFAULT_SCHEDULE, ...given })).toThrow(expect.objectContaining({ code }));
});

test.each([0, 72])('%d hours before is as far as it goes', (forewarnHours) => {
  expect(scheduleFrom({ ...DEFAULT_SCHEDULE, forewarnHours }).forewarnHours).toBe(forewarnHours);
});
