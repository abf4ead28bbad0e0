import { useMutation, useQueries } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { api } from '#web/api.ts';
import { paths } from '#web/paths.ts';
import { useClosedFor } from '#web/session.ts';
import { useTexts } from '#web/texts.ts';
import { type Column, DataTable, RowLink } from '#web/ui/DataTable.tsx';
import { Section } from '#web/ui/Page.tsx';
import { ReasonButton } from '#web/ui/ReasonButton.tsx';
import { ErrorState, LoadingState } from '#web/ui/States.tsx';
import { ImportStateTag } from './ImportHistory.tsx';
import styles from './import.module.css';
import { importQuery } from './import-query.ts';
import type { Import } from './types.ts';

type Props = { company: string; importIds: readonly string[] };

/**
 * Several files that came in together. Electronic invoices ask nothing, so they are checked at once and imported with
 * one button; a list may have questions, and says by itself what is settled: it is opened and decided on its own.
 */
export function ReceivedFiles({ company, importIds }: Props) {
  const t = useTexts();
  const columns = useColumns(company);
  const found = useQueries({ queries: importIds.map((importId) => importQuery(company, importId)) });
  const failed = found.find(({ error }) => error);
  const files = found.flatMap(({ data }) => data ?? []);
  const invoices = files.filter(({ format }) => format === 'ubl');
  useFirstChecks(company, invoices);
  if (failed?.error) return <ErrorState error={failed.error} onRetry={() => void failed.refetch()} />;
  if (files.length < importIds.length) return <LoadingState />;
  return (
    <Section title={t('import.drop.received', { count: files.length })} flush>
      <DataTable
        label={t('import.received.label')}
        columns={columns}
        rows={files}
        total={files.length}
        rowKey={({ id }) => id}
        rowLabel={({ fileName }) => fileName}
        empty={null}
      />
      <ApplyAll company={company} invoices={invoices} />
    </Section>
  );
}

function useColumns(company: string): Column<Import>[] {
  const t = useTexts();
  return [
    {
      id: 'file',
      label: t('import.history.file'),
      card: 'title',
      cell: (one) => <RowLink href={paths.import(company, { file: one.id })}>{one.fileName}</RowLink>,
    },
    { id: 'state', label: t('import.history.state'), cell: (one) => <ImportStateTag state={one.state} /> },
    {
      id: 'outcome',
      label: t('import.history.outcome'),
      cell: (one) => <Outcome file={one} />,
    },
  ];
}

function Outcome({ file: { format, state, result } }: { file: Import }) {
  const t = useTexts();
  if (result && result.problemCount > 0) return t('import.problems.title', { count: result.problemCount });
  if (result) {
    const { added, changed, settled } = result.documents;
    return t('import.history.counts', { added, changed, settled });
  }
  return format !== 'ubl' && state === 'read' ? t('import.received.open') : '–';
}

/** Each file is an import of its own: one that is refused holds none of the others back. */
function ApplyAll({ company, invoices }: { company: string; invoices: readonly Import[] }) {
  const t = useTexts();
  const clerkOnly = useClosedFor('clerk');
  const ready = invoices.filter(({ state, result }) => state === 'checked' && result?.problemCount === 0);
  const apply = useMutation(api.imports.apply.mutationOptions());
  if (invoices.every(({ state }) => state === 'applied')) return null;
  return (
    <div className={styles.receivedActions}>
      <ReasonButton
        closed={clerkOnly ?? (ready.length === 0 ? t('import.received.noneReady') : null)}
        loading={apply.isPending}
        onClick={() => {
          for (const { id } of ready) apply.mutate({ company, importId: id, lenient: false });
        }}
      >
        {t('import.received.apply', { count: ready.length })}
      </ReasonButton>
    </div>
  );
}

/** Once for each file, when it has just come in. */
function useFirstChecks(company: string, invoices: readonly Import[]): void {
  const asked = useRef(new Set<string>());
  const closed = useClosedFor('clerk');
  const check = useMutation(api.imports.check.mutationOptions());
  useEffect(() => {
    for (const { id, state, choices } of closed ? [] : invoices) {
      if (state !== 'read' || asked.current.has(id)) continue;
      asked.current.add(id);
      check.mutate({ company, importId: id, choices, mirror: false });
    }
  });
}
