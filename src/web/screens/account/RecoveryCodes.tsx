import { Button, CopyButton, Modal } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useTexts } from '#web/texts.ts';
import dialog from '#web/ui/Dialog.module.css';
import styles from './SecondFactor.module.css';

/** The codes for the day the device is lost: shown once. */
export function RecoveryCodes({ codes, onClose }: { codes: readonly string[]; onClose: () => void }) {
  const t = useTexts();
  return (
    <Modal
      opened={codes.length > 0}
      onClose={onClose}
      title={t('factor.codesTitle')}
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': t('act.close') }}
    >
      <div className={dialog.body}>
        <p>{t('factor.codesHint')}</p>
        <ul className={styles.codes}>
          {codes.map((code) => (
            <li key={code}>{code}</li>
          ))}
        </ul>
        <div className={dialog.actions}>
          <CopyButton value={codes.join('\n')}>
            {({ copied, copy }) => (
              <Button
                variant="default"
                onClick={copy}
                leftSection={copied ? <IconCheck size={16} /> : <IconCopy size={16} />}
              >
                {t(copied ? 'act.copied' : 'factor.copyCodes')}
              </Button>
            )}
          </CopyButton>
          <Button onClick={onClose}>{t('factor.codesKept')}</Button>
        </div>
      </div>
    </Modal>
  );
}
