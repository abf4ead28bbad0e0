import { Modal } from '@mantine/core';
import { useTexts } from '#web/texts.ts';
import { CopyField } from './CopyField.tsx';

export type MadeKey = { readonly key: string; readonly name: string };

/** A new key: shown once. */
export function MadeKeyDialog({ made, onClose }: { made: MadeKey | null; onClose: () => void }) {
  const t = useTexts();
  return (
    <Modal
      opened={made !== null}
      onClose={onClose}
      title={t('apiKey.madeTitle', { name: made?.name ?? '' })}
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': t('act.close') }}
    >
      <p>{t('apiKey.madeHint')}</p>
      <CopyField label={t('apiKey.key')} value={made?.key ?? ''} />
    </Modal>
  );
}
