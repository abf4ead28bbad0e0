import { Radio, Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { DISPUTE_ANSWERS, type DisputeAnswer } from '#core/agreements/dispute.ts';
import { api, client } from '#web/api.ts';
import { useCompanyKey } from '#web/place.ts';
import { useClosedFor } from '#web/session.ts';
import { useTexts } from '#web/texts.ts';
import { ChoiceCard, ChoiceCards } from '#web/ui/ChoiceCards.tsx';
import { Form } from '#web/ui/Form.tsx';
import { SideDrawer } from '#web/ui/SideDrawer.tsx';
import { toastDone } from '#web/ui/toasts.tsx';
import type { Dispute } from './agreement-queries.ts';

/** Asks what became of a dispute, and says what each answer does. */
export function ResolveDrawer({ dispute, onClose }: { dispute: Dispute | null; onClose: () => void }) {
  const t = useTexts();
  const title = t('dispute.resolveTitle', { document: dispute?.item.number ?? '' });
  return (
    <SideDrawer opened={dispute !== null} onClose={onClose} title={title}>
      {dispute && <ResolveForm dispute={dispute} onDone={onClose} />}
    </SideDrawer>
  );
}

function ResolveForm({ dispute, onDone }: { dispute: Dispute; onDone: () => void }) {
  const t = useTexts();
  const company = useCompanyKey();
  const closed = useClosedFor('clerk');
  const answers = DISPUTE_ANSWERS.filter((one) => dispute.state === 'open' || one !== 'justified');
  const [outcome, setOutcome] = useState<DisputeAnswer>(answers[0] ?? 'rejected');
  const [note, setNote] = useState('');
  const reopen = useReopenDispute();
  const resolve = useMutation(
    api.disputes.resolve.mutationOptions({
      meta: { inline: true },
      onSuccess: () => {
        toastDone(t('dispute.resolved'), { undo: () => reopen.mutate(dispute.id) });
        onDone();
      },
    }),
  );
  return (
    <Form
      act={t('dispute.resolveAct')}
      busy={resolve.isPending}
      error={resolve.error}
      closed={closed}
      onSubmit={() => resolve.mutate({ company, dispute: dispute.id, outcome, note: note.trim() || null })}
    >
      <Radio.Group
        label={t('dispute.outcomeLabel')}
        value={outcome}
        onChange={(value) => setOutcome(answers.find((one) => one === value) ?? 'rejected')}
      >
        <ChoiceCards stacked>
          {answers.map((one) => (
            <ChoiceCard
              key={one}
              value={one}
              title={t(`dispute.answer.${one}`)}
              words={t(`dispute.answerHint.${one}`)}
            />
          ))}
        </ChoiceCards>
      </Radio.Group>
      <Textarea
        label={t('dispute.answerText')}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
        autosize
        minRows={2}
        maxLength={1000}
      />
    </Form>
  );
}

/** Takes an answer back. */
export function useReopenDispute() {
  const t = useTexts();
  const company = useCompanyKey();
  return useMutation({
    mutationFn: (dispute: string) => client.disputes.reopen({ company, dispute }),
    onSuccess: () => toastDone(t('dispute.reopened')),
  });
}
