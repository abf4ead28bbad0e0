import { Drawer } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTexts } from '#web/texts.ts';
import styles from './Dialog.module.css';

type Props = {
  opened: boolean;
  onClose: () => void;
  title: string;
  children: ReactNode;
  /** Buttons at the bottom, the main one last. */
  actions?: ReactNode;
  size?: number;
};

/** A form or a peek from the side, while the list stays in sight. */
export function SideDrawer({ opened, onClose, title, children, actions, size = 480 }: Props) {
  const t = useTexts();
  return (
    <Drawer
      opened={opened}
      onClose={onClose}
      title={title}
      position="right"
      size={size}
      closeButtonProps={{ 'aria-label': t('act.close') }}
    >
      <div className={styles.body}>
        {children}
        {actions && <div className={styles.actions}>{actions}</div>}
      </div>
    </Drawer>
  );
}
