import { TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, type client } from '#web/api.ts';
import { useCompanyKey } from '#web/place.ts';
import { useClosedFor } from '#web/session.ts';
import { useTexts } from '#web/texts.ts';
import { AmountField } from '#web/ui/AmountField.tsx';
import { Form } from '#web/ui/Form.tsx';
import { SideDrawer } from '#web/ui/SideDrawer.tsx';
import { ErrorState, LoadingState } from '#web/ui/States.tsx';
import { toastDone } from '#web/ui/toasts.tsx';

/** What the company lets go of by itself, and the accounts its booking proposal names. */
export function PolicyDrawer({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const t = useTexts();
  const company = useCompanyKey();
  const policy = useQuery(api.claims.policy.queryOptions({ input: { company }, enabled: opened }));
  return (
    <SideDrawer opened={opened} onClose={onClose} title={t('claims.settings')}>
      {policy.error && <ErrorState error={policy.error} onRetry={() => void policy.refetch()} />}
      {opened && policy.isPending && <LoadingState kind="detail" />}
      {opened && policy.data && <PolicyForm policy={policy.data} onDone={onClose} />}
    </SideDrawer>
  );
}

type Policy = Awaited<ReturnType<typeof client.claims.policy>>;
const ACCOUNTS = ['receivable', 'interest', 'compensation', 'fee'] as const;

function PolicyForm({ policy, onDone }: { policy: Policy; onDone: () => void }) {
  const t = useTexts();
  const company = useCompanyKey();
  const [dropBelow, setDropBelow] = useState(policy.dropBelow);
  const [accounts, setAccounts] = useState({
    receivable: policy.receivableAccount ?? '',
    interest: policy.interestAccount ?? '',
    compensation: policy.compensationAccount ?? '',
    fee: policy.feeAccount ?? '',
  });
  const change = useMutation(
    api.claims.changePolicy.mutationOptions({
      meta: { inline: true },
      onSuccess: () => {
        toastDone(t('act.saved'));
        onDone();
      },
    }),
  );
  const submit = () =>
    change.mutate({
      company,
      dropBelow: dropBelow || '0',
      receivableAccount: accounts.receivable || null,
      interestAccount: accounts.interest || null,
      compensationAccount: accounts.compensation || null,
      feeAccount: accounts.fee || null,
    });
  return (
    <Form busy={change.isPending} error={change.error} closed={useClosedFor('owner')} onSubmit={submit}>
      <AmountField
        label={t('claims.dropBelow')}
        description={t('claims.dropBelowHint')}
        value={dropBelow}
        currency={policy.currency}
        onChange={setDropBelow}
      />
      {ACCOUNTS.map((account) => (
        <TextInput
          key={account}
          label={t(`claims.account.${account}`)}
          value={accounts[account]}
          onChange={({ currentTarget: { value } }) => setAccounts({ ...accounts, [account]: value })}
          maxLength={40}
          autoComplete="off"
        />
      ))}
    </Form>
  );
}
