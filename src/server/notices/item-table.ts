import type { StepKind } from '#core/dunning/policy.ts';
import { label } from '#server/texts/words.ts';
import type { Figures } from './figures.ts';
import type { ContentLine, NoticeContent } from './notice-content.ts';

export type TableColumn = {
  readonly name: string;
  readonly label: string;
  readonly wide: boolean;
  /** Its part of the width: what its longest cell needs, in digits. Measured here, so that nothing measures it again. */
  readonly share: number;
  readonly right: boolean;
  readonly figure: boolean;
};
export type TableCell = { readonly text: string; readonly note: string | null };
export type TableSection = {
  readonly title: string;
  readonly note: string;
  readonly columns: readonly TableColumn[];
  readonly rows: readonly (readonly TableCell[])[];
  readonly total: { readonly label: string; readonly value: string } | null;
};

type Column = { name: string; key: Parameters<typeof label>[1]; cell: (line: ContentLine) => string };

/**
 * The items in their sections, ready to be set: a column stands only where a line has something to say in it. Letter
 * and mail set the same table.
 */
export function itemTable(content: NoticeContent, figures: Figures): TableSection[] {
  const asked = content.lines.filter((line) => line.asked);
  const sections = [
    { key: ASKED[content.stepKind] ?? 'section.overdue', lines: asked },
    { key: 'section.credit', lines: content.lines.filter((line) => line.section === 'credit') },
    {
      key: 'section.upcoming',
      lines: content.lines.filter((line) => line.section === 'upcoming' && !line.asked),
    },
  ] as const;
  return sections
    .flatMap(({ key, lines }) => byDebtor(lines).map((own) => ({ key, lines: own })))
    .map(({ key, lines }) => section(content, figures, { key, lines }));
}

const ASKED = { courtesy: 'section.due', acceptance: 'section.toConfirm' } as Readonly<
  Partial<Record<StepKind, 'section.due' | 'section.toConfirm'>>
>;

/** A notice to one who pays for several has a section for each that owes, in the order of their first lines. */
function byDebtor(lines: readonly ContentLine[]): readonly (readonly ContentLine[])[] {
  return [...Map.groupBy(lines, ({ debtor }) => debtor?.number ?? '').values()];
}

function section(
  content: NoticeContent,
  figures: Figures,
  { key, lines }: { key: Parameters<typeof label>[1]; lines: readonly ContentLine[] },
): TableSection {
  const { language, currency } = content;
  const columns = columnsOf(content, figures, lines);
  const rows = lines.map((line) =>
    columns.map(({ name, cell }) => ({
      text: cell(line),
      note: name === 'document' && line.documentKind !== 'invoice' ? kindOf(content, line) : null,
    })),
  );
  const open = lines.reduce((sum, line) => sum + BigInt(line.open), 0n);
  return {
    title: titleOf(content, label(language, key), lines),
    note: label(language, 'amountsIn', { currency }),
    columns: columns.map(({ name, key: word }, index) => ({
      name,
      label: label(language, word),
      wide: name === 'document',
      share: shareOf(
        label(language, word),
        rows.flatMap((row) => row[index] ?? []),
      ),
      right: !['document', 'issuedOn', 'dueOn'].includes(name),
      figure: name !== 'document',
    })),
    rows,
    total:
      lines.length > 1
        ? { label: label(language, 'total.section'), value: figures.money(open, currency) }
        : null,
  };
}

function titleOf({ language }: NoticeContent, section: string, [first]: readonly ContentLine[]): string {
  const debtor = first?.debtor;
  if (!debtor) return section;
  return label(language, 'section.ofDebtor', { section, debtor: debtor.name, number: debtor.number });
}

/** Digits and what stands between the columns; the words above them are smaller, and break between words. */
function shareOf(heading: string, cells: readonly TableCell[]): number {
  const words = heading.split(/[ -]/).map((word) => word.length * 0.95);
  const texts = cells.map(({ text, note }) =>
    Math.max(
      [...text].reduce((sum, char) => sum + widthOf(char), 0),
      (note ?? '').length * 0.85,
    ),
  );
  return Math.round((Math.max(...words, ...texts) + 3) * 100) / 100;
}

function widthOf(char: string): number {
  if (/[\s.,\-/]/.test(char)) return 0.5;
  return /\p{Lu}/u.test(char) ? 1.2 : 1;
}

function kindOf({ language }: NoticeContent, line: ContentLine): string {
  return label(language, `kind.${line.documentKind}`);
}

/** What is contested of it, of what is not asked for: the rest of that was paid. */
function disputedOf({ amount, open, disputed }: ContentLine): bigint {
  if (disputed === undefined) return 0n;
  const notAsked = BigInt(amount) - BigInt(open);
  const contested = BigInt(disputed);
  return contested < notAsked ? contested : notAsked;
}

function columnsOf({ currency }: NoticeContent, figures: Figures, lines: readonly ContentLine[]): Column[] {
  const day = (text: string) => figures.day(Temporal.PlainDate.from(text));
  const amount = (text: string) => figures.amount(BigInt(text), currency);
  const any = (has: (line: ContentLine) => boolean) => lines.some(has);
  const paidOf = (line: ContentLine) => BigInt(line.amount) - BigInt(line.open) - disputedOf(line);
  const differs = any((line) => line.amount !== line.open);
  const columns: (Column | false)[] = [
    { name: 'document', key: 'column.document', cell: (line) => line.documentNumber },
    { name: 'issuedOn', key: 'column.issuedOn', cell: (line) => day(line.issuedOn) },
    any(({ section: of }) => of !== 'credit') && {
      name: 'dueOn',
      key: 'column.dueOn',
      cell: (line) => day(line.dueOn),
    },
    any(({ daysLate, section: of }) => daysLate > 0 && of !== 'credit') && {
      name: 'daysLate',
      key: 'column.daysLate',
      cell: ({ daysLate }) => (daysLate > 0 ? String(daysLate) : ''),
    },
    differs && {
      name: 'amount',
      key: 'column.amount',
      cell: (line) => amount(line.amount),
    },
    any((line) => paidOf(line) !== 0n) && {
      name: 'paid',
      key: 'column.paid',
      cell: (line) => (paidOf(line) === 0n ? '' : figures.amount(paidOf(line), currency)),
    },
    any((line) => disputedOf(line) !== 0n) && {
      name: 'disputed',
      key: 'column.disputed',
      cell: (line) => (disputedOf(line) === 0n ? '' : figures.amount(disputedOf(line), currency)),
    },
    { name: 'open', key: 'column.open', cell: (line) => amount(line.open) },
    any(({ interest }) => interest !== '0') && {
      name: 'interest',
      key: 'column.interest',
      cell: ({ interest }) => (interest === '0' ? '' : amount(interest)),
    },
    any(({ fee }) => fee !== '0') && {
      name: 'fee',
      key: 'column.fee',
      cell: ({ fee }) => (fee === '0' ? '' : amount(fee)),
    },
  ];
  return columns.filter((column) => column !== false);
}
