import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, type client } from '#web/api.ts';
import { useFormats } from '#web/formats.ts';
import { DayText, MomentText } from '#web/parts/DayText.tsx';
import { LevelBadge } from '#web/parts/LevelBadge.tsx';
import { MoneyText } from '#web/parts/MoneyText.tsx';
import { paths } from '#web/paths.ts';
import { useCompanyKey, usePlace } from '#web/place.ts';
import { useCompany } from '#web/session.ts';
import { useTexts } from '#web/texts.ts';
import { type Column, DataTable } from '#web/ui/DataTable.tsx';
import { FactList, Page, PageHeader, Section } from '#web/ui/Page.tsx';
import { ReasonButton } from '#web/ui/ReasonButton.tsx';
import { EmptyState, ErrorState, LoadingState } from '#web/ui/States.tsx';
import { ReportDrawer } from './ReportDrawer.tsx';
import { SeenBy } from './SeenBy.tsx';

export type Dossier = Awaited<ReturnType<typeof client.collectors.show>>;

/** One item that was handed over: all that whoever collects it may know, and what they told of it. */
export function HandedOverItemScreen() {
  const company = useCompanyKey();
  const item = usePlace('item');
  const dossier = useQuery(api.collectors.show.queryOptions({ input: { company, item } }));
  return (
    <Page kind="text">
      {dossier.error && <ErrorState error={dossier.error} onRetry={() => void dossier.refetch()} />}
      {dossier.isPending && <LoadingState kind="page" />}
      {dossier.data && <DossierPage dossier={dossier.data} />}
    </Page>
  );
}

function DossierPage({ dossier }: { dossier: Dossier }) {
  const t = useTexts();
  const company = useCompanyKey();
  const { role } = useCompany();
  const [isReporting, setReporting] = useState(false);
  const closed = role === 'reader' ? t('role.needed', { role: t('role.clerk') }) : null;
  return (
    <>
      <PageHeader
        title={dossier.debtor.name}
        lead={dossier.document}
        breadcrumbs={[{ label: t('handedOver.back'), href: paths.handedOver(company) }]}
        actions={
          <ReasonButton closed={closed} onClick={() => setReporting(true)}>
            {t('handedOver.report')}
          </ReasonButton>
        }
      />
      <Item dossier={dossier} />
      {role !== 'collector' && <SeenBy dossier={dossier} />}
      <Debtor debtor={dossier.debtor} />
      <Section title={t('handedOver.notices')} flush>
        <Notices notices={dossier.notices} />
      </Section>
      <Section title={t('handedOver.reports')} flush>
        <Reports reports={dossier.reports} />
      </Section>
      <ReportDrawer item={dossier.item} opened={isReporting} onClose={() => setReporting(false)} />
    </>
  );
}

function Item({ dossier }: { dossier: Dossier }) {
  const t = useTexts();
  const { creditor } = dossier;
  const reach = [creditor.name, creditor.phone, creditor.email].filter(Boolean).join(' · ');
  return (
    <Section>
      <FactList
        facts={[
          { name: t('handedOver.open'), value: <MoneyText money={dossier.open} /> },
          { name: t('handedOver.amount'), value: <MoneyText money={dossier.amount} /> },
          { name: t('handedOver.dueOn'), value: <DayText day={dossier.dueOn} /> },
          { name: t('handedOver.on'), value: <DayText day={dossier.handedOn} /> },
          { name: t('handedOver.creditor'), value: reach },
        ]}
      />
    </Section>
  );
}

function Debtor({ debtor }: { debtor: Dossier['debtor'] }) {
  const t = useTexts();
  const { country, languageName } = useFormats();
  const town = [debtor.postalCode, debtor.city].filter(Boolean).join(' ');
  const facts = [
    {
      name: t('debtor.address'),
      value: [debtor.street, town, country(debtor.country)].filter(Boolean).join(', '),
    },
    { name: t('field.name.email'), value: debtor.email },
    { name: t('field.name.phone'), value: debtor.phone },
    { name: t('field.name.vatNumber'), value: debtor.vatNumber },
    { name: t('field.name.language'), value: languageName(debtor.language) },
  ];
  return (
    <Section title={t('handedOver.debtor')}>
      <FactList facts={facts.filter(({ value }) => Boolean(value))} />
    </Section>
  );
}

function Notices({ notices }: { notices: Dossier['notices'] }) {
  const t = useTexts();
  const columns: Column<Dossier['notices'][number]>[] = [
    {
      id: 'day',
      label: t('handedOver.issuedOn'),
      card: 'title',
      cell: (row) => <DayText day={row.issuedOn} />,
    },
    { id: 'level', label: t('handedOver.level'), cell: (row) => <LevelBadge level={row.level} /> },
    {
      id: 'open',
      label: t('handedOver.open'),
      align: 'end',
      card: 'figure',
      cell: (row) => <MoneyText money={row.open} />,
    },
  ];
  return (
    <DataTable
      label={t('handedOver.notices')}
      columns={columns}
      rows={notices}
      total={notices.length}
      rowKey={({ number }) => String(number)}
      rowLabel={({ number }) => String(number)}
      onOpen={() => undefined}
      empty={<EmptyState kind="nothingYet" title={t('handedOver.notices.none')} />}
    />
  );
}

function Reports({ reports }: { reports: Dossier['reports'] }) {
  const t = useTexts();
  const columns: Column<Dossier['reports'][number]>[] = [
    {
      id: 'what',
      label: t('handedOver.report.kind'),
      card: 'title',
      cell: (row) => (
        <>
          <b>{t(`collector.report.${row.kind}`)}</b>
          {row.note && <div>{row.note}</div>}
        </>
      ),
    },
    {
      id: 'who',
      label: t('handedOver.reports.by'),
      cell: (row) => (
        <div>
          {row.by}
          <div className="rp-muted">
            <MomentText at={row.reportedAt} />
          </div>
        </div>
      ),
    },
  ];
  return (
    <DataTable
      label={t('handedOver.reports')}
      columns={columns}
      rows={reports}
      total={reports.length}
      rowKey={({ reportedAt, kind, note }) => `${reportedAt} ${kind} ${note}`}
      rowLabel={({ kind }) => t(`collector.report.${kind}`)}
      onOpen={() => undefined}
      empty={<EmptyState kind="nothingYet" title={t('handedOver.reports.none')} />}
    />
  );
}
