import { PasswordInput } from '@mantine/core';
import { useState } from 'react';
import { isRefusedWith } from '#web/errors.ts';
import { ProofFirst } from '#web/parts/proof/ProofFirst.tsx';
import { useTexts } from '#web/texts.ts';
import { Form } from '#web/ui/Form.tsx';

type Props = { act: string; busy: boolean; error: unknown; onSubmit: (password: string) => void };

/** What changes how one signs in takes the password, and the second factor once more where it was given long ago. */
export function ByPassword({ act, busy, error, onSubmit }: Props) {
  const t = useTexts();
  const [password, setPassword] = useState('');
  if (isRefusedWith(error, 'second_factor_stale')) return <ProofFirst onProved={() => onSubmit(password)} />;
  return (
    <Form onSubmit={() => onSubmit(password)} act={act} busy={busy} error={error} wide>
      <PasswordInput
        label={t('factor.password')}
        required
        autoComplete="current-password"
        data-autofocus
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
    </Form>
  );
}
