import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '#web/api.ts';
import { useCompanyKey } from '#web/place.ts';
import { useTexts } from '#web/texts.ts';

export type ChosenDebtor = { readonly id: string; readonly number: string; readonly name: string };
type Props = {
  label: string;
  description?: string;
  /** Nobody may be chosen too. */
  optional?: boolean;
  value: ChosenDebtor | null;
  onChange: (debtor: ChosenDebtor | null) => void;
};

/** One debtor, found by name or number among however many there are. */
export function DebtorSelect({ label, description, optional = false, value, onChange }: Props) {
  const t = useTexts();
  const company = useCompanyKey();
  const [typed, setTyped] = useState('');
  const [search] = useDebouncedValue(typed.trim(), 150);
  const wanted = search === wordOf(value) ? '' : search;
  const found = useQuery(
    api.debtors.list.queryOptions({
      input: {
        company,
        view: 'all',
        sort: 'name',
        direction: 'asc',
        page: 1,
        perPage: 20,
        ...(wanted ? { search: wanted } : {}),
      },
      placeholderData: keepPreviousData,
    }),
  );
  const debtors: ChosenDebtor[] = [...(found.data?.rows ?? [])];
  if (value && !debtors.some(({ id }) => id === value.id)) debtors.unshift(value);
  return (
    <Select
      label={label}
      description={description}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      required={!optional}
      clearable={optional}
      searchable
      nothingFoundMessage={t('bankRules.nobodyFound')}
      // The server has searched already.
      filter={({ options }) => options}
      searchValue={typed}
      onSearchChange={setTyped}
      value={value?.id ?? null}
      onChange={(id) => onChange(debtors.find((debtor) => debtor.id === id) ?? null)}
      data={debtors.map((debtor) => ({ value: debtor.id, label: wordOf(debtor) }))}
    />
  );
}

function wordOf(debtor: ChosenDebtor | null): string {
  return debtor ? `${debtor.name} (${debtor.number})` : '';
}
