import { useFormats } from '#web/formats.ts';
import { LawNotes } from '#web/parts/LawNotes.tsx';
import { useTexts } from '#web/texts.ts';
import styles from './detail.module.css';
import type { Line, Proposal } from './types.ts';

/** How the interest of a proposal comes about, row by row, and what to know about it. */
export function ProposalLaw({ proposal }: { proposal: Proposal }) {
  const t = useTexts();
  const lines = proposal.lines.filter(({ interestRows, dropped }) => interestRows.length > 0 && !dropped);
  if (lines.length === 0 && proposal.lawNotes.length === 0) return null;
  return (
    <details className={styles.leftOutHere}>
      <summary>{t('proposal.law.title')}</summary>
      <ul>
        {lines.map((line) => (
          <li key={line.dueItemId}>
            <strong>{line.documentNumber}</strong>
            <InterestRows line={line} currency={proposal.currency} />
          </li>
        ))}
      </ul>
      <LawNotes notes={proposal.lawNotes} />
    </details>
  );
}

function InterestRows({ line, currency }: { line: Line; currency: string }) {
  const t = useTexts();
  const { day, money, locale } = useFormats();
  return (
    <ul>
      {line.interestRows.map(({ from, to, days, base, rate, amount, source }) => (
        <li key={from} title={source}>
          {t('proposal.interestRow', {
            from: day(from),
            to: day(to),
            days,
            base: money({ amount: base, currency }),
            rate: percentIn(locale, rate),
            amount: money({ amount, currency }),
          })}
        </li>
      ))}
    </ul>
  );
}

/** '8,50 %' of '8.50', exactly. */
function percentIn(locale: string, rate: string): string {
  const format = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 6 });
  return format.format(`${rate}E-2` as Intl.StringNumericLiteral);
}
