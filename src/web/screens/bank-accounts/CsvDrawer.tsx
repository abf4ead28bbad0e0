import { NativeSelect, TextInput } from '@mantine/core';
import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { z } from 'zod';
import type { BankCsvProfileView } from '#contract/bank-csv-views.ts';
import { BANK_CSV_FIELDS, CSV_DAY_ORDERS, CSV_DECIMALS } from '#core/bank/csv-profile.ts';
import { api, client } from '#web/api.ts';
import { ColumnRow, ColumnRows } from '#web/parts/ColumnRow.tsx';
import { useCompanyKey } from '#web/place.ts';
import { refusalSentence, useLanguage, useTexts } from '#web/texts.ts';
import { FieldRow, Form } from '#web/ui/Form.tsx';
import { Note } from '#web/ui/Note.tsx';
import { SideDrawer } from '#web/ui/SideDrawer.tsx';
import { ErrorState, LoadingState } from '#web/ui/States.tsx';
import { toastDone } from '#web/ui/toasts.tsx';

type File = { readonly id: string; readonly fileName: string };
type Profile = z.output<typeof BankCsvProfileView>;
type Props = { file: File; opened: boolean; onClose: () => void };

/** Says what the columns of a bank's CSV hold; it is kept as a profile, and the next file of that bank reads by itself. */
export function CsvDrawer({ file, opened, onClose }: Props) {
  const t = useTexts();
  return (
    <SideDrawer
      opened={opened}
      onClose={onClose}
      title={t('bankCsv.title', { file: file.fileName })}
      size={820}
    >
      {opened && <CsvForm file={file} onDone={onClose} />}
    </SideDrawer>
  );
}

function CsvForm({ file, onDone }: { file: File; onDone: () => void }) {
  const t = useTexts();
  const { locale } = useLanguage();
  const company = useCompanyKey();
  const [profile, setProfile] = useState<Profile>({});
  const [name, setName] = useState('');
  const input = { company, bankFileId: file.id, profile };
  const table = useQuery(
    api.bankStatements.showTable.queryOptions({ input, placeholderData: keepPreviousData }),
  );
  const { read, saved } = useRead(file, profile, name, onDone);
  const set = (patch: Profile) => setProfile({ ...profile, ...patch });
  if (table.error && !table.data)
    return <ErrorState error={table.error} onRetry={() => void table.refetch()} />;
  if (!table.data) return <LoadingState kind="detail" />;
  const { columns, questions } = table.data;
  return (
    <Form
      wide
      act={t('bankCsv.read')}
      busy={read.isPending}
      error={read.error}
      closed={questions.length > 0 ? t('bankCsv.unanswered') : null}
      onSubmit={() => read.mutate()}
    >
      <SavedProfiles
        profiles={saved}
        onUse={(found) => {
          setProfile(found.profile);
          setName(found.name);
        }}
      />
      {questions.map(({ code, facts, at }) => (
        <Note key={code + at.column} tone="warn">
          {refusalSentence({ t, locale }, code, facts)}
        </Note>
      ))}
      <ColumnRows>
        {columns.map(({ header, field, samples }) => (
          <ColumnRow
            key={header}
            header={header}
            samples={samples.map((text) => ({ text }))}
            label={t('bankCsv.fieldOf', { column: header })}
            options={[
              { value: '', label: t('bankCsv.ignored') },
              ...BANK_CSV_FIELDS.map((one) => ({ value: one, label: t(`bankCsv.field.${one}`) })),
            ]}
            value={field ?? ''}
            onChoose={(chosen) => {
              const known = BANK_CSV_FIELDS.find((one) => one === chosen) ?? '';
              set({ columns: { ...profile.columns, [header]: known } });
            }}
          />
        ))}
      </ColumnRows>
      <Notation profile={profile} told={table.data} onChange={set} />
      <TextInput
        label={t('bankCsv.name')}
        description={t('bankCsv.nameHint')}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        required
        maxLength={60}
        autoComplete="off"
      />
    </Form>
  );
}

/** Keeps the profile under its name, then reads the file with it. */
function useRead(file: File, profile: Profile, name: string, onDone: () => void) {
  const t = useTexts();
  const company = useCompanyKey();
  const saved = useQuery(api.bankStatements.listProfiles.queryOptions({ input: { company } })).data ?? [];
  const read = useMutation({
    meta: { inline: true },
    mutationFn: async () => {
      await client.bankStatements.saveProfile({ company, name: name.trim(), profile });
      await client.bankStatements.readAgain({ company, bankFileId: file.id, profile: name.trim() });
    },
    onSuccess: () => {
      toastDone(t('bankCsv.reading', { file: file.fileName }));
      onDone();
    },
  });
  return { read, saved };
}

type Saved = { readonly name: string; readonly profile: Profile };

function SavedProfiles({ profiles, onUse }: { profiles: readonly Saved[]; onUse: (saved: Saved) => void }) {
  const t = useTexts();
  if (profiles.length === 0) return null;
  return (
    <NativeSelect
      label={t('bankCsv.use')}
      defaultValue=""
      onChange={(event) => {
        const found = profiles.find(({ name }) => name === event.currentTarget.value);
        if (found) onUse(found);
      }}
      data={[{ value: '', label: t('bankCsv.useNone') }, ...profiles.map(({ name }) => name)]}
    />
  );
}

type NotationProps = {
  profile: Profile;
  told: { account: string | null; currency: string | null; decimal: string | null; days: string | null };
  onChange: (patch: Profile) => void;
};

/** How the file writes amounts and days, and the account it is about where no column says it. */
function Notation({ profile, told, onChange }: NotationProps) {
  const t = useTexts();
  return (
    <>
      <FieldRow>
        <NativeSelect
          label={t('bankCsv.decimal')}
          value={profile.decimal ?? told.decimal ?? ''}
          onChange={(event) => {
            const decimal = CSV_DECIMALS.find((one) => one === event.currentTarget.value);
            if (decimal) onChange({ decimal });
          }}
          data={[
            { value: '', label: t('bankCsv.choose') },
            { value: ',', label: t('bankCsv.comma') },
            { value: '.', label: t('bankCsv.point') },
          ]}
        />
        <NativeSelect
          label={t('bankCsv.days')}
          value={profile.days ?? told.days ?? ''}
          onChange={(event) => {
            const days = CSV_DAY_ORDERS.find((one) => one === event.currentTarget.value);
            if (days) onChange({ days });
          }}
          data={[
            { value: '', label: t('bankCsv.choose') },
            { value: 'dmy', label: t('import.formats.dmy') },
            { value: 'mdy', label: t('import.formats.mdy') },
          ]}
        />
      </FieldRow>
      <FieldRow>
        <LateField
          label={t('bankCsv.account')}
          value={profile.account ?? told.account ?? ''}
          onChange={(account) => onChange(account ? { account } : {})}
        />
        <LateField
          label={t('bankCsv.currency')}
          value={profile.currency ?? told.currency ?? ''}
          onChange={(currency) => onChange(currency ? { currency: currency.toUpperCase() } : {})}
        />
      </FieldRow>
    </>
  );
}

type LateProps = { label: string; value: string; onChange: (value: string) => void };

/** Sent when it is left, not letter by letter: the whole table is read again with it. */
function LateField({ label, value, onChange }: LateProps) {
  const [typed, setTyped] = useState<string | null>(null);
  return (
    <TextInput
      label={label}
      value={typed ?? value}
      autoComplete="off"
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={() => {
        if (typed !== null && typed !== value) onChange(typed.trim());
        setTyped(null);
      }}
    />
  );
}
