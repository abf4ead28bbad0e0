import { DayText } from '#web/parts/DayText.tsx';
import { LevelBadge } from '#web/parts/LevelBadge.tsx';
import { MoneyText } from '#web/parts/MoneyText.tsx';
import { paths } from '#web/paths.ts';
import { useCompanyKey } from '#web/place.ts';
import { type Texts, useTexts } from '#web/texts.ts';
import { type Column, DataTable, RowLink } from '#web/ui/DataTable.tsx';
import { FactList, Section } from '#web/ui/Page.tsx';
import { EmptyState } from '#web/ui/States.tsx';
import type { Item } from './OpenItemScreen.tsx';

/** What the document says, where it came from, and its other instalments. */
export function DocumentFacts({ item }: { item: Item }) {
  const t = useTexts();
  const { currency } = item;
  const facts = [
    { name: t('items.column.issued'), value: <DayText day={item.issuedOn} /> },
    { name: t('item.amount'), value: <MoneyText money={{ amount: item.documentAmount, currency }} /> },
    { name: t('item.dueSource'), value: t(`item.dueSource.${item.dueSource}`) },
    { name: t('item.reference'), value: item.structuredReference },
    { name: t('item.iban'), value: item.iban },
    { name: t('item.linked'), value: item.linkedNumber },
    { name: t('item.source'), value: item.file ? <FileLink item={item} file={item.file} /> : item.source },
    { name: t('item.importedOn'), value: <DayText day={item.importedOn} /> },
  ];
  return (
    <>
      <Section>
        <FactList facts={facts.filter(({ value }) => value !== null && value !== '')} />
      </Section>
      {item.instalments.length > 1 && <Instalments item={item} />}
    </>
  );
}

/** The file it came with, to be saved: what others send is not shown inside the page. */
function FileLink({ item, file }: { item: Item; file: NonNullable<Item['file']> }) {
  const company = useCompanyKey();
  return (
    <a href={`/api/companies/${company}/open-items/${item.id}/document`} download={file.name}>
      {file.name}
    </a>
  );
}

type Part = Item['instalments'][number];

function columnsOf(t: Texts, company: string, currency: string): Column<Part>[] {
  return [
    {
      id: 'position',
      label: t('items.column.document'),
      card: 'title',
      cell: (row) => (
        <RowLink href={paths.item(company, row.id)}>
          {t('items.instalment', { position: row.position })}
        </RowLink>
      ),
    },
    { id: 'due', label: t('items.column.due'), cell: (row) => <DayText day={row.dueOn} /> },
    { id: 'level', label: t('items.column.level'), cell: (row) => <LevelBadge level={row.level} /> },
    {
      id: 'amount',
      label: t('items.column.amount'),
      align: 'end',
      cell: (row) => <MoneyText money={{ amount: row.amount, currency }} quiet />,
    },
    {
      id: 'open',
      label: t('items.column.open'),
      align: 'end',
      card: 'figure',
      cell: (row) => <MoneyText money={{ amount: row.open, currency }} />,
    },
  ];
}

function Instalments({ item }: { item: Item }) {
  const t = useTexts();
  const company = useCompanyKey();
  return (
    <Section title={t('item.instalments')} flush>
      <DataTable
        label={t('item.instalments')}
        columns={columnsOf(t, company, item.currency)}
        rows={item.instalments}
        total={item.instalments.length}
        rowKey={({ id }) => id}
        rowLabel={({ position }) => t('items.instalment', { position })}
        empty={<EmptyState kind="nothingYet" />}
      />
    </Section>
  );
}
