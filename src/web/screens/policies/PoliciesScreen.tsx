import { useMutation, useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import { policyCalendar } from '#core/dunning/policy-calendar.ts';
import { api, type client } from '#web/api.ts';
import { PolicyTimeline } from '#web/parts/PolicyTimeline.tsx';
import { paths } from '#web/paths.ts';
import { useCompanyKey, useGo, useView } from '#web/place.ts';
import { useClosedFor, useCompany } from '#web/session.ts';
import { useTexts } from '#web/texts.ts';
import { ActionMenu } from '#web/ui/ActionMenu.tsx';
import { useCommands } from '#web/ui/commands.ts';
import { type Column, DataTable, RowLink } from '#web/ui/DataTable.tsx';
import { Page, PageHeader } from '#web/ui/Page.tsx';
import { ReasonButton } from '#web/ui/ReasonButton.tsx';
import { EmptyState, ErrorState, LoadingState } from '#web/ui/States.tsx';
import { Tag } from '#web/ui/Tag.tsx';
import { toastDone } from '#web/ui/toasts.tsx';
import { NewPolicyDialog } from './NewPolicyDialog.tsx';
import styles from './policies.module.css';

const PoliciesLook = z.object({ add: z.string().catch('') });

const listQuery = (company: string) => api.policies.list.queryOptions({ input: { company } });

type Row = Awaited<ReturnType<typeof client.policies.list>>[number];

function useColumns(company: string): Column<Row>[] {
  const t = useTexts();
  const { today } = useCompany();
  const dueOn = Temporal.PlainDate.from(today).with({ day: 1 });
  const issuedOn = dueOn.subtract({ days: 30 });
  return [
    {
      id: 'name',
      label: t('policies.column.name'),
      card: 'title',
      width: '30%',
      cell: (row) => (
        <span className={styles.name}>
          <RowLink href={paths.policy(company, row.id)}>{row.name}</RowLink>
          {row.isDefault && <Tag tone="good">{t('policies.default')}</Tag>}
          {row.archived && <Tag tone="neutral">{t('policies.archived')}</Tag>}
          <small className="rp-muted">{t('policies.version', { version: row.version })}</small>
        </span>
      ),
    },
    {
      id: 'steps',
      label: t('policies.column.steps'),
      cell: (row) => (
        <div className={styles.picture}>
          <PolicyTimeline entries={policyCalendar(row.body, { issuedOn, dueOn })} dueOn={dueOn} />
        </div>
      ),
    },
    { id: 'uses', label: t('policies.column.uses'), cell: (row) => <Uses row={row} /> },
    {
      id: 'more',
      label: t('act.more'),
      isLabelUnseen: true,
      align: 'end',
      card: 'menu',
      cell: (row) => <RowActions row={row} />,
    },
  ];
}

function Uses({ row }: { row: Row }) {
  const t = useTexts();
  const { groups, debtors, documents, notices } = row.uses;
  const uses = [
    ...groups.map(({ name }) => t('policies.use.group', { group: name })),
    ...(debtors > 0 ? [t('policies.use.debtors', { count: debtors })] : []),
    ...(documents > 0 ? [t('policies.use.documents', { count: documents })] : []),
    ...(notices > 0 ? [t('policies.use.notices', { count: notices })] : []),
  ];
  if (row.isDefault) uses.unshift(t('policies.use.everybodyElse'));
  return (
    <ul className={styles.uses}>
      {uses.length === 0 ? <li className="rp-muted">{t('policies.use.nobody')}</li> : null}
      {uses.map((use) => (
        <li key={use}>{use}</li>
      ))}
    </ul>
  );
}

function RowActions({ row }: { row: Row }) {
  const t = useTexts();
  const company = useCompanyKey();
  const go = useGo();
  const [clerkOnly, ownerOnly] = [useClosedFor('clerk'), useClosedFor('owner')];
  const input = { company, policy: row.id };
  const setDefault = useMutation(api.policies.setDefault.mutationOptions());
  const archive = useMutation(api.policies.archive.mutationOptions());
  const restore = useMutation(api.policies.restore.mutationOptions());
  const remove = useMutation(api.policies.remove.mutationOptions());
  const copy = useMutation(
    api.policies.copy.mutationOptions({ onSuccess: ({ id }) => go(paths.policy(company, id)) }),
  );
  const putBack = () => restore.mutate(input);
  const archiveIt = () =>
    archive.mutate(input, {
      onSuccess: () => toastDone(t('policies.archivedDone', { name: row.name }), { undo: putBack }),
    });
  const isArchived = row.archived ? t('policies.isArchived') : null;
  return (
    <ActionMenu
      label={t('policies.actions', { name: row.name })}
      actions={[
        {
          id: 'default',
          label: t('policies.setDefault'),
          closed: ownerOnly ?? isArchived ?? (row.isDefault ? t('policies.isDefault') : null),
          onClick: () => setDefault.mutate(input),
        },
        {
          id: 'copy',
          label: t('policies.copy'),
          closed: clerkOnly,
          onClick: () => copy.mutate({ ...input, name: t('policies.copyName', { name: row.name }) }),
        },
        row.archived
          ? { id: 'restore', label: t('policies.restore'), closed: clerkOnly, onClick: putBack }
          : { id: 'archive', label: t('policies.archive'), closed: clerkOnly, onClick: archiveIt },
        {
          id: 'remove',
          label: t('policies.remove'),
          danger: true,
          closed: clerkOnly,
          onClick: () =>
            remove.mutate(input, { onSuccess: () => toastDone(t('policies.removed', { name: row.name })) }),
        },
      ]}
    />
  );
}

/** Who is reminded when: the policies of the company, each with its calendar as a picture. */
export function PoliciesScreen() {
  const t = useTexts();
  const company = useCompanyKey();
  const [look, setLook] = useView(PoliciesLook);
  const list = useQuery(listQuery(company));
  const columns = useColumns(company);
  const clerkOnly = useClosedFor('clerk');
  const add = () => setLook({ add: 'true' });
  const label = t('policies.add');
  useCommands([
    { id: 'policies.add', label, group: t('nav.policies'), keys: 'c', run: add, closed: clerkOnly },
  ]);
  return (
    <Page>
      <PageHeader
        title={t('nav.policies')}
        lead={t('policies.lead')}
        actions={
          <ReasonButton closed={clerkOnly} keys="c" onClick={add}>
            {label}
          </ReasonButton>
        }
      />
      {list.error && <ErrorState error={list.error} onRetry={() => void list.refetch()} />}
      {list.isPending && <LoadingState />}
      {list.data && (
        <DataTable
          label={t('nav.policies')}
          columns={columns}
          rows={list.data}
          total={list.data.length}
          rowKey={({ id }) => id}
          rowLabel={({ name }) => name}
          empty={
            <EmptyState kind="nothingYet" title={t('policies.none')}>
              {t('policies.noneHint')}
            </EmptyState>
          }
        />
      )}
      <NewPolicyDialog opened={look.add !== ''} onClose={() => setLook({ add: '' })} />
    </Page>
  );
}
