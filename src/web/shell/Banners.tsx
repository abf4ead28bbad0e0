import { IconCalendarPin, IconFlask, IconTestPipe } from '@tabler/icons-react';
import { useFormats } from '#web/formats.ts';
import { paths } from '#web/paths.ts';
import { useCompanyKey } from '#web/place.ts';
import { useSession } from '#web/session.ts';
import { useTexts } from '#web/texts.ts';
import styles from './Banners.module.css';

/** What nobody may overlook, on every screen: nothing really leaves, the company is invented, the day is not today. */
export function Banners() {
  const t = useTexts();
  const { day } = useFormats();
  const key = useCompanyKey();
  const { companies, fixedToday, user } = useSession();
  const company = companies.find((each) => each.key === key);
  // Whoever comes from outside sends nothing, and cannot leave test mode.
  const isTest = company?.mode === 'test' && company.role !== 'collector';
  if (!isTest && !fixedToday) return null;
  return (
    <section className={styles.banners} aria-label={t('banner.label')} data-screen-only>
      {isTest && (
        <p className={styles.banner} data-kind="test">
          {company.isDemo ? (
            <IconFlask size={16} stroke={1.7} aria-hidden="true" />
          ) : (
            <IconTestPipe size={16} stroke={1.7} aria-hidden="true" />
          )}
          <span className={styles.words}>
            <b>{t(company.isDemo ? 'banner.demo' : 'banner.test')}</b>{' '}
            {company.isDemo ? t('banner.demoHint') : t('banner.testHint', { email: user?.email ?? '' })}
          </span>
          {!company.isDemo && <a href={paths.goLive(key)}>{t('banner.leaveTest')}</a>}
          {company.isDemo && <a href={paths.outbox(key)}>{t('banner.outbox')}</a>}
        </p>
      )}
      {fixedToday && (
        <p className={styles.banner}>
          <IconCalendarPin size={16} stroke={1.7} aria-hidden="true" />
          <span className={styles.words}>{t('banner.fixedDay', { day: day(fixedToday) })}</span>
        </p>
      )}
    </section>
  );
}
