import { MoneyText } from '#web/parts/MoneyText.tsx';
import { refusalSentence, useLanguage, useTexts } from '#web/texts.ts';
import { Note } from '#web/ui/Note.tsx';
import type { WhatIfResult } from './WhatIfScreen.tsx';
import styles from './what-if.module.css';

/** What the law forbids of it, for whom, how many letters it is about and what they asked. */
export function Clashes({ result: { clashes } }: { result: WhatIfResult }) {
  const t = useTexts();
  const { locale } = useLanguage();
  if (clashes.length === 0) return <Note tone="good">{t('whatIf.clashes.none')}</Note>;
  return (
    <ul className={styles.clashes}>
      {clashes.map(({ code, facts, kind, step, letters, costs }) => (
        <li key={`${kind} ${step} ${code} ${JSON.stringify(facts)}`}>
          <Note tone="warn">
            {refusalSentence({ t, locale }, code, facts)}{' '}
            <strong>{t('whatIf.clashes.letters', { count: letters, kind })}</strong>
            {costs.map(({ currency, interest, fee }) => (
              <span key={currency}>
                {' '}
                · {t('whatIf.interest')} <MoneyText money={{ amount: interest, currency }} /> ·{' '}
                {t('whatIf.fee')} <MoneyText money={{ amount: fee, currency }} />
              </span>
            ))}
          </Note>
        </li>
      ))}
    </ul>
  );
}
