import { returnReasonIn } from '#web/parts/bank/return-reason.ts';
import { DayText } from '#web/parts/DayText.tsx';
import { MoneyText } from '#web/parts/MoneyText.tsx';
import { paths } from '#web/paths.ts';
import { useCompanyKey } from '#web/place.ts';
import { useTexts } from '#web/texts.ts';
import { Note } from '#web/ui/Note.tsx';
import { Tag } from '#web/ui/Tag.tsx';
import type { DeskLine } from './draft.ts';
import styles from './line.module.css';

/** What the bank wrote: who, how much, when, and every word of it. */
export function LineFacts({ line }: { line: DeskLine }) {
  const t = useTexts();
  const company = useCompanyKey();
  const { currency } = line;
  const isPartly = line.remaining !== line.amount && line.state === 'partly';
  const facts: [name: string, value: string | null][] = [
    [t('bankLine.iban'), line.iban],
    [t('bankLine.reference'), line.structuredReference],
    [t('bankLine.text'), line.text || null],
    [t('bankLine.ultimate'), line.ultimateParty],
    [t('bankLine.endToEnd'), line.endToEndId],
    [t('bankLine.mandate'), line.mandate],
  ];
  return (
    <section className={styles.line}>
      <div className={styles.lineHead}>
        <h2>{line.counterparty ?? t('desk.nobody')}</h2>
        <strong className={styles.amount}>
          <MoneyText money={{ amount: line.amount, currency }} />
        </strong>
      </div>
      <p className="rp-muted">
        <DayText day={line.bookedOn} />
        {' · '}
        <a href={paths.bankStatement(company, line.statement.id)}>
          {t('desk.onStatement', { account: line.account.name, number: line.statement.number ?? '–' })}
        </a>
      </p>
      {isPartly && (
        <Note tone="notice">
          {t('desk.partly')} <MoneyText money={{ amount: line.remaining, currency }} />
        </Note>
      )}
      {line.state === 'pending' && <Tag tone="notice">{t('bankLine.state.pending')}</Tag>}
      {line.returnReason && (
        <Note tone="warn" title={t('bankLine.returned')}>
          {returnReasonIn(t, line.returnReason)}
        </Note>
      )}
      <dl className={styles.lineFacts}>
        {facts.map(
          ([name, value]) =>
            value && (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ),
        )}
      </dl>
    </section>
  );
}
