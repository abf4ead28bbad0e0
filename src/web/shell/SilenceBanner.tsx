import { IconAlertTriangle } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { api } from '#web/api.ts';
import { useFormats } from '#web/formats.ts';
import { paths } from '#web/paths.ts';
import { useCompanyKey } from '#web/place.ts';
import { useTexts } from '#web/texts.ts';
import styles from './Banners.module.css';

/** On every screen, while reminders that should leave do not: a silence is noticed where people look. */
export function SilenceBanner() {
  const t = useTexts();
  const { day } = useFormats();
  const company = useCompanyKey();
  const { data } = useQuery({
    ...api.automaticRuns.show.queryOptions({ input: { company } }),
    enabled: company !== '',
    refetchInterval: 60_000,
    retry: false,
  });
  const alarm = data?.alarm;
  if (alarm?.code !== 'clock_stopped' && alarm?.code !== 'mail_login') return null;
  return (
    <section className={styles.banners} aria-label={t('banner.silence')} data-screen-only>
      <p className={styles.banner} data-kind="bad" role="alert">
        <IconAlertTriangle size={16} stroke={1.7} aria-hidden="true" />
        <span className={styles.words}>
          <b>{t('banner.silence')}</b>{' '}
          {t(`banner.silence.${alarm.code}`, { day: alarm.since ? day(alarm.since) : '' })}
        </span>
        <a
          href={alarm.code === 'mail_login' ? paths.mailSettings(company) : paths.automaticSettings(company)}
        >
          {t('banner.silence.show')}
        </a>
      </p>
    </section>
  );
}
