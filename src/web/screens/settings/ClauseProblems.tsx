import { epochDayFrom } from '#core/calendar/epoch-days.ts';
import { readRate } from '#core/interest/percent.ts';
import { STATUTORY_RATES } from '#core/interest/rate-book.ts';
import { clauseProblems } from '#core/lawfulness/terms-problems.ts';
import { isCurrency } from '#core/money/currencies.ts';
import { useCompany } from '#web/session.ts';
import { type TextKey, useTexts } from '#web/texts.ts';
import { Note } from '#web/ui/Note.tsx';
import styles from './terms.module.css';
import type { termsWanted } from './terms-form.ts';

type Props = { wanted: ReturnType<typeof termsWanted>; currency: string };

/** What the law does not let the clause ask, while it is being typed. */
export function ClauseProblems({ wanted, currency }: Props) {
  const t = useTexts();
  const { country, today } = useCompany();
  const { penalty, yearlyPercent } = wanted;
  const reads = [penalty?.percent ?? '0', yearlyPercent ?? '0'].every((text) => readRate(text) !== null);
  if (!reads || !isCurrency(currency)) return null;
  const terms = { currency, on: epochDayFrom(today), rates: STATUTORY_RATES };
  const problems = clauseProblems(wanted, country, terms);
  if (problems.length === 0) return null;
  return (
    <Note tone="warn" title={t('terms.problems')}>
      <ul className={styles.problems}>
        {problems.map(({ kind, code, facts }) => (
          <li key={`${kind} ${code}`}>{t(`terms.problem.${code}` as TextKey, { ...facts, kind })}</li>
        ))}
      </ul>
    </Note>
  );
}
