import { useQuery } from '@tanstack/react-query';
import { api } from '#web/api.ts';
import { FreshnessTags } from '#web/parts/bank/Freshness.tsx';
import { paths } from '#web/paths.ts';
import { useCompanyKey } from '#web/place.ts';
import { useTexts } from '#web/texts.ts';
import { Note } from '#web/ui/Note.tsx';
import styles from './run.module.css';
import type { Run } from './types.ts';

/** How fresh what is known of each bank account is, and what was held back because it is probably paid. */
export function RunBank({ run }: { run: Run }) {
  const t = useTexts();
  const company = useCompanyKey();
  const bank = useQuery(api.bankStatements.listAccounts.queryOptions({ input: { company } })).data;
  if (!bank) return null;
  const followed = bank.accounts.filter((account) => account.followed);
  const heldBack = run.summary?.leftOut.find(({ because }) => because === 'probably_paid')?.items ?? 0;
  if (followed.length === 0) {
    return (
      <Note tone="neutral" actions={<a href={paths.bankAccounts(company)}>{t('run.bankAct')}</a>}>
        {t('run.bankNone')}
      </Note>
    );
  }
  return (
    <div className={styles.bank}>
      <a href={paths.bankAccounts(company)}>{t('run.bank')}</a>
      <FreshnessTags accounts={followed} />
      {heldBack > 0 && (
        <a href={paths.run(company, run.id, { side: 'leftOut', because: 'probably_paid' })}>
          {t('run.probablyPaid', { items: heldBack })}
        </a>
      )}
    </div>
  );
}
