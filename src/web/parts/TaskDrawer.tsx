import { NativeSelect, Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '#web/api.ts';
import { useCompanyKey } from '#web/place.ts';
import { useClosedFor, useCompany } from '#web/session.ts';
import { useTexts } from '#web/texts.ts';
import { DayField } from '#web/ui/DayField.tsx';
import { Form } from '#web/ui/Form.tsx';
import { SideDrawer } from '#web/ui/SideDrawer.tsx';
import { toastDone } from '#web/ui/toasts.tsx';

/** Whom a new task is about; null: nobody in particular. */
export type TaskTarget = { readonly debtor: string | null; readonly name: string };

/** Writes down something to do on a day. */
export function TaskDrawer({ target, onClose }: { target: TaskTarget | null; onClose: () => void }) {
  const t = useTexts();
  return (
    <SideDrawer opened={target !== null} onClose={onClose} title={t('task.new')}>
      {target && <TaskForm target={target} onDone={onClose} />}
    </SideDrawer>
  );
}

function TaskForm({ target, onDone }: { target: TaskTarget; onDone: () => void }) {
  const t = useTexts();
  const company = useCompanyKey();
  const { today } = useCompany();
  const closed = useClosedFor('clerk');
  const [kind, setKind] = useState<'call' | 'other'>(target.debtor === null ? 'other' : 'call');
  const [dueOn, setDueOn] = useState(today);
  const [text, setText] = useState('');
  const add = useMutation(
    api.worklist.addTask.mutationOptions({
      meta: { inline: true },
      onSuccess: () => {
        toastDone(t('task.added'));
        onDone();
      },
    }),
  );
  return (
    <Form
      act={t('task.addAct')}
      busy={add.isPending}
      error={add.error}
      closed={closed}
      onSubmit={() => add.mutate({ company, kind, debtor: target.debtor, dueOn, text })}
    >
      {target.name && <p className="rp-muted">{t('note.about', { name: target.name })}</p>}
      {target.debtor !== null && (
        <NativeSelect
          label={t('task.kind')}
          value={kind}
          onChange={(event) => setKind(event.currentTarget.value === 'call' ? 'call' : 'other')}
          data={[
            { value: 'call', label: t('task.call') },
            { value: 'other', label: t('task.other') },
          ]}
        />
      )}
      <Textarea
        label={t('task.text')}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        required
        autosize
        minRows={2}
        maxLength={1000}
        data-autofocus
      />
      <DayField label={t('task.dueOn')} value={dueOn} onChange={setDueOn} today={today} required />
    </Form>
  );
}
