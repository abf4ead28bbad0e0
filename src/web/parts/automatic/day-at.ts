import type { Formats } from '#web/formats.ts';
import type { Texts } from '#web/texts.ts';

/** 'Tuesday 31 March at 09:00' */
export function dayAt(on: string, time: string, { weekday }: Formats, t: Texts): string {
  return t('automatic.dayAt', { day: weekday(on), time });
}
