import { Button, Textarea, TextInput } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTell } from '#web/errors.ts';
import { useCompany } from '#web/session.ts';
import { useTexts } from '#web/texts.ts';
import { DayField } from '#web/ui/DayField.tsx';
import { Note } from '#web/ui/Note.tsx';
import { SideDrawer } from '#web/ui/SideDrawer.tsx';
import { LoadingState } from '#web/ui/States.tsx';
import styles from './detail.module.css';
import type { Change, Preview, Proposal } from './types.ts';
import type { Edits } from './use-edits.ts';

type Props = {
  opened: boolean;
  debtor: string;
  proposal: Proposal | undefined;
  preview: UseQueryResult<Preview, Error>;
  edits: Edits;
  onClose: () => void;
};

type Draft = { subject: string; body: string; name: string; address: string; datedOn: string };

/** The words, addressee and date of this one notice. Its template stays as it is. */
export function EditDrawer({ opened, debtor, proposal, preview, edits, onClose }: Props) {
  const t = useTexts();
  // Without a preview (a placeholder nobody can fill) the words are written anew.
  const isReady = proposal && !preview.isPlaceholderData && (preview.data || preview.error);
  return (
    <SideDrawer opened={opened} onClose={onClose} title={t('run.editTitle', { debtor })} size={560}>
      {isReady ? (
        <EditForm
          key={proposal.id}
          proposal={proposal}
          preview={preview.error ? undefined : preview.data}
          edits={edits}
          onClose={onClose}
        />
      ) : (
        <LoadingState kind="detail" />
      )}
    </SideDrawer>
  );
}

type FormProps = {
  proposal: Proposal;
  preview: Preview | undefined;
  edits: Edits;
  onClose: () => void;
};

function EditForm({ proposal, preview, edits, onClose }: FormProps) {
  const t = useTexts();
  const { today } = useCompany();
  const start = draftOf(proposal, preview);
  const [draft, setDraft] = useState(start);
  const [error, setError] = useState<unknown>(null);
  const tell = useTell();
  const set = (patch: Partial<Draft>) => setDraft((now) => ({ ...now, ...patch }));
  const apply = async (changes: readonly Change[]) => {
    setError(null);
    try {
      for (const change of changes) await edits.editAsync(proposal.id, change);
      onClose();
    } catch (refused) {
      setError(refused);
    }
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void apply(changesOf(start, draft));
  };
  return (
    <form className={styles.editForm} onSubmit={submit}>
      <TextInput
        label={t('mail.subject')}
        value={draft.subject}
        onChange={(event) => set({ subject: event.currentTarget.value })}
        data-autofocus
      />
      <Textarea
        label={t('run.edit.body')}
        description={t('run.edit.bodyHint')}
        autosize
        minRows={10}
        maxRows={22}
        value={draft.body}
        onChange={(event) => set({ body: event.currentTarget.value })}
      />
      <TextInput
        label={t('run.edit.recipientName')}
        value={draft.name}
        onChange={(event) => set({ name: event.currentTarget.value })}
      />
      {(proposal.channel === 'mail' || proposal.channel === 'fax') && (
        <TextInput
          label={t('run.edit.address')}
          value={draft.address}
          onChange={(event) => set({ address: event.currentTarget.value })}
        />
      )}
      <DayField
        label={t('run.edit.datedOn')}
        description={t('run.edit.datedOnHint')}
        value={draft.datedOn}
        today={today}
        onChange={(datedOn) => set({ datedOn })}
      />
      {error !== null && (
        <Note tone="bad" live>
          {tell(error)}
        </Note>
      )}
      <div className={styles.editActions}>
        {proposal.body !== null || proposal.subject !== null ? (
          <Button variant="subtle" onClick={() => void apply([{ kind: 'words', subject: null, body: null }])}>
            {t('run.edit.templateAgain')}
          </Button>
        ) : null}
        <Button type="submit" loading={edits.isBusy}>
          {t('run.edit.save')}
        </Button>
      </div>
    </form>
  );
}

function draftOf(proposal: Proposal, preview: Preview | undefined): Draft {
  const address = proposal.channels.find(({ channel }) => channel === proposal.channel)?.address;
  return {
    subject: proposal.subject ?? preview?.subject ?? '',
    body: proposal.body ?? preview?.body ?? '',
    name: proposal.recipient?.name ?? '',
    address: proposal.recipient?.address ?? address ?? '',
    datedOn: proposal.datedOn,
  };
}

/** Only what was changed, each as an edit of its own. */
function changesOf(start: Draft, draft: Draft): Change[] {
  const changes: Change[] = [];
  if (draft.subject !== start.subject || draft.body !== start.body) {
    changes.push({ kind: 'words', subject: draft.subject.trim() || null, body: draft.body.trim() || null });
  }
  if (draft.name !== start.name || draft.address !== start.address) {
    changes.push({ kind: 'recipient', name: draft.name.trim(), address: draft.address.trim() });
  }
  if (draft.datedOn && draft.datedOn !== start.datedOn) changes.push({ kind: 'dated', on: draft.datedOn });
  return changes;
}
