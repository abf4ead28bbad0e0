import { Modal, NativeSelect, NumberInput, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { isCurrency } from '#core/money/currencies.ts';
import { api } from '#web/api.ts';
import { paths } from '#web/paths.ts';
import { useCompanyKey, useGo } from '#web/place.ts';
import { useCompany } from '#web/session.ts';
import { useTexts } from '#web/texts.ts';
import { AmountField } from '#web/ui/AmountField.tsx';
import { DayField } from '#web/ui/DayField.tsx';
import { FieldRow, Form } from '#web/ui/Form.tsx';

type Props = { opened: boolean; debtor: string; group: string; onClose: () => void };

type Draft = {
  on: string;
  debtorFrom: string;
  debtorTo: string;
  debtor: string;
  group: string;
  currency: string;
  documentsBefore: string;
  minimumBalance: string;
  extraGraceDays: number;
  level: string;
};

/** Which debtors, which items, on which day. Left as it is, the policies alone decide. */
export function PlanDialog({ opened, onClose, ...start }: Props) {
  const t = useTexts();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('plan.title')}
      size="lg"
      closeButtonProps={{ 'aria-label': t('act.close') }}
    >
      <PlanForm {...start} />
    </Modal>
  );
}

function PlanForm({ debtor, group }: { debtor: string; group: string }) {
  const t = useTexts();
  const company = useCompany();
  const key = useCompanyKey();
  const go = useGo();
  const [draft, setDraft] = useState<Draft>({ ...NOTHING, on: company.today, debtor, group });
  const set = (patch: Partial<Draft>) => setDraft((now) => ({ ...now, ...patch }));
  const plan = useMutation({
    ...api.dunningRuns.plan.mutationOptions({ onSuccess: (run) => go(paths.run(key, run.id)) }),
    meta: { inline: true },
  });
  return (
    <Form
      wide
      act={t('plan.act')}
      actFirst
      busy={plan.isPending}
      error={plan.error}
      onSubmit={() =>
        plan.mutate({ company: key, plannedFor: draft.on || company.today, options: optionsOf(draft) })
      }
    >
      <FieldRow>
        <DayField
          label={t('plan.on')}
          description={t('plan.onHint')}
          value={draft.on}
          today={company.today}
          onChange={(on) => set({ on })}
        />
        <LevelField draft={draft} set={set} />
      </FieldRow>
      <WhoFields draft={draft} set={set} />
      <WhatFields draft={draft} set={set} currency={company.currency} today={company.today} />
    </Form>
  );
}

type FieldsProps = { draft: Draft; set: (patch: Partial<Draft>) => void };

function LevelField({ draft, set }: FieldsProps) {
  const t = useTexts();
  return (
    <NativeSelect
      label={t('plan.level')}
      description={t('plan.levelHint')}
      value={draft.level}
      onChange={(event) => set({ level: event.currentTarget.value })}
      data={[
        { value: '', label: t('plan.levelAutomatic') },
        ...Array.from({ length: 9 }, (_, at) => ({
          value: String(at + 1),
          label: t('plan.levelForced', { level: at + 1 }),
        })),
      ]}
    />
  );
}

function WhoFields({ draft, set }: FieldsProps) {
  const t = useTexts();
  const company = useCompanyKey();
  const groups = useQuery(api.debtors.listGroups.queryOptions({ input: { company } }));
  return (
    <>
      <FieldRow>
        <TextInput
          label={t('plan.debtor')}
          description={t('plan.debtorHint')}
          value={draft.debtor}
          onChange={(event) => set({ debtor: event.currentTarget.value })}
        />
        <NativeSelect
          label={t('plan.group')}
          description={t('plan.groupHint')}
          value={draft.group}
          onChange={(event) => set({ group: event.currentTarget.value })}
          data={[
            { value: '', label: t('plan.groupAll') },
            ...(groups.data ?? []).map(({ name }) => ({ value: name, label: name })),
          ]}
        />
      </FieldRow>
      <FieldRow>
        <TextInput
          label={t('plan.debtorFrom')}
          value={draft.debtorFrom}
          onChange={(event) => set({ debtorFrom: event.currentTarget.value })}
        />
        <TextInput
          label={t('plan.debtorTo')}
          value={draft.debtorTo}
          onChange={(event) => set({ debtorTo: event.currentTarget.value })}
        />
      </FieldRow>
    </>
  );
}

function WhatFields({ draft, set, currency, today }: FieldsProps & { currency: string; today: string }) {
  const t = useTexts();
  return (
    <>
      <FieldRow>
        <AmountField
          label={t('plan.minimumBalance')}
          description={t('plan.minimumBalanceHint')}
          value={draft.minimumBalance}
          currency={currency}
          onChange={(minimumBalance) => set({ minimumBalance })}
        />
        <NumberInput
          label={t('plan.extraGraceDays')}
          description={t('plan.extraGraceDaysHint')}
          min={0}
          max={365}
          allowDecimal={false}
          value={draft.extraGraceDays}
          onChange={(days) => set({ extraGraceDays: Number(days) || 0 })}
        />
      </FieldRow>
      <FieldRow>
        <DayField
          label={t('plan.documentsBefore')}
          description={t('plan.documentsBeforeHint')}
          value={draft.documentsBefore}
          today={today}
          onChange={(documentsBefore) => set({ documentsBefore })}
        />
        <TextInput
          label={t('plan.currency')}
          description={t('plan.currencyHint')}
          value={draft.currency}
          maxLength={3}
          error={draft.currency && !isCurrency(draft.currency) ? t('plan.currencyUnknown') : null}
          onChange={(event) => set({ currency: event.currentTarget.value.toUpperCase() })}
        />
      </FieldRow>
    </>
  );
}

const NOTHING: Draft = {
  on: '',
  debtorFrom: '',
  debtorTo: '',
  debtor: '',
  group: '',
  currency: '',
  documentsBefore: '',
  minimumBalance: '',
  extraGraceDays: 0,
  level: '',
};

function optionsOf(draft: Draft) {
  return {
    debtorFrom: draft.debtorFrom.trim() || null,
    debtorTo: draft.debtorTo.trim() || null,
    debtor: draft.debtor.trim() || null,
    group: draft.group || null,
    currency: isCurrency(draft.currency) ? draft.currency : null,
    documentsBefore: draft.documentsBefore || null,
    minimumBalance: draft.minimumBalance || null,
    extraGraceDays: draft.extraGraceDays,
    level: draft.level === '' ? null : Number(draft.level),
  };
}
