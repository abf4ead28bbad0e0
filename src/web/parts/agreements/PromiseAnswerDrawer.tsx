import { Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { client } from '#web/api.ts';
import { useCompanyKey } from '#web/place.ts';
import { useClosedFor } from '#web/session.ts';
import { useTexts } from '#web/texts.ts';
import { Form } from '#web/ui/Form.tsx';
import { SideDrawer } from '#web/ui/SideDrawer.tsx';
import { toastDone } from '#web/ui/toasts.tsx';

/** Withdraws a promise that stands, or says that a broken one was dealt with. */
export type PromiseAct = { readonly promise: string; readonly act: 'withdraw' | 'answer' };

export function PromiseAnswerDrawer({ act, onClose }: { act: PromiseAct | null; onClose: () => void }) {
  const t = useTexts();
  const title = t(act?.act === 'withdraw' ? 'promise.withdrawTitle' : 'promise.answerTitle');
  return (
    <SideDrawer opened={act !== null} onClose={onClose} title={title}>
      {act && <AnswerForm act={act} onDone={onClose} />}
    </SideDrawer>
  );
}

function AnswerForm({ act: { promise, act }, onDone }: { act: PromiseAct; onDone: () => void }) {
  const t = useTexts();
  const company = useCompanyKey();
  const closed = useClosedFor('clerk');
  const [note, setNote] = useState('');
  const isWithdrawal = act === 'withdraw';
  const send = useMutation({
    mutationFn: () => client.promises[act]({ company, promise, note: note.trim() || null }),
    meta: { inline: true },
    onSuccess: () => {
      toastDone(t(isWithdrawal ? 'promise.withdrawn' : 'promise.answered'));
      onDone();
    },
  });
  return (
    <Form
      act={t(isWithdrawal ? 'promise.withdraw' : 'promise.answer')}
      busy={send.isPending}
      error={send.error}
      closed={closed}
      onSubmit={() => send.mutate()}
    >
      <p className="rp-muted">{t(isWithdrawal ? 'promise.withdrawHint' : 'promise.answerHint')}</p>
      <Textarea
        label={t(isWithdrawal ? 'promise.why' : 'promise.answerText')}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
        autosize
        minRows={2}
        maxLength={1000}
        data-autofocus
      />
    </Form>
  );
}
