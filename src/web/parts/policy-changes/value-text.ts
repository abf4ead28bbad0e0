import type { ChangedField, PolicyValue } from '#core/dunning/compare-policies.ts';
import { type Formats, useFormats } from '#web/formats.ts';
import { type TextKey, type Texts, useLanguage, useTexts } from '#web/texts.ts';

type Told = {
  readonly t: Texts;
  readonly formats: Formats;
  readonly locale: string;
  readonly currency: string;
};

/** A value of a policy as the reader writes it. Amounts are in the company's currency. */
export function useValueText(currency: string): (field: ChangedField, value: PolicyValue) => string {
  const t = useTexts();
  const formats = useFormats();
  const { locale } = useLanguage();
  return (field, value) => valueText(field, value, { t, formats, locale, currency });
}

function valueText(field: ChangedField, value: PolicyValue, told: Told): string {
  const { t, formats, locale, currency } = told;
  switch (value.kind) {
    case 'words':
      return value.words.length === 0
        ? t('policy.changes.empty')
        : formats.list(value.words.map((word) => wordOf(field, word, told)));
    case 'count':
      return field === 'place' || field === 'step'
        ? t('policy.changes.place', { place: value.count })
        : formats.number(value.count);
    case 'amount':
      return formats.money({ amount: value.amount, currency });
    case 'percent':
      return percentIn(locale, value.percent);
    case 'text':
      return value.text || t('policy.changes.empty');
    case 'when':
      return whenText(value.when, t);
    case 'bands':
      return formats.list(value.bands.map((band) => bandText(band, told)));
    case 'clause': {
      const money = (amount: string) => formats.money({ amount, currency });
      return t('policy.changes.clause', {
        percent: percentIn(locale, value.percent),
        least: money(value.least),
        most: value.most === null ? 'none' : money(value.most),
      });
    }
    case 'repeat':
      return t('policy.changes.repeats', { days: value.everyDays, times: value.timesMax });
  }
}

/** Fields whose words stand elsewhere than under their own name. */
const WORDS: Partial<Record<ChangedField, string>> = {
  documents: 'documentKind',
  channels: 'channel',
  recipient: 'contactRole',
  copies: 'contactRole',
  lateClause: 'policy.changes.lateClause',
  handTo: 'handOver.to',
};

/** A Monday: what is asked of it is the name of a weekday. */
const MONDAY = Temporal.PlainDate.from('2024-01-01');

function wordOf(field: ChangedField, word: string, { t, formats }: Told): string {
  if (field === 'holidays') return formats.country(word);
  if (field === 'quietWeekdays') return formats.weekday(MONDAY.add({ days: Number(word) - 1 }).toString());
  return t(`${WORDS[field] ?? `policy.${field}`}.${word}` as TextKey);
}

function whenText({ days, count, basis }: Extract<PolicyValue, { kind: 'when' }>['when'], t: Texts): string {
  return days < 0
    ? t(`policy.summary.before.${count}`, { days: -days })
    : t(`policy.summary.after.${count}`, { days, basis });
}

function bandText({ upTo, percent }: { upTo: string | null; percent: string }, told: Told): string {
  const { t, formats, locale, currency } = told;
  const share = percentIn(locale, percent);
  if (upTo === null) return t('policy.changes.bandRest', { percent: share });
  return t('policy.changes.band', { upTo: formats.money({ amount: upTo, currency }), percent: share });
}

/** '8,50 %' of '8.50', exactly as it was entered. */
function percentIn(locale: string, entered: string): string {
  const format = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 4 });
  return format.format(`${entered}E-2` as Intl.StringNumericLiteral);
}
