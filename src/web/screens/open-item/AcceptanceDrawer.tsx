import { NativeSelect, Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '#web/api.ts';
import { useCompanyKey } from '#web/place.ts';
import { useTexts } from '#web/texts.ts';
import { Form } from '#web/ui/Form.tsx';
import { SideDrawer } from '#web/ui/SideDrawer.tsx';
import { toastDone } from '#web/ui/toasts.tsx';

type Props = { item: string; opened: boolean; onClose: () => void };

/** What the debtor answered when asked whether the invoice is in order. */
export function AcceptanceDrawer({ item, opened, onClose }: Props) {
  const t = useTexts();
  return (
    <SideDrawer opened={opened} onClose={onClose} title={t('item.acceptance')}>
      {opened && <AcceptanceForm item={item} onDone={onClose} />}
    </SideDrawer>
  );
}

const ANSWERS = ['accepted', 'disputed'] as const;

function AcceptanceForm({ item, onDone }: { item: string; onDone: () => void }) {
  const t = useTexts();
  const company = useCompanyKey();
  const [answer, setAnswer] = useState<(typeof ANSWERS)[number]>('accepted');
  const [note, setNote] = useState('');
  const record = useMutation(
    api.itemSteps.recordAcceptance.mutationOptions({
      meta: { inline: true },
      onSuccess: () => {
        toastDone(t('item.acceptance.done'));
        onDone();
      },
    }),
  );
  return (
    <Form
      act={t('act.save')}
      busy={record.isPending}
      error={record.error}
      onSubmit={() => record.mutate({ company, item, answer, note })}
    >
      <NativeSelect
        label={t('item.acceptance.answer')}
        {...(answer === 'disputed' ? { description: t('item.acceptance.disputedHint') } : {})}
        value={answer}
        onChange={(event) => {
          const { value } = event.currentTarget;
          setAnswer(ANSWERS.find((one) => one === value) ?? 'accepted');
        }}
        data={ANSWERS.map((one) => ({ value: one, label: t(`acceptance.${one}`) }))}
        data-autofocus
      />
      <Textarea
        label={t('item.acceptance.note')}
        value={note}
        required={answer === 'disputed'}
        onChange={(event) => setNote(event.currentTarget.value)}
        autosize
        minRows={3}
        maxLength={1000}
      />
    </Form>
  );
}
