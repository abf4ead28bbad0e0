import type { PolicyChange, PolicyValue } from '#core/dunning/compare-policies.ts';
import { type Texts, useTexts } from '#web/texts.ts';
import { fieldName } from './field-name.ts';
import styles from './policy-changes.module.css';
import { useValueText } from './value-text.ts';

type Props = { changes: readonly PolicyChange[]; label: string; currency: string };

/** What differs between two policies, a line a field: what, before, after. */
export function PolicyChanges({ changes, label, currency }: Props) {
  const t = useTexts();
  if (changes.length === 0) return <p className="rp-muted">{t('policy.changes.none')}</p>;
  return (
    <div className={styles.scroll}>
      <table className={styles.table} aria-label={label}>
        <thead>
          <tr>
            <th scope="col">{t('policy.changes.what')}</th>
            <th scope="col">{t('policy.changes.before')}</th>
            <th scope="col">{t('policy.changes.after')}</th>
          </tr>
        </thead>
        <tbody>
          {changes.map((change) => (
            <tr key={`${JSON.stringify(change.step)} ${change.field}`}>
              <th scope="row">
                {change.step && <span className="rp-muted">{placeName(t, change.step)}</span>}
                <span>{fieldName(t, change.field)}</span>
              </th>
              <td>
                <Value change={change} value={change.before} currency={currency} absent="absent" />
              </td>
              <td>
                <Value change={change} value={change.after} currency={currency} absent="gone" />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

type ValueProps = {
  change: PolicyChange;
  value: PolicyValue | null;
  currency: string;
  absent: 'absent' | 'gone';
};

function Value({ change, value, currency, absent }: ValueProps) {
  const t = useTexts();
  const text = useValueText(currency);
  if (value === null) return <span className="rp-muted">{t(`policy.changes.${absent}`)}</span>;
  return <>{text(change.field, value)}</>;
}

/** 'Level 2', or 'Telephone call (2)' where it is the second of several alike. */
function placeName(t: Texts, { kind, level, nth }: NonNullable<PolicyChange['step']>): string {
  const step = level === null ? t(`stepKind.${kind}`) : t('level.name', { level });
  return nth > 1 ? t('policy.changes.nth', { step, nth }) : step;
}
