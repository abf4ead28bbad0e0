import { Group } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { api, type client } from '#web/api.ts';
import { useFormats } from '#web/formats.ts';
import { useCompanyKey } from '#web/place.ts';
import { refusalSentence, useLanguage, useTexts } from '#web/texts.ts';
import { ConfirmDialog } from '#web/ui/ConfirmDialog.tsx';
import { DataTable } from '#web/ui/DataTable.tsx';
import { Note } from '#web/ui/Note.tsx';
import { Section } from '#web/ui/Page.tsx';
import { ReasonButton } from '#web/ui/ReasonButton.tsx';
import { Tag } from '#web/ui/Tag.tsx';
import { toastDone } from '#web/ui/toasts.tsx';

export type ErasureList = Awaited<ReturnType<typeof client.personalData.lists>>['lists'][number];

/** The second step: the list that waits, by whom and when it was drawn up, and whether whoever looks may confirm it. */
export function WaitingList({ list }: { list: ErasureList }) {
  const t = useTexts();
  const { locale } = useLanguage();
  const company = useCompanyKey();
  const [isAsking, setAsking] = useState(false);
  const confirm = useMutation(
    api.personalData.confirm.mutationOptions({
      meta: { inline: true },
      onSuccess: (counts) => {
        setAsking(false);
        toastDone(t('erasure.done', counts));
      },
    }),
  );
  const withdraw = useMutation(
    api.personalData.withdraw.mutationOptions({ onSuccess: () => toastDone(t('erasure.withdrawn')) }),
  );
  const { persons, contacts, files, preparedBy, preparedAt, closed } = list;
  const given = { company, list: list.id };
  return (
    <Note
      tone="notice"
      title={t('erasure.waiting')}
      actions={
        <Group gap="sm">
          <ReasonButton
            variant="default"
            closed={null}
            loading={withdraw.isPending}
            onClick={() => withdraw.mutate(given)}
          >
            {t('erasure.withdraw')}
          </ReasonButton>
          <ReasonButton
            color="red"
            closed={closed && refusalSentence({ t, locale }, closed, {})}
            onClick={() => setAsking(true)}
          >
            {t('erasure.act')}
          </ReasonButton>
        </Group>
      }
    >
      <div>{t('erasure.counts', { persons, contacts, files })}</div>
      <Step by={preparedBy} at={preparedAt} />
      <ConfirmDialog
        opened={isAsking}
        onClose={() => setAsking(false)}
        title={t('erasure.counts', { persons, contacts, files })}
        act={t('erasure.act')}
        danger
        busy={confirm.isPending}
        error={confirm.error}
        onConfirm={() => confirm.mutate(given)}
      >
        {t('erasure.confirm')}
      </ConfirmDialog>
    </Note>
  );
}

function Step({ by, at }: { by: string | null; at: string | null }) {
  const t = useTexts();
  const { moment } = useFormats();
  if (at === null) return null;
  return <span>{t('erasure.step', { by: by ?? t('erasure.byShell'), at: moment(at) })}</span>;
}

const TONES = { prepared: 'notice', confirmed: 'good', withdrawn: 'neutral' } as const;

/** What was erased, or was to be, by whom and when of both steps. */
export function EarlierLists({ lists }: { lists: readonly ErasureList[] }) {
  const t = useTexts();
  if (lists.length === 0) return null;
  return (
    <Section title={t('erasure.past.title')}>
      <DataTable
        label={t('erasure.past.title')}
        columns={[
          {
            id: 'counts',
            label: t('erasure.title'),
            card: 'title',
            cell: ({ persons, contacts, files }) => t('erasure.counts', { persons, contacts, files }),
          },
          {
            id: 'state',
            label: t('erasure.column.state'),
            width: '120px',
            cell: ({ state }) => <Tag tone={TONES[state]}>{t(`erasure.state.${state}`)}</Tag>,
          },
          {
            id: 'prepared',
            label: t('erasure.column.prepared'),
            cell: ({ preparedBy, preparedAt }) => <Step by={preparedBy} at={preparedAt} />,
          },
          {
            id: 'ended',
            label: t('erasure.column.ended'),
            cell: ({ endedBy, endedAt }) => <Step by={endedBy} at={endedAt} />,
          },
        ]}
        rows={lists}
        total={lists.length}
        rowKey={({ id }) => id}
        rowLabel={({ preparedAt }) => preparedAt}
        onOpen={() => undefined}
        empty={null}
      />
    </Section>
  );
}
