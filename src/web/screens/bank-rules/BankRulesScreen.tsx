import { Switch } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import type { RuleView } from '#contract/settlement-views.ts';
import { api } from '#web/api.ts';
import { BankFrame } from '#web/parts/bank/BankFrame.tsx';
import { DebtorLink } from '#web/parts/DebtorLink.tsx';
import { useCompanyKey, useView } from '#web/place.ts';
import { useClosedFor } from '#web/session.ts';
import { useTexts } from '#web/texts.ts';
import { ActionMenu } from '#web/ui/ActionMenu.tsx';
import { useCommands } from '#web/ui/commands.ts';
import { type Column, DataTable } from '#web/ui/DataTable.tsx';
import { ReasonButton } from '#web/ui/ReasonButton.tsx';
import { EmptyState, ErrorState, LoadingState } from '#web/ui/States.tsx';
import { toastDone } from '#web/ui/toasts.tsx';
import { RuleDrawer } from './RuleDrawer.tsx';

/** The rule being changed is part of the link; 'new' for one to be added. */
const RulesLook = z.object({ rule: z.string().catch('') });
const rulesQuery = (company: string) => api.settlements.rules.queryOptions({ input: { company } });

type Rule = z.output<typeof RuleView>;

function useColumns(rules: readonly Rule[], onChange: (rule: string) => void): Column<Rule>[] {
  const t = useTexts();
  return [
    {
      id: 'contains',
      label: t('bankRules.column.contains'),
      card: 'title',
      cell: ({ contains }) => <b>{t('bankRules.quoted', { contains })}</b>,
    },
    {
      id: 'then',
      label: t('bankRules.column.then'),
      cell: ({ debtor }) =>
        debtor ? <DebtorLink debtor={debtor} /> : <span>{t('bankRules.kind.not_customer')}</span>,
    },
    {
      id: 'enabled',
      label: t('bankRules.column.enabled'),
      width: '110px',
      cell: (rule) => <Enabled rule={rule} />,
    },
    {
      id: 'more',
      label: t('act.more'),
      isLabelUnseen: true,
      align: 'end',
      width: '3rem',
      card: 'menu',
      cell: (rule) => <RowActions rule={rule} rules={rules} onChange={() => onChange(rule.id)} />,
    },
  ];
}

function Enabled({ rule }: { rule: Rule }) {
  const t = useTexts();
  const company = useCompanyKey();
  const closed = useClosedFor('clerk');
  const change = useMutation(api.settlements.changeRule.mutationOptions());
  return (
    <Switch
      checked={rule.enabled}
      disabled={closed !== null}
      title={closed ?? undefined}
      aria-label={t('bankRules.enabledOf', { contains: rule.contains })}
      onChange={(event) => change.mutate({ company, rule: rule.id, enabled: event.currentTarget.checked })}
    />
  );
}

type ActionsProps = { rule: Rule; rules: readonly Rule[]; onChange: () => void };

function RowActions({ rule, rules, onChange }: ActionsProps) {
  const t = useTexts();
  const company = useCompanyKey();
  const closed = useClosedFor('clerk');
  const order = useMutation(api.settlements.orderRules.mutationOptions());
  const putBack = useMutation(api.settlements.addRule.mutationOptions());
  const { contains, kind, debtor } = rule;
  const remove = useMutation(
    api.settlements.removeRule.mutationOptions({
      onSuccess: () => {
        const undo = () => putBack.mutate({ company, contains, kind, debtor: debtor?.id ?? null });
        toastDone(t('bankRules.removed', { contains }), { undo });
      },
    }),
  );
  const ids = rules.map(({ id }) => id);
  const at = ids.indexOf(rule.id);
  const move = (by: number) => () =>
    order.mutate({ company, rules: ids.toSpliced(at, 1).toSpliced(at + by, 0, rule.id) });
  return (
    <ActionMenu
      label={t('bankRules.actions', { contains })}
      actions={[
        { id: 'change', label: t('groups.change'), closed, onClick: onChange },
        {
          id: 'up',
          label: t('bankRules.up'),
          closed: closed ?? (at === 0 ? t('bankRules.isFirst') : null),
          onClick: move(-1),
        },
        {
          id: 'down',
          label: t('bankRules.down'),
          closed: closed ?? (at === ids.length - 1 ? t('bankRules.isLast') : null),
          onClick: move(1),
        },
        {
          id: 'remove',
          label: t('act.remove'),
          danger: true,
          closed,
          onClick: () => remove.mutate({ company, rule: rule.id }),
        },
      ]}
    />
  );
}

/** Rules of one's own: what stands in a bank line, and whose payment it then is. */
export function BankRulesScreen() {
  const t = useTexts();
  const company = useCompanyKey();
  const [look, setLook] = useView(RulesLook);
  const rules = useQuery(rulesQuery(company));
  const closed = useClosedFor('clerk');
  const open = (rule: string) => setLook({ rule });
  const columns = useColumns(rules.data ?? [], open);
  const label = t('bankRules.add');
  const add = () => open('new');
  useCommands([{ id: 'rules.add', label, group: t('bank.tab.rules'), keys: 'c', run: add, closed }]);
  const button = (
    <ReasonButton closed={closed} keys="c" onClick={add}>
      {label}
    </ReasonButton>
  );
  return (
    <BankFrame
      current="rules"
      lead={t('bankRules.lead')}
      actions={rules.data && rules.data.length > 0 && button}
    >
      {rules.error && <ErrorState error={rules.error} onRetry={() => void rules.refetch()} />}
      {rules.isPending && <LoadingState />}
      {rules.data && (
        <DataTable
          label={t('bank.tab.rules')}
          columns={columns}
          rows={rules.data}
          total={rules.data.length}
          rowKey={({ id }) => id}
          rowLabel={({ contains }) => contains}
          onOpen={({ id }) => !closed && open(id)}
          empty={
            <EmptyState kind="nothingYet" title={t('bankRules.empty.title')} action={button}>
              {t('bankRules.empty.lead')}
            </EmptyState>
          }
        />
      )}
      <RuleDrawer
        rule={look.rule === 'new' ? 'new' : rules.data?.find(({ id }) => id === look.rule)}
        onClose={() => setLook({ rule: '' })}
      />
    </BankFrame>
  );
}
