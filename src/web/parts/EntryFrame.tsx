import { NativeSelect } from '@mantine/core';
import type { ReactNode } from 'react';
import { LANGUAGES } from '#core/receivables/kinds.ts';
import { chooseMachineLanguage, isLanguage } from '#web/machine-language.ts';
import { languageInItself } from '#web/notation.ts';
import { useLanguage, useTexts } from '#web/texts.ts';
import styles from './EntryFrame.module.css';
import { LevelBadge } from './LevelBadge.tsx';

/** The pages before the sign-in: what Rappel is on one side, what to do on the other. */
export function EntryFrame({ children, wide }: { children: ReactNode; wide?: boolean }) {
  const t = useTexts();
  const { language } = useLanguage();
  return (
    <div className={styles.frame}>
      <aside className={styles.story} aria-hidden="true">
        <p className={styles.brand}>
          <img src="/favicon.svg" alt="" width="32" height="32" /> Rappel
        </p>
        <p className={styles.claim}>{t('entry.claim')}</p>
        <Steps />
      </aside>
      <main id="main" className={styles.main}>
        <div className={styles.language}>
          <NativeSelect
            size="xs"
            aria-label={t('entry.language')}
            value={language}
            onChange={({ currentTarget: { value } }) => isLanguage(value) && chooseMachineLanguage(value)}
            data={LANGUAGES.map((each) => ({ value: each, label: languageInItself(each) }))}
          />
        </div>
        <div className={styles.panel} data-wide={wide || undefined}>
          {children}
        </div>
      </main>
    </div>
  );
}

/** The product in four lines: how an invoice gets from due to paid. */
function Steps() {
  const t = useTexts();
  return (
    <ol className={styles.steps}>
      <li>
        <span>{t('entry.step.due')}</span>
        <LevelBadge level={0} />
      </li>
      <li>
        <span>{t('entry.step.reminder')}</span>
        <LevelBadge level={1} />
      </li>
      <li>
        <span>{t('entry.step.formal')}</span>
        <LevelBadge level={2} />
      </li>
      <li data-done>
        <span>{t('entry.step.paid')}</span>
      </li>
    </ol>
  );
}
