import { Modal } from '@mantine/core';
import { useTexts } from '#web/texts.ts';
import { CopyField } from './CopyField.tsx';

export type Link = {
  readonly url: string;
  readonly name: string;
  /** By which somebody with an account accepts; else one to choose a password with. */
  readonly isInvitation: boolean;
};

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
      <p>{t(link?.isInvitation ? 'users.pendingHint' : 'users.linkHint')}</p>
      <CopyField label={t('users.link')} value={link?.url ?? ''} />
    </Modal>
  );
}
