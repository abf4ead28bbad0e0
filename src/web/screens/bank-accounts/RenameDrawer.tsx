import { TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '#web/api.ts';
import { useCompanyKey } from '#web/place.ts';
import { useClosedFor } from '#web/session.ts';
import { useTexts } from '#web/texts.ts';
import { Form } from '#web/ui/Form.tsx';
import { SideDrawer } from '#web/ui/SideDrawer.tsx';

type Account = { readonly id: string; readonly name: string };

/** What an account is called in Rappel: 'KBC', 'ING savings'. */
export function RenameDrawer({ account, onClose }: { account: Account | null; onClose: () => void }) {
  const t = useTexts();
  return (
    <SideDrawer opened={account !== null} onClose={onClose} title={t('bankAccounts.rename')}>
      {account && <RenameForm key={account.id} account={account} onDone={onClose} />}
    </SideDrawer>
  );
}

function RenameForm({ account, onDone }: { account: Account; onDone: () => void }) {
  const t = useTexts();
  const company = useCompanyKey();
  const closed = useClosedFor('clerk');
  const [name, setName] = useState(account.name);
  const change = useMutation(
    api.bankStatements.changeAccount.mutationOptions({ meta: { inline: true }, onSuccess: onDone }),
  );
  return (
    <Form
      busy={change.isPending}
      error={change.error}
      closed={closed}
      onSubmit={() => change.mutate({ company, accountId: account.id, name: name.trim() })}
    >
      <TextInput
        label={t('bankAccounts.name')}
        description={t('bankAccounts.nameHint')}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        required
        maxLength={80}
        data-autofocus
      />
    </Form>
  );
}
