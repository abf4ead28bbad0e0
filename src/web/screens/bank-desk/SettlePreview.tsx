import { DayText } from '#web/parts/DayText.tsx';
import { MoneyText } from '#web/parts/MoneyText.tsx';
import { paths } from '#web/paths.ts';
import { useCompanyKey } from '#web/place.ts';
import { refusalSentence, useLanguage, useTexts } from '#web/texts.ts';
import { Note } from '#web/ui/Note.tsx';
import styles from './desk.module.css';
import type { DeskLine, Draft, Plan } from './draft.ts';

type Props = { line: DeskLine; draft: Draft; plan: Plan };

/** What would be settled: each item before and after, and what of the line goes where. */
export function SettlePreview({ line, draft, plan }: Props) {
  const t = useTexts();
  const { locale } = useLanguage();
  const { currency } = line;
  return (
    <section aria-label={t('desk.preview')} className={styles.preview}>
      <h3>{t('desk.preview')}</h3>
      {draft.rows.length > 0 && <ItemsTable draft={draft} plan={plan} />}
      <dl className={styles.rest}>
        {draft.beside.map(({ kind, amount }) => (
          <div key={kind + amount}>
            <dt>{t(`settlementPart.${kind}`)}</dt>
            <dd>
              <MoneyText money={{ amount, currency }} />
            </dd>
          </div>
        ))}
        {draft.onAccount && (
          <div>
            <dt>{t('desk.toAccount', { debtor: draft.debtor?.name ?? '–' })}</dt>
            <dd>
              <MoneyText money={{ amount: plan.onAccount, currency }} />
            </dd>
          </div>
        )}
        {!plan.isWhole && (
          <div data-left>
            <dt>{t('desk.left')}</dt>
            <dd>
              <MoneyText money={{ amount: plan.left, currency }} />
            </dd>
          </div>
        )}
      </dl>
      {plan.obstacle && (
        <Note tone="warn">{refusalSentence({ t, locale }, plan.obstacle.code, plan.obstacle.facts)}</Note>
      )}
    </section>
  );
}

function ItemsTable({ draft, plan }: Pick<Props, 'draft' | 'plan'>) {
  const t = useTexts();
  const company = useCompanyKey();
  return (
    <table className={styles.items}>
      <thead>
        <tr>
          <th scope="col">{t('desk.item.document')}</th>
          <th scope="col">{t('desk.item.due')}</th>
          <th scope="col" data-end>
            {t('desk.item.open')}
          </th>
          <th scope="col" data-end>
            {t('desk.item.settles')}
          </th>
          <th scope="col" data-end>
            {t('desk.item.after')}
          </th>
        </tr>
      </thead>
      <tbody>
        {draft.rows.map(({ item }) => {
          const { currency } = item;
          return (
            <tr key={item.id}>
              <td>
                <a href={paths.item(company, item.id)}>{item.number}</a>
                {draft.debtor?.id !== item.debtor.id && <small>{item.debtor.name}</small>}
              </td>
              <td>
                <DayText day={item.dueOn} as="short" />
              </td>
              <td data-end data-label={t('desk.item.open')}>
                <MoneyText money={{ amount: item.open, currency }} />
              </td>
              <td data-end data-label={t('desk.item.settles')}>
                {plan.parts
                  .filter((part) => part.item?.id === item.id)
                  .map(({ kind, amount }) => (
                    <span key={kind} className={styles.part}>
                      {kind !== 'payment' && <small>{t(`settlementPart.${kind}`)}</small>}
                      <MoneyText money={{ amount, currency }} />
                    </span>
                  ))}
              </td>
              <td data-end data-label={t('desk.item.after')}>
                <strong>
                  <MoneyText money={{ amount: plan.after.get(item.id) ?? item.open, currency }} />
                </strong>
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
