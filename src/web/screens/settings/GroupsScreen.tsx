import { useMutation, useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import { api } from '#web/api.ts';
import { useFormats } from '#web/formats.ts';
import { paths } from '#web/paths.ts';
import { useCompanyKey, useGo, useView } from '#web/place.ts';
import { useClosedFor } from '#web/session.ts';
import { refusalSentence, useLanguage, useTexts } from '#web/texts.ts';
import { ActionMenu } from '#web/ui/ActionMenu.tsx';
import { useCommands } from '#web/ui/commands.ts';
import { type Column, DataTable } from '#web/ui/DataTable.tsx';
import { ReasonButton } from '#web/ui/ReasonButton.tsx';
import { EmptyState, ErrorState, LoadingState } from '#web/ui/States.tsx';
import { toastDone } from '#web/ui/toasts.tsx';
import { GroupDrawer } from './GroupDrawer.tsx';
import { type GroupRow, inheritedPolicy, type PolicyRow } from './inherited-policy.ts';
import { SettingsFrame } from './SettingsFrame.tsx';

/** The group being changed is part of the link; 'new' for one to be added. */
const GroupsLook = z.object({ group: z.string().catch('') });

const groupsQuery = (company: string) => api.debtors.listGroups.queryOptions({ input: { company } });
const policiesQuery = (company: string) => api.policies.list.queryOptions({ input: { company } });

function useColumns(policies: readonly PolicyRow[], onChange: (group: string) => void): Column<GroupRow>[] {
  const t = useTexts();
  const company = useCompanyKey();
  return [
    { id: 'name', label: t('groups.column.name'), card: 'title', cell: ({ name }) => <b>{name}</b> },
    {
      id: 'policy',
      label: t('groups.column.policy'),
      cell: ({ policyId }) => <PolicyOf id={policyId} policies={policies} />,
    },
    {
      id: 'debtors',
      label: t('groups.column.debtors'),
      align: 'end',
      cell: ({ id, debtors }) => (
        <a href={paths.debtors(company, { view: 'all', group: id })}>
          {t('groups.debtorsOf', { count: debtors })}
        </a>
      ),
    },
    {
      id: 'more',
      label: t('act.more'),
      isLabelUnseen: true,
      align: 'end',
      width: '3rem',
      card: 'menu',
      cell: (row) => <RowActions row={row} onChange={() => onChange(row.id)} />,
    },
  ];
}

function PolicyOf({ id, policies }: { id: string | null; policies: readonly PolicyRow[] }) {
  const t = useTexts();
  const company = useCompanyKey();
  const own = policies.find((policy) => policy.id === id);
  if (own) return <a href={paths.policy(company, own.id)}>{own.name}</a>;
  return <span className="rp-muted">{inheritedPolicy(t, policies)}</span>;
}

function RowActions({ row, onChange }: { row: GroupRow; onChange: () => void }) {
  const t = useTexts();
  const { locale } = useLanguage();
  const company = useCompanyKey();
  const go = useGo();
  const closed = useClosedFor('clerk');
  const remove = useMutation(
    api.debtors.removeGroup.mutationOptions({
      onSuccess: () => toastDone(t('groups.removed', { name: row.name })),
    }),
  );
  const facts = { name: row.name, debtors: row.debtors };
  const inUse = row.debtors > 0 ? refusalSentence({ t, locale }, 'group_in_use', facts) : null;
  return (
    <ActionMenu
      label={t('groups.actions', { name: row.name })}
      actions={[
        { id: 'change', label: t('groups.change'), closed, onClick: onChange },
        {
          id: 'show',
          label: t('groups.show'),
          onClick: () => go(paths.debtors(company, { view: 'all', group: row.id })),
        },
        {
          id: 'remove',
          label: t('groups.remove'),
          danger: true,
          closed: closed ?? inUse,
          onClick: () => remove.mutate({ company, group: row.id }),
        },
      ]}
    />
  );
}

/** The groups by which several debtors are given one policy. */
export function GroupsScreen() {
  const t = useTexts();
  const company = useCompanyKey();
  const [look, setLook] = useView(GroupsLook);
  const groups = useQuery(groupsQuery(company));
  const policies = useQuery(policiesQuery(company));
  const { compare } = useFormats();
  const closed = useClosedFor('clerk');
  const open = (group: string) => setLook({ group });
  const columns = useColumns(policies.data ?? [], open);
  const error = groups.error ?? policies.error;
  const label = t('groups.add');
  const add = () => open('new');
  useCommands([{ id: 'groups.add', label, group: t('settings.groups'), keys: 'c', run: add, closed }]);
  const button = (
    <ReasonButton closed={closed} keys="c" onClick={add}>
      {label}
    </ReasonButton>
  );
  const isEmpty = groups.data?.length === 0;
  return (
    <SettingsFrame current="groups" actions={isEmpty ? undefined : button}>
      <p className="rp-muted">{t('groups.lead')}</p>
      {error && (
        <ErrorState error={error} onRetry={() => void Promise.all([groups.refetch(), policies.refetch()])} />
      )}
      {!error && (groups.isPending || policies.isPending) && <LoadingState />}
      {groups.data && policies.data && (
        <DataTable
          label={t('settings.groups')}
          columns={columns}
          rows={groups.data.toSorted((one, other) => compare(one.name, other.name))}
          total={groups.data.length}
          rowKey={({ id }) => id}
          rowLabel={({ name }) => name}
          onOpen={({ id }) => !closed && open(id)}
          empty={
            <EmptyState kind="nothingYet" title={t('groups.empty.title')} action={button}>
              {t('groups.empty.lead')}
            </EmptyState>
          }
        />
      )}
      <GroupDrawer
        group={look.group === 'new' ? 'new' : groups.data?.find(({ id }) => id === look.group)}
        policies={policies.data ?? []}
        onClose={() => setLook({ group: '' })}
      />
    </SettingsFrame>
  );
}
