import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, type client } from '#web/api.ts';
import { useFormats } from '#web/formats.ts';
import { DayText } from '#web/parts/DayText.tsx';
import { useCompanyKey } from '#web/place.ts';
import { useClosedFor } from '#web/session.ts';
import { useTexts } from '#web/texts.ts';
import { ConfirmDialog } from '#web/ui/ConfirmDialog.tsx';
import { type Column, DataTable } from '#web/ui/DataTable.tsx';
import { Section } from '#web/ui/Page.tsx';
import { ReasonButton } from '#web/ui/ReasonButton.tsx';
import { ErrorState, LoadingState } from '#web/ui/States.tsx';
import { Tag } from '#web/ui/Tag.tsx';
import { toastDone } from '#web/ui/toasts.tsx';
import { AuditSection } from './AuditSection.tsx';
import { SettingsFrame } from './SettingsFrame.tsx';

/** Whether the books hold together, how long data are kept, and whose have reached the end of their term. */
export function DataScreen() {
  const owner = useClosedFor('owner');
  return (
    <SettingsFrame current="data">
      <AuditSection />
      <Retention />
      {!owner && <DueErasures />}
    </SettingsFrame>
  );
}

type Term = Awaited<ReturnType<typeof client.personalData.retention>>['terms'][number];

function Retention() {
  const t = useTexts();
  const company = useCompanyKey();
  const { country } = useFormats();
  const { data, error, isPending, refetch } = useQuery(
    api.personalData.retention.queryOptions({ input: { company } }),
  );
  const columns: Column<Term>[] = [
    {
      id: 'subject',
      label: t('retention.subject'),
      card: 'title',
      cell: ({ subject }) => t(`retention.of.${subject}`),
    },
    {
      id: 'years',
      label: t('retention.years'),
      width: '90px',
      align: 'end',
      cell: ({ years }) => String(years),
    },
    {
      id: 'source',
      label: t('retention.source'),
      cell: ({ source, isOwn }) => (
        <>
          {source} {isOwn && <Tag tone="notice">{t('retention.own')}</Tag>}
        </>
      ),
    },
  ];
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (isPending) return <LoadingState />;
  return (
    <Section title={t('retention.title')} lead={t('retention.lead', { country: country(data.country) })}>
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
    </Section>
  );
}

type Due = Awaited<ReturnType<typeof client.personalData.preview>>['persons'][number];

/** The first step shows them; the second erases exactly these. */
function DueErasures() {
  const t = useTexts();
  const company = useCompanyKey();
  const [isAsking, setAsking] = useState(false);
  const { data, error, isPending, refetch } = useQuery(
    api.personalData.preview.queryOptions({ input: { company } }),
  );
  const erase = useMutation(
    api.personalData.eraseDue.mutationOptions({
      onSuccess: () => {
        setAsking(false);
        toastDone(t('act.saved'));
      },
    }),
  );
  const columns: Column<Due>[] = [
    { id: 'name', label: t('nav.debtors'), card: 'title', cell: ({ number, name }) => `${number} ${name}` },
    { id: 'until', label: t('erasure.keptUntil'), cell: ({ keptUntil }) => <DayText day={keptUntil} /> },
  ];
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (isPending) return <LoadingState />;
  const { persons, files } = data;
  const counts = t('erasure.counts', { persons: persons.length, files: files.length });
  if (persons.length + files.length === 0) {
    return (
      <Section title={t('erasure.title')}>
        <p className="rp-muted">{t('erasure.none')}</p>
      </Section>
    );
  }
  return (
    <Section
      title={t('erasure.title')}
      lead={t('erasure.lead')}
      actions={
        <ReasonButton variant="default" closed={null} onClick={() => setAsking(true)}>
          {t('erasure.act')}
        </ReasonButton>
      }
    >
      <p>{counts}</p>
      <DataTable
        label={t('erasure.title')}
        columns={columns}
        rows={persons}
        total={persons.length}
        rowKey={({ id }) => id}
        rowLabel={({ name }) => name}
        onOpen={() => undefined}
        empty={null}
      />
      <ConfirmDialog
        opened={isAsking}
        onClose={() => setAsking(false)}
        title={counts}
        act={t('erasure.act')}
        danger
        busy={erase.isPending}
        error={erase.error}
        onConfirm={() =>
          erase.mutate({ company, debtors: persons.map(({ id }) => id), files: files.map(({ id }) => id) })
        }
      >
        {t('erasure.confirm')}
      </ConfirmDialog>
    </Section>
  );
}
