import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '#web/api.ts';
import { MomentText } from '#web/parts/DayText.tsx';
import { PolicyChanges } from '#web/parts/policy-changes/PolicyChanges.tsx';
import { paths } from '#web/paths.ts';
import { useCompanyKey } from '#web/place.ts';
import { useCompany } from '#web/session.ts';
import { useTexts } from '#web/texts.ts';
import { Section } from '#web/ui/Page.tsx';
import { ErrorState, LoadingState } from '#web/ui/States.tsx';
import type { PolicyShown } from './PolicyScreen.tsx';
import styles from './policy.module.css';

type Version = PolicyShown['versions'][number];

/** What was sent keeps pointing at the version it was sent under: who made each, when, and what it changed. */
export function PolicyVersions({ policy }: { policy: PolicyShown }) {
  const t = useTexts();
  return (
    <Section title={t('policy.versions')} lead={t('policy.versionsLead')}>
      <ul className={styles.versions}>
        {policy.versions.map((version) => (
          <li key={version.version}>
            <VersionLine policy={policy} version={version} />
            {version.version > 1 && <WhatChanged policy={policy.id} version={version.version} />}
          </li>
        ))}
      </ul>
    </Section>
  );
}

function VersionLine({ policy, version: one }: { policy: PolicyShown; version: Version }) {
  const t = useTexts();
  const company = useCompanyKey();
  const { version, createdAt, createdBy, notices } = one;
  return (
    <>
      <a
        href={paths.policy(company, policy.id, version === policy.version ? {} : { version })}
        aria-current={version === policy.shown ? 'true' : undefined}
      >
        {t('policies.version', { version })}
      </a>
      <MomentText at={createdAt} />
      {createdBy && <span>{t('policy.changes.by', { user: createdBy })}</span>}
      <span className="rp-muted">{t('policies.use.notices', { count: notices })}</span>
    </>
  );
}

const comparisonQuery = (company: string, policy: string, to: number) =>
  api.policies.compare.queryOptions({ input: { company, policy, to } });

/** The difference to the version before, fetched when it is opened. */
function WhatChanged({ policy, version }: { policy: string; version: number }) {
  const t = useTexts();
  const company = useCompanyKey();
  const { currency } = useCompany();
  const [opened, setOpened] = useState(false);
  const { data, error, refetch } = useQuery({
    ...comparisonQuery(company, policy, version),
    enabled: opened,
  });
  return (
    <details className={styles.changes} onToggle={(event) => setOpened(event.currentTarget.open)}>
      <summary>{t('policy.changes.show')}</summary>
      {error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {opened && !data && !error && <LoadingState kind="detail" />}
      {data && (
        <PolicyChanges
          changes={data.changes}
          label={t('policy.changes.title', { from: data.from, to: data.to })}
          currency={currency}
        />
      )}
    </details>
  );
}
