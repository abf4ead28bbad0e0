import { Button } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import type { z } from 'zod';
import type { RateChangeView } from '#contract/rates.ts';
import { api } from '#web/api.ts';
import { useFormats } from '#web/formats.ts';
import styles from '#web/parts/claims/claims.module.css';
import { useCompanyKey } from '#web/place.ts';
import { useClosedFor } from '#web/session.ts';
import { useTexts } from '#web/texts.ts';
import { Section } from '#web/ui/Page.tsx';
import { ErrorState } from '#web/ui/States.tsx';
import { toastDone } from '#web/ui/toasts.tsx';
import { percentIn } from './SeriesTable.tsx';

type Change = z.output<typeof RateChangeView>;
const TOLD = 5;

/** Who gave or withdrew which rates and when; the latest can be undone. */
export function RateHistory() {
  const t = useTexts();
  const company = useCompanyKey();
  const changes = useQuery(api.rates.changes.queryOptions({ input: { company } }));
  if (changes.error) return <ErrorState error={changes.error} onRetry={() => void changes.refetch()} />;
  return (
    <Section title={t('rates.history')}>
      {changes.data?.length === 0 && <p className="rp-muted">{t('rates.historyNone')}</p>}
      <ul className={styles.history}>
        {(changes.data ?? []).map((change) => (
          <OneChange key={change.id} change={change} />
        ))}
      </ul>
    </Section>
  );
}

function OneChange({ change }: { change: Change }) {
  const t = useTexts();
  const company = useCompanyKey();
  const { moment, locale, day } = useFormats();
  const owner = useClosedFor('owner');
  const undo = useMutation(
    api.rates.undo.mutationOptions({ onSuccess: () => toastDone(t('rates.undoDone')) }),
  );
  const { undone } = change;
  const heading = [
    t('rates.change', { number: change.number }),
    change.by ?? 'Rappel',
    moment(change.at),
    change.file,
    change.reason,
    undone && t('rates.changeUndone', { by: undone.by ?? 'Rappel', at: moment(undone.at) }),
  ];
  const facts = ({ series, from, percent }: Change['given'][number]) => ({
    series,
    from: day(from),
    percent: percentIn(locale, percent),
  });
  const lines = [
    ...change.given.map((rate) => t('rates.changeGiven', { ...facts(rate), source: rate.source })),
    ...change.withdrawn.map((rate) => t('rates.changeWithdrawn', facts(rate))),
  ];
  return (
    <li>
      <b>{heading.filter(Boolean).join(' · ')}</b>{' '}
      {undone === null && owner === null && (
        <Button
          size="compact-xs"
          variant="subtle"
          loading={undo.isPending}
          onClick={() => undo.mutate({ company, change: change.id })}
        >
          {t('act.undo')}
        </Button>
      )}
      {lines.slice(0, TOLD).map((line) => (
        <div key={line} className="rp-muted">
          {line}
        </div>
      ))}
      {lines.length > TOLD && (
        <div className="rp-muted">{t('rates.changeMore', { count: lines.length - TOLD })}</div>
      )}
    </li>
  );
}
