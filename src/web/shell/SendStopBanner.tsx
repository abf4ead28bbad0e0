import { Button, Modal, Textarea } from '@mantine/core';
import { IconMailOff } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '#web/api.ts';
import { isRefusedWith } from '#web/errors.ts';
import { useFormats } from '#web/formats.ts';
import { ProofFirst } from '#web/parts/proof/ProofFirst.tsx';
import { type TextKey, useTexts } from '#web/texts.ts';
import { ConfirmDialog } from '#web/ui/ConfirmDialog.tsx';
import { toastDone } from '#web/ui/toasts.tsx';
import styles from './SendStopBanner.module.css';
import type { SendStop } from './send-stops.ts';

/** Why nothing leaves, what to look at first, and the release by whoever looks after the installation. */
export function SendStopBanner({ stop, mayRelease }: { stop: SendStop; mayRelease: boolean }) {
  const t = useTexts();
  const [isAsking, setAsking] = useState(false);
  const words = useStopWords(stop);
  return (
    <section className={styles.banner} aria-label={t('stop.label')} data-screen-only>
      <IconMailOff size={18} stroke={1.8} aria-hidden="true" />
      <p className={styles.words}>
        <b>{words.title}</b> {words.text}
      </p>
      {stop.fence && mayRelease && (
        <Button size="compact-sm" color="danger" onClick={() => setAsking(true)}>
          {t('stop.release')}
        </Button>
      )}
      {stop.fence && !mayRelease && <span className={styles.owner}>{t('stop.askOwner')}</span>}
      {isAsking && <ReleaseDialog stop={stop} onClose={() => setAsking(false)} />}
    </section>
  );
}

function useStopWords({ kind, facts, until }: SendStop) {
  const t = useTexts();
  const { moment } = useFormats();
  const told = {
    ...facts,
    ...(facts.takenAt ? { takenAt: moment(facts.takenAt) } : {}),
    until: until ? moment(until) : '',
  };
  return { title: t(`stop.${kind}.title` as TextKey), text: t(`stop.${kind}.text` as TextKey, told) };
}

/** Nobody releases in passing: the reason is asked, and kept. */
function ReleaseDialog({ stop, onClose }: { stop: SendStop; onClose: () => void }) {
  const t = useTexts();
  const queryClient = useQueryClient();
  const [reason, setReason] = useState('');
  const words = useStopWords(stop);
  const release = useMutation(
    api.installation.release.mutationOptions({
      meta: { inline: true },
      onSuccess: async () => {
        toastDone(t('stop.released'));
        onClose();
        await queryClient.invalidateQueries({ queryKey: api.installation.key() });
      },
    }),
  );
  const give = () => release.mutate({ fence: stop.fence, reason });
  if (isRefusedWith(release.error, 'second_factor_stale')) {
    return (
      <Modal
        opened
        onClose={onClose}
        title={t('stop.releaseTitle')}
        closeButtonProps={{ 'aria-label': t('act.close') }}
      >
        <ProofFirst onProved={give} />
      </Modal>
    );
  }
  return (
    <ConfirmDialog
      opened
      onClose={onClose}
      title={t('stop.releaseTitle')}
      act={t('stop.releaseAct')}
      danger
      busy={release.isPending}
      error={release.error}
      waits={reason.trim() === ''}
      onConfirm={give}
    >
      <p>{words.text}</p>
      <Textarea
        label={t('stop.reason')}
        description={t('stop.reasonHint')}
        required
        autosize
        minRows={2}
        maxLength={1000}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
    </ConfirmDialog>
  );
}
