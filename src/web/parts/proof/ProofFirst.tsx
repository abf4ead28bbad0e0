import { Stack } from '@mantine/core';
import { useTexts } from '#web/texts.ts';
import { Note } from '#web/ui/Note.tsx';
import { SecondFactorForm } from './SecondFactorForm.tsx';

/** In place of a form that was refused for it: the second factor once more, and then what was asked. */
export function ProofFirst({ onProved }: { onProved: () => void }) {
  const t = useTexts();
  return (
    <Stack gap="md">
      <Note tone="info" live>
        {t('proof.first')}
      </Note>
      <SecondFactorForm ways={['totp', 'passkey', 'recovery']} onProved={onProved} wide />
    </Stack>
  );
}
