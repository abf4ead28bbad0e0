import type { BankAccountView } from '#contract/bank-statements.ts';
import { useFormats } from '#web/formats.ts';
import { useCompany } from '#web/session.ts';
import { useTexts } from '#web/texts.ts';
import { Tag } from '#web/ui/Tag.tsx';
import type { Tone } from '#web/ui/tokens.ts';
import styles from './bank.module.css';

type Account = Pick<BankAccountView, 'id' | 'name' | 'bookedUntilOn' | 'daysBehind'>;

/** How old what is known of each account is: 'KBC: yesterday', 'ING: 9 days ago'. */
export function FreshnessTags({ accounts }: { accounts: readonly Account[] }) {
  const t = useTexts();
  const fresh = useFreshness();
  return (
    <span className={styles.fresh}>
      {accounts.map((account) => (
        <Tag key={account.id} tone={freshTone(account)}>
          {t('bank.fresh.account', { account: account.name, since: fresh(account) })}
        </Tag>
      ))}
    </span>
  );
}

/** Until when an account is told, seen from the company's day. */
export function useFreshness(): (account: Pick<Account, 'bookedUntilOn'>) => string {
  const t = useTexts();
  const { relativeDay } = useFormats();
  const { today } = useCompany();
  return ({ bookedUntilOn }) => (bookedUntilOn ? relativeDay(bookedUntilOn, today) : t('bank.fresh.never'));
}

/** By working days that no statement covers. */
export function freshTone({ daysBehind }: Pick<Account, 'daysBehind'>): Tone {
  if (daysBehind === null) return 'warn';
  if (daysBehind <= 1) return 'good';
  return daysBehind <= 4 ? 'notice' : 'bad';
}
