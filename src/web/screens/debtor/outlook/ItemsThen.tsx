import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '#web/api.ts';
import { answerOf, type Explained, ExplanationFacts } from '#web/parts/explain/ExplanationFacts.tsx';
import { LevelBadge } from '#web/parts/LevelBadge.tsx';
import { MoneyText } from '#web/parts/MoneyText.tsx';
import { paths } from '#web/paths.ts';
import { useCompanyKey } from '#web/place.ts';
import { useTexts } from '#web/texts.ts';
import { Pager } from '#web/ui/Pager.tsx';
import { ErrorState, LoadingState } from '#web/ui/States.tsx';
import styles from './outlook.module.css';

const PER_PAGE = 25;
/** While the slider is dragged, no day on the way is asked for. */
const QUIET_MS = 150;

const explanationQuery = (company: string, debtor: string, on: string, page: number) =>
  api.explanations.explainDebtor.queryOptions({
    input: { company, debtor, on, page, perPage: PER_PAGE },
    placeholderData: keepPreviousData,
  });

/** Each open item on a day to come: how far it has come, whether it is reminded, and every reason why not. */
export function ItemsThen({ debtor, day }: { debtor: string; day: string }) {
  const company = useCompanyKey();
  const [page, setPage] = useState(1);
  const [asked] = useDebouncedValue(day, QUIET_MS);
  const { data, error, isPending, refetch } = useQuery(explanationQuery(company, debtor, asked, page));
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (isPending) return <LoadingState />;
  return (
    <>
      <ul className={styles.items}>
        {data.rows.map((row) => (
          <ItemThen key={row.dueItemId} row={row} />
        ))}
      </ul>
      {data.total > PER_PAGE && <Pager page={page} perPage={PER_PAGE} total={data.total} onPage={setPage} />}
    </>
  );
}

function ItemThen({ row }: { row: Explained }) {
  const t = useTexts();
  const company = useCompanyKey();
  return (
    <li>
      <details>
        <summary>
          <span className={styles.itemHead}>
            <strong>{row.documentNumber}</strong>
            <MoneyText money={row.open} />
            <LevelBadge level={row.level} />
            <span className={styles.answer}>{answerOf(t, row)}</span>
          </span>
        </summary>
        <div className={styles.itemBody}>
          <ExplanationFacts explained={row} />
          <a href={paths.item(company, row.dueItemId, { tab: 'why' })}>{t('explain.open')}</a>
        </div>
      </details>
    </li>
  );
}
