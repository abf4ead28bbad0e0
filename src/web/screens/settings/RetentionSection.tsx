import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, type client } from '#web/api.ts';
import { useFormats } from '#web/formats.ts';
import { useCompanyKey } from '#web/place.ts';
import { useClosedFor } from '#web/session.ts';
import { useTexts } from '#web/texts.ts';
import { type Column, DataTable } from '#web/ui/DataTable.tsx';
import { Section } from '#web/ui/Page.tsx';
import { ReasonButton } from '#web/ui/ReasonButton.tsx';
import { ErrorState, LoadingState } from '#web/ui/States.tsx';
import { Tag } from '#web/ui/Tag.tsx';
import { RetentionDrawer } from './RetentionDrawer.tsx';

export type Term = Awaited<ReturnType<typeof client.personalData.retention>>['terms'][number];

/** How long each kind of record is kept, the law's term beside it; owners set another one. */
export function RetentionSection() {
  const t = useTexts();
  const company = useCompanyKey();
  const { country } = useFormats();
  const [changed, setChanged] = useState<Term | null>(null);
  const { data, error, isPending, refetch } = useQuery(
    api.personalData.retention.queryOptions({ input: { company } }),
  );
  const columns = useColumns(setChanged);
  return (
    <Section
      title={t('retention.title')}
      lead={data && t('retention.lead', { country: country(data.country) })}
    >
      {error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {isPending && <LoadingState kind="detail" />}
      {data && (
        <DataTable
          label={t('retention.title')}
          columns={columns}
          rows={data.terms}
          total={data.terms.length}
          rowKey={({ subject }) => subject}
          rowLabel={({ subject }) => t(`retention.of.${subject}`)}
          onOpen={() => undefined}
          empty={null}
        />
      )}
      <RetentionDrawer term={changed} onClose={() => setChanged(null)} />
    </Section>
  );
}

function useColumns(onChange: (term: Term) => void): Column<Term>[] {
  const t = useTexts();
  const closed = useClosedFor('owner');
  return [
    {
      id: 'subject',
      label: t('retention.subject'),
      width: '176px',
      card: 'title',
      cell: ({ subject }) => <b>{t(`retention.of.${subject}`)}</b>,
    },
    {
      id: 'years',
      label: t('retention.years'),
      width: '80px',
      align: 'end',
      card: 'figure',
      cell: ({ years }) => String(years),
    },
    { id: 'source', label: t('retention.source'), cell: (term) => <SourceOf term={term} /> },
    {
      id: 'change',
      label: t('retention.change'),
      isLabelUnseen: true,
      width: '120px',
      align: 'end',
      card: 'menu',
      cell: (term) => (
        <ReasonButton
          variant="default"
          size="compact-sm"
          closed={closed}
          aria-label={t('retention.changeOf', { subject: t(`retention.of.${term.subject}`) })}
          onClick={() => onChange(term)}
        >
          {t('retention.change')}
        </ReasonButton>
      ),
    },
  ];
}

/** The text followed; of a term of the company's own also who set it, when, and what the law says. */
function SourceOf({ term: { source, lawful, own } }: { term: Term }) {
  const t = useTexts();
  const { moment } = useFormats();
  const law = t(`retention.basis.${lawful.basis}`, { years: lawful.years, source: lawful.source });
  if (!own) return <>{law}</>;
  return (
    <>
      <div>
        {own.stands && source} <Tag tone="notice">{t('retention.own')}</Tag>
      </div>
      {!own.stands && <div>{t('retention.overtaken')}</div>}
      <div className="rp-muted">
        {t('retention.setBy', { by: own.by ?? t('erasure.byShell'), at: moment(own.at) })}
      </div>
      <div className="rp-muted">{law}</div>
    </>
  );
}
