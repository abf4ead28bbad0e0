import { Button, CopyButton, Modal, TextInput } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useTexts } from '#web/texts.ts';
import styles from './LinkDialog.module.css';

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
      <div className={styles.link}>
        <TextInput
          readOnly
          aria-label={t('apiKey.key')}
          value={made?.key ?? ''}
          onFocus={(event) => event.currentTarget.select()}
        />
        <CopyButton value={made?.key ?? ''}>
          {({ copied, copy }) => (
            <Button onClick={copy} leftSection={copied ? <IconCheck size={16} /> : <IconCopy size={16} />}>
              {t(copied ? 'act.copied' : 'act.copy')}
            </Button>
          )}
        </CopyButton>
      </div>
    </Modal>
  );
}
