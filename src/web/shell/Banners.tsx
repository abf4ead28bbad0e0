import { IconCalendarPin, IconFlask, IconTestPipe } from '@tabler/icons-react';
import { useFormats } from '#web/formats.ts';
import { paths } from '#web/paths.ts';
import { useCompanyKey } from '#web/place.ts';
import { useSession } from '#web/session.ts';
import { useTexts } from '#web/texts.ts';
import styles from './Banners.module.css';

/** What nobody may overlook, on every screen: nothing really leaves, the day is not today, the company is invented. */
export function Banners() {
  const t = useTexts();
  const { day } = useFormats();
  const key = useCompanyKey();
  const { companies, fixedToday, mailsAreCaught, user } = useSession();
  const company = companies.find((each) => each.key === key);
  const isTest = company?.mode === 'test';
  if (!isTest && !fixedToday && !company?.isDemo) return null;
  return (
    <section className={styles.banners} aria-label={t('banner.label')} data-screen-only>
      {isTest && (
        <p className={styles.banner} data-kind="test">
          <IconTestPipe size={16} stroke={1.7} aria-hidden="true" />
          <span className={styles.words}>
            <b>{t('banner.test')}</b> {t('banner.testHint', { email: user?.email ?? '' })}
          </span>
          {!company.isDemo && <a href={paths.goLive(key)}>{t('banner.leaveTest')}</a>}
        </p>
      )}
      {company?.isDemo && (
        <p className={styles.banner}>
          <IconFlask size={16} stroke={1.7} aria-hidden="true" />
          <span className={styles.words}>{t('banner.demo')}</span>
          {mailsAreCaught && <a href={paths.outbox(key)}>{t('banner.outbox')}</a>}
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
