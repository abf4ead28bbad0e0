import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { z } from 'zod';
import type { SeriesView } from '#contract/rates.ts';
import { api } from '#web/api.ts';
import { useFormats } from '#web/formats.ts';
import styles from '#web/parts/claims/claims.module.css';
import { DayText } from '#web/parts/DayText.tsx';
import { useCompanyKey } from '#web/place.ts';
import { useClosedFor } from '#web/session.ts';
import { useTexts } from '#web/texts.ts';
import { ActionMenu } from '#web/ui/ActionMenu.tsx';
import { type Column, DataTable } from '#web/ui/DataTable.tsx';
import { Section } from '#web/ui/Page.tsx';
import { EmptyState } from '#web/ui/States.tsx';
import { Tag } from '#web/ui/Tag.tsx';
import { toastDone } from '#web/ui/toasts.tsx';
import type { Tone } from '#web/ui/tokens.ts';
import type { RateDraft } from './GiveRateDrawer.tsx';

type Series = z.output<typeof SeriesView>;
type Rate = Series['rates'][number];
type Props = {
  series: Series;
  onGive: (draft: RateDraft) => void;
  /** All of them are what was asked for. */
  isWhole: boolean;
};

const SHOWN = 4;

/** One series, the newest rates first; older ones when asked for. */
export function SeriesTable({ series, onGive, isWhole }: Props) {
  const t = useTexts();
  const { country, list } = useFormats();
  const [all, setAll] = useState(false);
  const shown = all || isWhole ? series.rates : series.rates.slice(0, SHOWN);
  const older = series.rates.length - shown.length;
  const columns = useColumns(series, onGive);
  const countries = series.countries.map((code) => (code === 'EU' ? t('rates.euro') : country(code)));
  return (
    <Section
      title={t('rates.series', { title: series.title, id: series.id })}
      lead={`${list(countries)} · ${t('rates.publishedIn', { publishedIn: series.publishedIn })}`}
      flush
    >
      <DataTable
        label={series.title}
        columns={columns}
        rows={shown}
        total={shown.length}
        rowKey={({ from }) => from}
        rowLabel={({ from }) => `${series.id} ${from}`}
        empty={<EmptyState kind="nothingYet" title={t('rates.none')} />}
      />
      {older > 0 && (
        <Button variant="subtle" size="compact-sm" onClick={() => setAll(true)}>
          {t('rates.older', { count: older })}
        </Button>
      )}
    </Section>
  );
}

function useColumns(series: Series, onGive: Props['onGive']): Column<Rate>[] {
  const t = useTexts();
  return [
    {
      id: 'from',
      label: t('rates.column.from'),
      card: 'title',
      width: '130px',
      cell: ({ from }) => <DayText day={from} />,
    },
    {
      id: 'until',
      label: t('rates.column.until'),
      width: '130px',
      cell: ({ until }) =>
        until ? <DayText day={until} /> : <span className="rp-muted">{t('rates.untilNext')}</span>,
    },
    {
      id: 'percent',
      label: t('rates.column.percent'),
      align: 'end',
      width: '100px',
      card: 'figure',
      cell: ({ percent }) => <Percent percent={percent} />,
    },
    {
      id: 'status',
      label: t('rates.column.status'),
      width: '210px',
      cell: (rate) => <Status rate={rate} />,
    },
    { id: 'source', label: t('rates.column.source'), cell: (rate) => <Source rate={rate} /> },
    {
      id: 'more',
      label: t('act.more'),
      isLabelUnseen: true,
      align: 'end',
      width: '3rem',
      card: 'menu',
      cell: (rate) => <RowActs series={series} rate={rate} onGive={onGive} />,
    },
  ];
}

function Percent({ percent }: { percent: string | null }) {
  const { locale } = useFormats();
  if (percent === null) return <>–</>;
  return <span className="rp-figures">{percentIn(locale, percent)}</span>;
}

/** '10,50 %' with every digit it has. */
export function percentIn(locale: string, percent: string): string {
  const format = new Intl.NumberFormat(locale, {
    style: 'percent',
    minimumFractionDigits: 2,
    maximumFractionDigits: 6,
  });
  return format.format(`${percent}E-2` as Intl.StringNumericLiteral);
}

const TONES = {
  verified: 'good',
  one_source: 'info',
  derived: 'notice',
  memory: 'warn',
  conflict: 'warn',
  missing: 'bad',
  given: 'good',
} as const satisfies Record<Rate['status'], Tone>;

function Status({ rate: { status, given, builtIn } }: { rate: Rate }) {
  const t = useTexts();
  const { locale, moment } = useFormats();
  return (
    <span className={styles.source}>
      <span>
        <Tag tone={TONES[status]}>{t(`rates.status.${status}`)}</Tag>
      </span>
      {given && <small>{t('rates.givenBy', { by: given.by ?? 'Rappel', at: moment(given.at) })}</small>}
      {builtIn && (
        <small>
          {t('rates.instead', {
            percent: percentIn(locale, builtIn.percent),
            status: t(`rates.status.${builtIn.status}`),
          })}
        </small>
      )}
    </span>
  );
}

function Source({ rate: { sources, remark, given } }: { rate: Rate }) {
  return (
    <cite className={styles.source}>
      {sources.map((source) =>
        /^https?:\/\/\S+$/.test(source) ? (
          <a key={source} href={source} rel="noreferrer" target="_blank">
            {source}
          </a>
        ) : (
          <span key={source}>{source}</span>
        ),
      )}
      {remark && <small>{remark}</small>}
      {given?.reason && <small>{given.reason}</small>}
    </cite>
  );
}

function RowActs({ series, rate, onGive }: { series: Series; rate: Rate; onGive: Props['onGive'] }) {
  const t = useTexts();
  const company = useCompanyKey();
  const owner = useClosedFor('owner');
  const undo = useMutation(
    api.rates.undo.mutationOptions({ onSuccess: () => toastDone(t('rates.undoDone')) }),
  );
  const withdraw = useMutation(
    api.rates.withdraw.mutationOptions({
      onSuccess: ({ change }) =>
        toastDone(t('rates.withdrawn'), { undo: () => undo.mutate({ company, change }) }),
    }),
  );
  const draft = {
    series: series.id,
    from: rate.from,
    until: rate.until ?? '',
    percent: rate.percent ?? '',
    source: '',
  };
  const own = {
    id: 'withdraw',
    label: t('rates.withdraw'),
    closed: owner,
    onClick: () => withdraw.mutate({ company, series: series.id, from: rate.from }),
  };
  return (
    <ActionMenu
      label={t('rates.actions', { from: rate.from })}
      actions={[
        { id: 'give', label: t('rates.replace'), closed: owner, onClick: () => onGive(draft) },
        ...(rate.given ? [own] : []),
      ]}
    />
  );
}
