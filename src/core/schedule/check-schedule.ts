import { refuse } from '#core/refusal.ts';
import type { RunSchedule } from './run-schedule.ts';

export const FOREWARN_HOURS_MAX = 72;
export const DEFAULT_SCHEDULE: RunSchedule = {
  weekdays: [1, 2, 3, 4, 5],
  localTime: '09:00',
  skipsHolidays: true,
  forewarnHours: 24,
};

/**
 * A schedule as somebody gives it, with its days in order and each once.
 * @throws Refusal schedule_without_days, schedule_time_unreadable, schedule_forewarn_out_of_range
 */
export function scheduleFrom({
  weekdays,
  localTime,
  skipsHolidays,
  forewarnHours,
}: RunSchedule): RunSchedule {
  const days = [...new Set(weekdays.filter((day) => day >= 1 && day <= 7))].sort((a, b) => a - b);
  if (days.length === 0) refuse('schedule_without_days', {});
  const time = /^(\d{1,2})[:hH.](\d{2})$/.exec(localTime.trim());
  const [hours, minutes] = [Number(time?.[1]), Number(time?.[2])];
  if (!time || hours > 23 || minutes > 59) {
    refuse('schedule_time_unreadable', { given: localTime, example: DEFAULT_SCHEDULE.localTime });
  }
  if (!Number.isInteger(forewarnHours) || forewarnHours < 0 || forewarnHours > FOREWARN_HOURS_MAX) {
    refuse('schedule_forewarn_out_of_range', {
      given: String(forewarnHours),
      most: String(FOREWARN_HOURS_MAX),
    });
  }
  return {
    weekdays: days,
    localTime: `${String(hours).padStart(2, '0')}:${time?.[2]}`,
    skipsHolidays,
    forewarnHours,
  };
}
