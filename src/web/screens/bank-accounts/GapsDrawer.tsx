import { useQuery } from '@tanstack/react-query';
import { api } from '#web/api.ts';
import { useFormats } from '#web/formats.ts';
import { paths } from '#web/paths.ts';
import { useCompanyKey } from '#web/place.ts';
import { useTexts } from '#web/texts.ts';
import { SideDrawer } from '#web/ui/SideDrawer.tsx';
import { EmptyState, ErrorState, LoadingState } from '#web/ui/States.tsx';
import styles from './accounts.module.css';

type Account = { readonly id: string; readonly name: string };

/** Where statements of an account do not follow each other: shown, for only the bank has what is missing. */
export function GapsDrawer({ account, onClose }: { account: Account | undefined; onClose: () => void }) {
  const t = useTexts();
  return (
    <SideDrawer
      opened={account !== undefined}
      onClose={onClose}
      title={t('bankGaps.title', { account: account?.name ?? '' })}
    >
      {account && <Gaps account={account.id} />}
    </SideDrawer>
  );
}

function Gaps({ account }: { account: string }) {
  const t = useTexts();
  const { money, day } = useFormats();
  const company = useCompanyKey();
  const gaps = useQuery(api.bankStatements.listGaps.queryOptions({ input: { company, accountId: account } }));
  if (gaps.error) return <ErrorState error={gaps.error} onRetry={() => void gaps.refetch()} />;
  if (!gaps.data) return <LoadingState kind="detail" />;
  if (gaps.data.length === 0) return <EmptyState kind="done" title={t('bankAccounts.noGapHint')} />;
  return (
    <>
      <p className="rp-muted">{t('bankGaps.lead')}</p>
      <ul className={styles.gaps}>
        {gaps.data.map(({ kind, before, after, missing, expected, found }) => (
          <li key={`${kind} ${after.id}`}>
            <strong>
              {missing
                ? t('bankGaps.missing', { from: missing.from, to: missing.to })
                : t('bankGaps.balance', {
                    expected: expected ? money(expected) : '–',
                    found: found ? money(found) : '–',
                  })}
            </strong>
            <span>
              <a href={paths.bankStatement(company, before.id)}>
                {t('bankGaps.before', {
                  number: before.number ?? '–',
                  day: before.closedOn ? day(before.closedOn) : '–',
                })}
              </a>
              {' · '}
              <a href={paths.bankStatement(company, after.id)}>
                {t('bankGaps.after', {
                  number: after.number ?? '–',
                  day: after.openedOn ? day(after.openedOn) : '–',
                })}
              </a>
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}
