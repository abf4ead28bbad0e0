import { paths } from '#web/paths.ts';
import { useCompanyKey } from '#web/place.ts';
import { RowLink } from '#web/ui/DataTable.tsx';
import styles from './parts.module.css';

type Props = {
  debtor: { id: string; number: string; name: string };
  /** In a list whose rows stand for debtors: a click anywhere on the row follows it. */
  isRow?: boolean;
};

/** A debtor by name and number, and the way to everything about them. */
export function DebtorLink({ debtor, isRow }: Props) {
  const company = useCompanyKey();
  const href = paths.debtor(company, debtor.id);
  return (
    <span className={styles.debtor}>
      {isRow ? <RowLink href={href}>{debtor.name}</RowLink> : <a href={href}>{debtor.name}</a>}
      <small>{debtor.number}</small>
    </span>
  );
}
