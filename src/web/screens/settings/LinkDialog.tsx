import { Button, CopyButton, Modal, TextInput } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useTexts } from '#web/texts.ts';
import styles from './LinkDialog.module.css';

export type Link = { readonly url: string; readonly name: string };

/** The link by which an invited user comes in: shown once, handed over by the owner. */
export function LinkDialog({ link, onClose }: { link: Link | null; onClose: () => void }) {
  const t = useTexts();
  return (
    <Modal
      opened={link !== null}
      onClose={onClose}
      title={t('users.linkTitle', { user: link?.name ?? '' })}
      closeButtonProps={{ 'aria-label': t('act.close') }}
    >
      <p>{t('users.linkHint')}</p>
      <div className={styles.link}>
        <TextInput
          readOnly
          aria-label={t('users.link')}
          value={link?.url ?? ''}
          onFocus={(event) => event.currentTarget.select()}
        />
        <CopyButton value={link?.url ?? ''}>
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
