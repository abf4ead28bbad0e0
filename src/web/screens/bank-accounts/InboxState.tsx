import { useQuery } from '@tanstack/react-query';
import { api } from '#web/api.ts';
import { MomentText } from '#web/parts/DayText.tsx';
import { useCompanyKey } from '#web/place.ts';
import { refusalSentence, useLanguage, useTexts } from '#web/texts.ts';
import { Section } from '#web/ui/Page.tsx';
import { Tag } from '#web/ui/Tag.tsx';
import styles from './accounts.module.css';

/** The folder that is watched for bank files, and what lies in it. */
export function InboxState() {
  const t = useTexts();
  const { locale } = useLanguage();
  const company = useCompanyKey();
  const inbox = useQuery(
    api.bankStatements.showInbox.queryOptions({ input: { company }, refetchInterval: 30_000 }),
  ).data;
  if (!inbox) return null;
  const { folder, lookedAt, files } = inbox;
  if (!folder) {
    return (
      <Section title={t('bankInbox.title')}>
        <p className="rp-muted">{t('bankInbox.none')}</p>
      </Section>
    );
  }
  return (
    <Section title={t('bankInbox.title')} lead={t('bankInbox.lead', { folder })}>
      <p className="rp-muted">
        {lookedAt ? (
          <>
            {t('bankInbox.lookedAt')} <MomentText at={lookedAt} />
          </>
        ) : (
          t('bankInbox.notYet')
        )}
      </p>
      {files.length === 0 && <p>{t('bankInbox.empty')}</p>}
      <ul className={styles.inbox}>
        {files.map(({ name, problem }) => (
          <li key={name}>
            <strong>{name}</strong>
            {problem ? (
              <span>{refusalSentence({ t, locale }, problem.code, problem.facts)}</span>
            ) : (
              <Tag>{t('bankInbox.waiting')}</Tag>
            )}
          </li>
        ))}
      </ul>
    </Section>
  );
}
