import { useMemo } from 'react';
import { type Formats, formatsIn } from './intl-formats.ts';
import { useLanguage } from './texts.ts';

export type { Formats, MoneyShown } from './intl-formats.ts';

/** Money, days and numbers as the reader writes them. */
export function useFormats(): Formats {
  const { locale } = useLanguage();
  return useMemo(() => formatsIn(locale), [locale]);
}
