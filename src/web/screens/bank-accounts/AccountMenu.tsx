import { useMutation } from '@tanstack/react-query';
import type { z } from 'zod';
import type { BankAccountView } from '#contract/bank-statements.ts';
import { api } from '#web/api.ts';
import { useCompanyKey } from '#web/place.ts';
import { useClosedFor } from '#web/session.ts';
import { useTexts } from '#web/texts.ts';
import { ActionMenu } from '#web/ui/ActionMenu.tsx';
import { toastDone } from '#web/ui/toasts.tsx';

type Account = z.output<typeof BankAccountView>;
type Props = {
  account: Account;
  onGaps: (account: string) => void;
  onRename: (account: Account) => void;
};

/** What can be done with an account: its name, whether runs wait for it, what is missing. */
export function AccountMenu({ account, onGaps, onRename }: Props) {
  const t = useTexts();
  const company = useCompanyKey();
  const closed = useClosedFor('clerk');
  const change = useMutation(api.bankStatements.changeAccount.mutationOptions());
  const follow = (followed: boolean) => change.mutate({ company, accountId: account.id, followed });
  const { name, followed } = account;
  const turn = () => {
    follow(!followed);
    const words = t(followed ? 'bankAccounts.unfollowed' : 'bankAccounts.followedAgain', { name });
    toastDone(words, { undo: () => follow(followed) });
  };
  return (
    <ActionMenu
      label={t('bankAccounts.actions', { name })}
      actions={[
        { id: 'rename', label: t('bankAccounts.rename'), closed, onClick: () => onRename(account) },
        {
          id: 'follow',
          label: t(followed ? 'bankAccounts.unfollow' : 'bankAccounts.follow'),
          closed,
          onClick: turn,
        },
        {
          id: 'gaps',
          label: t('bankAccounts.showGaps'),
          closed: account.gaps === 0 ? t('bankAccounts.noGapHint') : null,
          onClick: () => onGaps(account.id),
        },
      ]}
    />
  );
}
