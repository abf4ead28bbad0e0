import { useQuery } from '@tanstack/react-query';
import { DebtorLink } from '#web/parts/DebtorLink.tsx';
import { useCompanyKey } from '#web/place.ts';
import { type TextKey, useTexts } from '#web/texts.ts';
import { Note } from '#web/ui/Note.tsx';
import { withdrawnQuery } from './run-queries.ts';
import type { Run } from './types.ts';

/** What was approved and never became a notice: the debtor, and what had changed. The notices withdrawn later are in the list. */
export function WithdrawnList({ run }: { run: Run }) {
  const t = useTexts();
  const company = useCompanyKey();
  const { data } = useQuery(withdrawnQuery(company, run.id));
  if (!data || data.total === 0) return null;
  return (
    <Note title={t('run.withdrawn.title')}>
      <ul>
        {data.rows.map(({ id, debtor, warnings }) => (
          <li key={id}>
            <DebtorLink debtor={debtor} />{' '}
            {warnings
              .filter(({ code }) => code.startsWith('withdrawn_'))
              .map(({ code }) => t(`warning.${code}` as TextKey))
              .join(' ')}
          </li>
        ))}
      </ul>
      {data.total > data.rows.length && <p>{t('leftOut.more', { count: data.total - data.rows.length })}</p>}
    </Note>
  );
}
