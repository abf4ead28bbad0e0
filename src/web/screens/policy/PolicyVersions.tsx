import { MomentText } from '#web/parts/DayText.tsx';
import { paths } from '#web/paths.ts';
import { useCompanyKey } from '#web/place.ts';
import { useTexts } from '#web/texts.ts';
import { Section } from '#web/ui/Page.tsx';
import type { PolicyShown } from './PolicyScreen.tsx';
import styles from './policy.module.css';

/** What was sent keeps pointing at the version it was sent under: each can be looked at. */
export function PolicyVersions({ policy }: { policy: PolicyShown }) {
  const t = useTexts();
  const company = useCompanyKey();
  return (
    <Section title={t('policy.versions')} lead={t('policy.versionsLead')}>
      <ul className={styles.versions}>
        {policy.versions.map(({ version, createdAt, notices }) => (
          <li key={version}>
            <a
              href={paths.policy(company, policy.id, version === policy.version ? {} : { version })}
              aria-current={version === policy.shown ? 'true' : undefined}
            >
              {t('policies.version', { version })}
            </a>
            <MomentText at={createdAt} />
            <span className="rp-muted">{t('policies.use.notices', { count: notices })}</span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
