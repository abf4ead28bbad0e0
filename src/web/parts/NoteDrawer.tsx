import { Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '#web/api.ts';
import { useCompanyKey } from '#web/place.ts';
import { useClosedFor } from '#web/session.ts';
import { useTexts } from '#web/texts.ts';
import { Form } from '#web/ui/Form.tsx';
import { SideDrawer } from '#web/ui/SideDrawer.tsx';
import { toastDone } from '#web/ui/toasts.tsx';

export type NoteTarget = { readonly debtor: string; readonly item: string | null; readonly name: string };

/** Writes a note into the timeline of a debtor, or of one of its items. */
export function NoteDrawer({ target, onClose }: { target: NoteTarget | null; onClose: () => void }) {
  const t = useTexts();
  return (
    <SideDrawer opened={target !== null} onClose={onClose} title={t('note.title')}>
      {target && <NoteForm target={target} onDone={onClose} />}
    </SideDrawer>
  );
}

function NoteForm({ target, onDone }: { target: NoteTarget; onDone: () => void }) {
  const t = useTexts();
  const company = useCompanyKey();
  const closed = useClosedFor('clerk');
  const [text, setText] = useState('');
  const add = useMutation(
    api.debtors.addNote.mutationOptions({
      meta: { inline: true },
      onSuccess: () => {
        toastDone(t('note.added'));
        onDone();
      },
    }),
  );
  return (
    <Form
      act={t('note.act')}
      busy={add.isPending}
      error={add.error}
      closed={closed}
      onSubmit={() => add.mutate({ company, debtor: target.debtor, item: target.item, text })}
    >
      <p className="rp-muted">{t('note.about', { name: target.name })}</p>
      <Textarea
        label={t('note.text')}
        description={t('note.hint')}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        required
        autosize
        minRows={4}
        maxLength={4000}
        data-autofocus
      />
    </Form>
  );
}
