import type { z } from 'zod';
import type { InterestRowView } from '#contract/interest.ts';
import { useFormats } from '#web/formats.ts';
import { DayText } from '#web/parts/DayText.tsx';
import { MoneyText } from '#web/parts/MoneyText.tsx';
import { useTexts } from '#web/texts.ts';
import styles from './claims.module.css';

type Row = z.output<typeof InterestRowView>;
const COLUMNS = ['from', 'to', 'days', 'base', 'rate', 'amount'] as const;

/** Each period with its base, its rate and where that rate stands. */
export function InterestRows({ rows, currency }: { rows: readonly Row[]; currency: string }) {
  const t = useTexts();
  const { locale } = useFormats();
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 6 });
  return (
    <div className={styles.scroll}>
      <table className={styles.rows} aria-label={t('claims.rows')}>
        <thead>
          <tr>
            {COLUMNS.map((column) => (
              <th key={column} scope="col">
                {t(`calculator.row.${column}`)}
              </th>
            ))}
            <th scope="col">{t('rates.column.source')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.from}>
              <td>
                <DayText day={row.from} as="short" />
              </td>
              <td>
                <DayText day={row.to} as="short" />
              </td>
              <td>{row.days}</td>
              <td>
                <MoneyText money={{ amount: row.base, currency }} />
              </td>
              <td>{percent.format(`${row.rate}E-2` as Intl.StringNumericLiteral)}</td>
              <td>
                <MoneyText money={{ amount: row.amount, currency }} />
              </td>
              <td>{row.source}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
