import type { client } from '#web/api.ts';
import { useFormats } from '#web/formats.ts';
import { DayText } from '#web/parts/DayText.tsx';
import { LawNotes } from '#web/parts/LawNotes.tsx';
import { MoneyText } from '#web/parts/MoneyText.tsx';
import { useTexts } from '#web/texts.ts';
import styles from './calculator.module.css';

type Answer = Awaited<ReturnType<typeof client.interest.compute>>;

/** What is to be paid, how the interest comes about, and what to know of it. */
export function CalculatorResult({ answer }: { answer: Answer }) {
  const t = useTexts();
  const { currency, rows, notes, regime } = answer;
  const sums = [
    ['principal', answer.openPrincipal],
    ['interest', answer.interest],
    ['compensation', answer.compensation],
    ['collectionCosts', answer.collectionCosts],
    ['total', answer.total],
  ] as const;
  return (
    <div className={styles.form}>
      <dl className={styles.sums}>
        {sums.map(([name, amount]) => (
          <div key={name} data-total={name === 'total' || undefined}>
            <dt>{t(`calculator.sum.${name}`)}</dt>
            <dd>
              <MoneyText money={{ amount, currency }} />
            </dd>
          </div>
        ))}
      </dl>
      {rows.length > 0 && <Rows answer={answer} />}
      {regime && <p className="rp-muted">{regime.law}</p>}
      <LawNotes notes={notes} />
    </div>
  );
}

function Rows({ answer: { rows, currency } }: { answer: Answer }) {
  const t = useTexts();
  const { locale } = useFormats();
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 6 });
  return (
    <div className={styles.scroll}>
      <table className={styles.rows}>
        <caption>{t('calculator.rows')}</caption>
        <thead>
          <tr>
            {(['from', 'to', 'days', 'base', 'rate', 'amount'] as const).map((column) => (
              <th key={column} scope="col">
                {t(`calculator.row.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.from} title={row.source}>
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
            </tr>
          ))}
        </tbody>
      </table>
      <details>
        <summary>{t('calculator.sources')}</summary>
        <ul>
          {rows.map((row) => (
            <li key={row.from}>{row.source}</li>
          ))}
        </ul>
      </details>
    </div>
  );
}
