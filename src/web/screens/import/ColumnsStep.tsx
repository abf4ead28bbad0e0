import { Button, Select, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { FieldName } from '#contract/imports.ts';
import { api } from '#web/api.ts';
import { useFormats } from '#web/formats.ts';
import { ColumnRow, ColumnRows } from '#web/parts/ColumnRow.tsx';
import { useTexts } from '#web/texts.ts';
import { Section } from '#web/ui/Page.tsx';
import { toastDone } from '#web/ui/toasts.tsx';
import styles from './import.module.css';
import type { Choices, Table } from './types.ts';

type Props = { company: string; table: Table; choices: Choices; onChange: (patch: Partial<Choices>) => void };

/** What each column holds: by its heading and its values, and as a person corrects it. */
export function ColumnsStep({ company, table, choices, onChange }: Props) {
  const t = useTexts();
  const kind = useId();
  return (
    <Section title={t('import.step.columns')} lead={t('import.columns.lead')}>
      <div className={styles.row}>
        <Select
          id={kind}
          label={t('import.columns.kind')}
          data={(['open_items', 'debtors'] as const).map((value) => ({
            value,
            label: t(`import.kind.${value}`),
          }))}
          value={table.kind}
          allowDeselect={false}
          onChange={(value) => value && onChange({ kind: value === 'debtors' ? 'debtors' : 'open_items' })}
        />
        <MappingSelect company={company} onUse={onChange} />
      </div>
      <ColumnRows>
        {table.columns.map((column) => (
          <Row
            key={column.header}
            column={column}
            onChoose={(field) => onChange({ columns: { ...choices.columns, [column.header]: field } })}
          />
        ))}
      </ColumnRows>
      <SaveMapping company={company} table={table} choices={choices} />
    </Section>
  );
}

type Column = Table['columns'][number];

function Row({ column, onChoose }: { column: Column; onChoose: (field: FieldName | '') => void }) {
  const t = useTexts();
  const { day, number } = useFormats();
  const read = (text: string) => (/^\d{4}-\d\d-\d\d$/.test(text) ? day(text) : number(Number(text)));
  return (
    <ColumnRow
      header={column.header}
      samples={column.samples.map((text, at) => {
        const reading = column.reads[at];
        return { text, read: reading ? read(reading) : null };
      })}
      label={t('import.columns.fieldOf', { column: column.header })}
      options={[
        { value: '', label: t('import.columns.ignored') },
        ...FieldName.options.map((field) => ({ value: field, label: t(`import.field.${field}`) })),
      ]}
      value={column.field ?? ''}
      guess={column.field && !column.sure ? t('import.columns.guess') : null}
      onChoose={(value) => onChoose(FieldName.safeParse(value).data ?? '')}
    />
  );
}

function MappingSelect({ company, onUse }: { company: string; onUse: (choices: Choices) => void }) {
  const t = useTexts();
  const saved = useQuery(api.imports.listMappings.queryOptions({ input: { company } }));
  if (!saved.data || saved.data.length === 0) return null;
  return (
    <Select
      label={t('import.mapping.use')}
      data={saved.data.map(({ name }) => name)}
      value={null}
      onChange={(name) => {
        const found = saved.data.find((one) => one.name === name);
        if (found) onUse(found.choices);
      }}
    />
  );
}

/** All that was understood, said outright, so that the next file is read the same even where it could be read otherwise. */
function SaveMapping({ company, table, choices }: { company: string; table: Table; choices: Choices }) {
  const t = useTexts();
  const [name, setName] = useState('');
  const save = useMutation(
    api.imports.saveMapping.mutationOptions({
      onSuccess: () => toastDone(t('import.mapping.saved', { name })),
    }),
  );
  const whole: Choices = {
    ...choices,
    kind: table.kind,
    ...(table.decimal && { decimal: table.decimal }),
    ...(table.days && { days: table.days }),
    columns: Object.fromEntries(table.columns.map(({ header, field }) => [header, field ?? ''])),
  };
  return (
    <form
      className={styles.row}
      style={{ marginTop: 16 }}
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim() !== '') save.mutate({ company, name: name.trim(), choices: whole });
      }}
    >
      <TextInput
        label={t('import.mapping.name')}
        description={t('import.mapping.hint')}
        value={name}
        maxLength={60}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Button type="submit" variant="default" loading={save.isPending}>
        {t('import.mapping.save')}
      </Button>
    </form>
  );
}
