import { MoneyText } from './MoneyText.tsx';
import styles from './parts.module.css';

/** What is owed in each currency, one below the other; they are never added up. */
export function AmountsText({ amounts }: { amounts: readonly { amount: string; currency: string }[] }) {
  return (
    <span className={styles.amounts}>
      {amounts.map((money, at) => (
        <MoneyText key={money.currency} money={money} quiet={at > 0} />
      ))}
    </span>
  );
}
