import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { api } from '#web/api.ts';
import { DayText } from '#web/parts/DayText.tsx';
import { MoneyText } from '#web/parts/MoneyText.tsx';
import { useCompanyKey } from '#web/place.ts';
import { useTexts } from '#web/texts.ts';
import styles from './rules.module.css';

/** What the rule would have caught among the last lines, and what became of those. */
export function RulePreview({ contains }: { contains: string }) {
  const t = useTexts();
  const company = useCompanyKey();
  const [wanted] = useDebouncedValue(contains, 250);
  const preview = useQuery(
    api.settlements.previewRule.queryOptions({
      input: { company, contains: wanted },
      enabled: wanted.length > 1,
      placeholderData: keepPreviousData,
    }),
  ).data;
  if (wanted.length < 2 || !preview) return <p className="rp-muted">{t('bankRules.previewHint')}</p>;
  return (
    <section className={styles.preview} aria-label={t('bankRules.preview')}>
      <output>{t('bankRules.caught', { caught: preview.caught, looked: preview.looked })}</output>
      <ul>
        {preview.lines.map((line) => (
          <li key={line.id}>
            <span className={styles.head}>
              <strong>{line.counterparty ?? t('desk.nobody')}</strong>
              <MoneyText money={line} />
            </span>
            <small>
              <DayText day={line.bookedOn} as="short" /> · {t(`bankLine.state.${line.state}`)}
              {line.debtors.length > 0 && ` · ${line.debtors.map(({ name }) => name).join(', ')}`}
            </small>
            <small>{line.text}</small>
          </li>
        ))}
      </ul>
    </section>
  );
}
