import { NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { DOCUMENT_KINDS } from '#core/receivables/kinds.ts';
import { api } from '#web/api.ts';
import { useBucketName } from '#web/parts/ageing.ts';
import { useCompanyKey } from '#web/place.ts';
import { useTexts } from '#web/texts.ts';
import { FilterBar, type FilterChip } from '#web/ui/FilterBar.tsx';
import type { ItemsView } from './OpenItemsScreen.tsx';

type Props = { view: ItemsView; setView: (patch: Partial<ItemsView>) => void };

/** Age, kind and level are chosen; a currency or a debtor comes with a link, and can be taken off. */
export function ItemFilters({ view, setView }: Props) {
  const t = useTexts();
  const nameOf = useBucketName();
  const company = useCompanyKey();
  const ageing = useQuery({
    ...api.overview.show.queryOptions({ input: { company } }),
    staleTime: 60_000,
  }).data?.ageing;
  const buckets = ageing?.currencies[0]?.tiles ?? [];
  const chips: FilterChip[] = [];
  if (view.currency) {
    const label = `${t('items.filter.currency')}: ${view.currency}`;
    chips.push({ id: 'currency', label, onRemove: () => setView({ currency: undefined }) });
  }
  if (view.debtor) {
    const label = t('items.filter.debtor');
    chips.push({ id: 'debtor', label, onRemove: () => setView({ debtor: undefined }) });
  }
  return (
    <FilterBar
      find={view.find}
      onFind={(find) => setView({ find })}
      findLabel={t('items.find')}
      chips={chips}
    >
      <Choice
        label={t('items.filter.bucket')}
        value={view.bucket}
        any={t('items.filter.anyAge')}
        choices={buckets.map((bucket) => ({ value: String(bucket.bucket), label: nameOf(bucket) }))}
        onChange={(value) => setView({ bucket: value === undefined ? undefined : Number(value) })}
      />
      <Choice
        label={t('items.filter.kind')}
        value={view.kind}
        any={t('items.filter.anyKind')}
        choices={DOCUMENT_KINDS.map((kind) => ({ value: kind, label: t(`documentKind.${kind}`) }))}
        onChange={(value) => setView({ kind: DOCUMENT_KINDS.find((kind) => kind === value) })}
      />
      <Choice
        label={t('debtors.filter.level')}
        value={view.level}
        any={t('debtors.filter.anyLevel')}
        choices={LEVELS.map((level) => ({ value: String(level), label: t('level.name', { level }) }))}
        onChange={(value) => setView({ level: value === undefined ? undefined : Number(value) })}
      />
    </FilterBar>
  );
}

const LEVELS = Array.from({ length: 10 }, (_, level) => level);

type ChoiceProps = {
  label: string;
  value: string | number | undefined;
  any: string;
  choices: readonly { value: string; label: string }[];
  onChange: (value: string | undefined) => void;
};

function Choice({ label, value, any, choices, onChange }: ChoiceProps) {
  return (
    <NativeSelect
      aria-label={label}
      value={value === undefined ? '' : String(value)}
      onChange={(event) => onChange(event.currentTarget.value || undefined)}
      data={[{ value: '', label: any }, ...choices]}
    />
  );
}
