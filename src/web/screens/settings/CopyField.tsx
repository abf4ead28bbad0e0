import { Button, CopyButton, TextInput } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useTexts } from '#web/texts.ts';
import styles from './CopyField.module.css';

/** What is shown once, to be taken along: a link, a key. */
export function CopyField({ label, value }: { label: string; value: string }) {
  const t = useTexts();
  return (
    <div className={styles.field}>
      <TextInput
        readOnly
        aria-label={label}
        value={value}
        onFocus={(event) => event.currentTarget.select()}
      />
      <CopyButton value={value}>
        {({ copied, copy }) => (
          <Button onClick={copy} leftSection={copied ? <IconCheck size={16} /> : <IconCopy size={16} />}>
            {t(copied ? 'act.copied' : 'act.copy')}
          </Button>
        )}
      </CopyButton>
    </div>
  );
}
