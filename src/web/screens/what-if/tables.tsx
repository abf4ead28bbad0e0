import type { ReactNode } from 'react';
import { useFormats } from '#web/formats.ts';
import { stepName } from '#web/parts/explain/step-name.ts';
import { paths } from '#web/paths.ts';
import { useCompanyKey } from '#web/place.ts';
import { useTexts } from '#web/texts.ts';
import type { WhatIfResult } from './WhatIfScreen.tsx';
import styles from './what-if.module.css';

type Tally = WhatIfResult['tried'];
type Row = { readonly key: string; readonly name: ReactNode; readonly cells: readonly ReactNode[] };
type Props = { result: WhatIfResult };

/** Names at the left; as tried, as it stands and really sent beside each other. */
export function FigureTable({
  label,
  first,
  heads,
  rows,
}: {
  label: string;
  first: string;
  heads: readonly string[];
  rows: readonly Row[];
}) {
  return (
    <div className={styles.scroll}>
      <table className={styles.table} aria-label={label}>
        <thead>
          <tr>
            <th scope="col">{first}</th>
            {heads.map((head) => (
              <th key={head} scope="col" className={styles.figure}>
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, name, cells }) => (
            <tr key={key}>
              <th scope="row">{name}</th>
              {cells.map((cell, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a cell has no identity but its column.
                <td key={at} className={styles.figure}>
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

export function useThree(): readonly string[] {
  const t = useTexts();
  return [t('whatIf.tried'), t('whatIf.inForce'), t('whatIf.sent')];
}

export const threeOf = ({ tried, inForce, sent }: WhatIfResult): readonly Tally[] => [tried, inForce, sent];

export function SummaryTable({ result }: Props) {
  const t = useTexts();
  const { number, money } = useFormats();
  const three = threeOf(result);
  const sums = (part: 'interest' | 'fee') =>
    three.map(({ costs }) =>
      costs.length === 0
        ? '–'
        : costs.map((one) => money({ amount: one[part], currency: one.currency })).join(' · '),
    );
  const debtorsOf = ({ contacts }: Tally) => contacts.reduce((sum, { debtors }) => sum + debtors, 0);
  const rows: Row[] = [
    { key: 'letters', name: t('whatIf.letters'), cells: three.map(({ letters }) => number(letters)) },
    { key: 'debtors', name: t('whatIf.debtors'), cells: three.map((one) => number(debtorsOf(one))) },
    {
      key: 'most',
      name: t('whatIf.perDebtor'),
      cells: three.map(({ contacts }) => number(contacts.at(-1)?.times ?? 0)),
    },
    { key: 'interest', name: t('whatIf.interest'), cells: sums('interest') },
    { key: 'fee', name: t('whatIf.fee'), cells: sums('fee') },
  ];
  return <FigureTable label={t('whatIf.summary')} first="" heads={useThree()} rows={rows} />;
}

export function LevelsTable({ result }: Props) {
  const t = useTexts();
  const { number } = useFormats();
  const three = threeOf(result);
  const steps = new Map(
    three.flatMap(({ byLevel }) => byLevel).map((one) => [`${one.stepKind} ${one.level}`, one]),
  );
  const rows = [...steps]
    .sort(([, a], [, b]) => (a.level ?? 0) - (b.level ?? 0) || a.stepKind.localeCompare(b.stepKind))
    .map(([key, step]) => ({
      key,
      name: stepName(t, step),
      cells: three.map(({ byLevel }) =>
        number(byLevel.find((one) => `${one.stepKind} ${one.level}` === key)?.letters ?? 0),
      ),
    }));
  return (
    <FigureTable
      label={t('whatIf.byLevel')}
      first={t('outlook.column.step')}
      heads={useThree()}
      rows={rows}
    />
  );
}

/** Beyond it, how often exactly says no more. */
const TIMES_MAX = 10;

export function ContactsTable({ result }: Props) {
  const t = useTexts();
  const { number } = useFormats();
  const three = threeOf(result);
  const found = three.flatMap(({ contacts }) => contacts.map(({ times }) => Math.min(times, TIMES_MAX)));
  const rows = [...new Set(found)]
    .sort((a, b) => a - b)
    .map((times) => ({
      key: String(times),
      name: t(times === TIMES_MAX ? 'whatIf.timesMore' : 'whatIf.times', { times }),
      cells: three.map((tally) => number(debtorsContacted(tally, times))),
    }));
  const labels = { label: t('whatIf.contacts'), first: t('whatIf.contacted') };
  return <FigureTable {...labels} heads={useThree()} rows={rows} />;
}

function debtorsContacted({ contacts }: Tally, times: number): number {
  return contacts
    .filter((one) => Math.min(one.times, TIMES_MAX) === times)
    .reduce((sum, { debtors }) => sum + debtors, 0);
}

export function MostTable({ result }: Props) {
  const t = useTexts();
  const { number } = useFormats();
  const company = useCompanyKey();
  const rows = result.mostContacted.map(({ debtor, tried, sent }) => ({
    key: debtor.id,
    name: (
      <a href={paths.debtor(company, debtor.id)}>
        {debtor.number} {debtor.name}
      </a>
    ),
    cells: [t('whatIf.times', { times: tried }), number(sent)],
  }));
  const heads = [t('whatIf.tried'), t('whatIf.sent')];
  return <FigureTable label={t('whatIf.most')} first={t('whatIf.contacted')} heads={heads} rows={rows} />;
}
