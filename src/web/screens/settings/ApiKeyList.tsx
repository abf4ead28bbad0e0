import { Button } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, type client } from '#web/api.ts';
import { useFormats } from '#web/formats.ts';
import { MomentText } from '#web/parts/DayText.tsx';
import { useTexts } from '#web/texts.ts';
import { ConfirmDialog } from '#web/ui/ConfirmDialog.tsx';
import { type Column, DataTable } from '#web/ui/DataTable.tsx';
import { ErrorState, LoadingState } from '#web/ui/States.tsx';
import { Tag } from '#web/ui/Tag.tsx';
import { toastDone } from '#web/ui/toasts.tsx';

type ApiKey = Awaited<ReturnType<typeof client.apiKeys.list>>[number];

/** The keys of a company: what each is for, what it may, when it was used last. */
export function ApiKeyList({ company }: { company: string }) {
  const t = useTexts();
  const keys = useQuery(api.apiKeys.list.queryOptions({ input: { company } }));
  const [leaving, setLeaving] = useState<ApiKey | null>(null);
  const columns = useColumns(setLeaving);
  if (keys.error) return <ErrorState error={keys.error} onRetry={() => void keys.refetch()} />;
  if (keys.isPending) return <LoadingState />;
  if (keys.data.length === 0) return <p className="rp-muted">{t('apiKey.none')}</p>;
  return (
    <>
      <DataTable
        label={t('apiKey.title')}
        columns={columns}
        rows={keys.data}
        total={keys.data.length}
        rowKey={(key) => key.id}
        rowLabel={(key) => key.name}
        onOpen={() => undefined}
        empty={null}
      />
      <RevokeDialog company={company} apiKey={leaving} onClose={() => setLeaving(null)} />
    </>
  );
}

function useColumns(onRevoke: (key: ApiKey) => void): Column<ApiKey>[] {
  const t = useTexts();
  const { day } = useFormats();
  return [
    {
      id: 'name',
      label: t('apiKey.name'),
      card: 'title',
      cell: ({ name, prefix, user }) => (
        <>
          <b>{name}</b>
          <div className="rp-muted">
            <code>{prefix}…</code> {user}
          </div>
        </>
      ),
    },
    { id: 'role', label: t('user.role'), cell: ({ role }) => t(`role.${role}`) },
    {
      id: 'used',
      label: t('apiKey.lastUsed'),
      cell: ({ lastUsedAt }) => (lastUsedAt ? <MomentText at={lastUsedAt} /> : t('apiKey.never')),
    },
    {
      id: 'state',
      label: t('apiKey.expiresOn'),
      cell: ({ state, expiresAt }) =>
        state === 'active' ? (
          expiresAt ? (
            day(lastDayOf(expiresAt))
          ) : (
            <Tag tone="good">{t('apiKey.state.active')}</Tag>
          )
        ) : (
          <Tag tone={state === 'revoked' ? 'neutral' : 'notice'}>{t(`apiKey.state.${state}`)}</Tag>
        ),
    },
    {
      id: 'acts',
      label: t('act.more'),
      isLabelUnseen: true,
      align: 'end',
      card: 'menu',
      cell: (key) =>
        key.state !== 'revoked' && (
          <Button size="compact-sm" variant="subtle" onClick={() => onRevoke(key)}>
            {t('apiKey.revoke')}
          </Button>
        ),
    },
  ];
}

/** It ends with that day: the moment is the midnight after it. */
function lastDayOf(expiresAt: string): string {
  return Temporal.Instant.from(expiresAt).subtract({ hours: 12 }).toString().slice(0, 10);
}

type RevokeProps = { company: string; apiKey: ApiKey | null; onClose: () => void };

function RevokeDialog({ company, apiKey, onClose }: RevokeProps) {
  const t = useTexts();
  const revoke = useMutation(
    api.apiKeys.revoke.mutationOptions({
      meta: { inline: true },
      onSuccess: () => {
        onClose();
        toastDone(t('apiKey.revoked'));
      },
    }),
  );
  return (
    <ConfirmDialog
      opened={apiKey !== null}
      onClose={onClose}
      title={t('apiKey.revokeTitle', { name: apiKey?.name ?? '' })}
      act={t('apiKey.revoke')}
      danger
      busy={revoke.isPending}
      error={revoke.error}
      onConfirm={() => apiKey && revoke.mutate({ company, apiKey: apiKey.id })}
    >
      <p>{t('apiKey.revokeHint')}</p>
    </ConfirmDialog>
  );
}
