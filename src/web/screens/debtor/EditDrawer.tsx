import { NativeSelect, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { CHANNELS, DEBTOR_KINDS, LANGUAGES } from '#core/receivables/kinds.ts';
import { api } from '#web/api.ts';
import { useFormats } from '#web/formats.ts';
import { DebtorSelect } from '#web/parts/bank/DebtorSelect.tsx';
import { CountrySelect } from '#web/parts/CountrySelect.tsx';
import { useCompanyKey } from '#web/place.ts';
import { useTexts } from '#web/texts.ts';
import { FieldRow, Form } from '#web/ui/Form.tsx';
import { Note } from '#web/ui/Note.tsx';
import { SideDrawer } from '#web/ui/SideDrawer.tsx';
import { toastDone } from '#web/ui/toasts.tsx';
import type { Debtor } from './DebtorScreen.tsx';

type Props = { debtor: Debtor; opened: boolean; onClose: () => void };

/** Changes what is known of a debtor: particulars, channel, group and policy. */
export function EditDrawer({ debtor, opened, onClose }: Props) {
  const t = useTexts();
  return (
    <SideDrawer
      opened={opened}
      onClose={onClose}
      title={t('debtor.editTitle', { name: debtor.name })}
      size={560}
    >
      {opened && <EditForm debtor={debtor} onDone={onClose} />}
    </SideDrawer>
  );
}

const TEXT_FIELDS = [
  'name',
  'street',
  'postalCode',
  'city',
  'email',
  'phone',
  'fax',
  'vatNumber',
  'enterpriseNumber',
  'termsDays',
] as const;
type TextField = (typeof TEXT_FIELDS)[number];

function fieldsOf(debtor: Debtor) {
  const texts = Object.fromEntries(TEXT_FIELDS.map((name) => [name, String(debtor[name] ?? '')]));
  return {
    ...(texts as Record<TextField, string>),
    kind: debtor.kind,
    language: debtor.language,
    country: debtor.country,
    preferredChannel: debtor.preferredChannel,
    groupId: debtor.group?.id ?? '',
    policyId: debtor.policyId ?? '',
    payer: debtor.payer,
  };
}
type Fields = ReturnType<typeof fieldsOf>;

function EditForm({ debtor, onDone }: { debtor: Debtor; onDone: () => void }) {
  const t = useTexts();
  const company = useCompanyKey();
  const [fields, setFields] = useState(() => fieldsOf(debtor));
  const set = (patch: Partial<Fields>) => setFields((before) => ({ ...before, ...patch }));
  const change = useMutation(
    api.debtors.change.mutationOptions({
      meta: { inline: true },
      onSuccess: () => {
        toastDone(t('act.saved'));
        onDone();
      },
    }),
  );
  const text = (name: TextField) => ({
    label: t(`field.name.${name}`),
    value: fields[name],
    onChange: (event: React.ChangeEvent<HTMLInputElement>) => set({ [name]: event.currentTarget.value }),
    autoComplete: 'off',
  });
  return (
    <Form
      busy={change.isPending}
      error={change.error}
      onSubmit={() => change.mutate({ company, debtor: debtor.id, changes: changesOf(fields) })}
    >
      <Note>{t('debtor.editHint')}</Note>
      <TextInput {...text('name')} required data-autofocus />
      <Choices fields={fields} set={set} />
      <TextInput {...text('street')} />
      <FieldRow>
        <TextInput {...text('postalCode')} />
        <TextInput {...text('city')} />
      </FieldRow>
      <CountrySelect
        label={t('field.name.country')}
        value={fields.country}
        onChange={(country) => set({ country })}
      />
      <FieldRow>
        <TextInput {...text('email')} type="email" />
        <TextInput {...text('phone')} type="tel" />
      </FieldRow>
      <FieldRow>
        <TextInput {...text('fax')} type="tel" />
        <TextInput {...text('termsDays')} type="number" min={0} max={365} />
      </FieldRow>
      <FieldRow>
        <TextInput {...text('vatNumber')} />
        <TextInput {...text('enterpriseNumber')} />
      </FieldRow>
    </Form>
  );
}

function changesOf({ termsDays, groupId, policyId, payer, ...fields }: Fields) {
  return {
    ...fields,
    termsDays: termsDays === '' ? null : Number(termsDays),
    groupId: groupId || null,
    policyId: policyId || null,
    payerId: payer?.id ?? null,
  };
}

function Choices({ fields, set }: { fields: Fields; set: (patch: Partial<Fields>) => void }) {
  const t = useTexts();
  const { languageName } = useFormats();
  const company = useCompanyKey();
  const groups = useQuery(api.debtors.listGroups.queryOptions({ input: { company } })).data ?? [];
  const policies = useQuery(api.policies.list.queryOptions({ input: { company } })).data ?? [];
  return (
    <>
      <FieldRow>
        <NativeSelect
          label={t('field.name.kind')}
          value={fields.kind}
          onChange={({ currentTarget: { value } }) =>
            set({ kind: DEBTOR_KINDS.find((kind) => kind === value) ?? fields.kind })
          }
          data={DEBTOR_KINDS.map((kind) => ({ value: kind, label: t(`debtorKind.${kind}`) }))}
        />
        <NativeSelect
          label={t('field.name.language')}
          value={fields.language}
          onChange={({ currentTarget: { value } }) =>
            set({ language: LANGUAGES.find((language) => language === value) ?? fields.language })
          }
          data={LANGUAGES.map((language) => ({ value: language, label: languageName(language) }))}
        />
      </FieldRow>
      <NativeSelect
        label={t('field.name.preferredChannel')}
        value={fields.preferredChannel}
        onChange={({ currentTarget: { value } }) =>
          set({ preferredChannel: CHANNELS.find((channel) => channel === value) ?? fields.preferredChannel })
        }
        data={CHANNELS.map((channel) => ({ value: channel, label: t(`channel.${channel}`) }))}
      />
      <FieldRow>
        <NativeSelect
          label={t('field.name.groupId')}
          value={fields.groupId}
          onChange={(event) => set({ groupId: event.currentTarget.value })}
          data={[
            { value: '', label: t('debtor.group.none') },
            ...groups.map(({ id, name }) => ({ value: id, label: name })),
          ]}
        />
        <NativeSelect
          label={t('field.name.policyId')}
          value={fields.policyId}
          onChange={(event) => set({ policyId: event.currentTarget.value })}
          data={[
            { value: '', label: t('debtor.policy.inherit') },
            ...policies.map(({ id, name }) => ({ value: id, label: name })),
          ]}
        />
      </FieldRow>
      <DebtorSelect
        label={t('field.name.payerId')}
        description={t('debtor.payer.hint')}
        optional
        value={fields.payer}
        onChange={(payer) => set({ payer })}
      />
    </>
  );
}
