import { Select } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ROLES } from '#contract/access.ts';
import { api, type client } from '#web/api.ts';
import { MomentText } from '#web/parts/DayText.tsx';
import { useCompanyKey } from '#web/place.ts';
import { useClosedFor, useSession } from '#web/session.ts';
import { useTexts } from '#web/texts.ts';
import { ActionMenu } from '#web/ui/ActionMenu.tsx';
import { ConfirmDialog } from '#web/ui/ConfirmDialog.tsx';
import { type Column, DataTable } from '#web/ui/DataTable.tsx';
import { ReasonButton } from '#web/ui/ReasonButton.tsx';
import { ErrorState, LoadingState } from '#web/ui/States.tsx';
import { Tag } from '#web/ui/Tag.tsx';
import { toastDone } from '#web/ui/toasts.tsx';
import { DisableDialog } from './DisableDialog.tsx';
import { InviteDrawer } from './InviteDrawer.tsx';
import { type Link, LinkDialog } from './LinkDialog.tsx';
import { SettingsFrame } from './SettingsFrame.tsx';

const usersQuery = (company: string) => api.users.list.queryOptions({ input: { company } });
type User = Awaited<ReturnType<typeof client.users.list>>[number];

/** Who may work in the company, and as what. */
export function UsersScreen() {
  const t = useTexts();
  const key = useCompanyKey();
  const closed = useClosedFor('owner');
  const users = useQuery(usersQuery(key));
  const [isInviting, setInviting] = useState(false);
  const [link, setLink] = useState<Link | null>(null);
  const [leaving, setLeaving] = useState<User | null>(null);
  const [shutOut, setShutOut] = useState<User | null>(null);
  const columns = useColumns(key, { onLink: setLink, onRemove: setLeaving, onDisable: setShutOut });
  return (
    <SettingsFrame
      current="users"
      actions={
        <ReasonButton closed={closed} onClick={() => setInviting(true)}>
          {t('users.invite')}
        </ReasonButton>
      }
    >
      {users.error && <ErrorState error={users.error} onRetry={() => void users.refetch()} />}
      {users.isPending && <LoadingState />}
      {users.data && (
        <DataTable
          label={t('settings.users')}
          columns={columns}
          rows={users.data}
          total={users.data.length}
          rowKey={(user) => user.id}
          rowLabel={(user) => user.name}
          onOpen={() => undefined}
          empty={null}
        />
      )}
      <InviteDrawer
        company={key}
        opened={isInviting}
        onClose={() => setInviting(false)}
        onInvited={setLink}
      />
      <LinkDialog link={link} onClose={() => setLink(null)} />
      <DisableDialog company={key} user={shutOut} onClose={() => setShutOut(null)} />
      <RemoveDialog company={key} user={leaving} onClose={() => setLeaving(null)} />
    </SettingsFrame>
  );
}

type Acts = {
  onLink: (link: Link) => void;
  onRemove: (user: User) => void;
  onDisable: (user: User) => void;
};

function useColumns(company: string, acts: Acts): Column<User>[] {
  const t = useTexts();
  return [
    {
      id: 'name',
      label: t('user.name'),
      card: 'title',
      cell: (user) => (
        <>
          <b>{user.name}</b>
          <div className="rp-muted">{user.email}</div>
          {user.secondFactor && <Tag tone="good">{t('users.secondFactor')}</Tag>}
        </>
      ),
    },
    {
      id: 'role',
      label: t('user.role'),
      width: '190px',
      cell: (user) => <RoleOf company={company} user={user} />,
    },
    {
      id: 'seen',
      label: t('user.lastSeen'),
      cell: (user) =>
        user.disabled ? (
          <Tag tone="bad">{t('users.disabled')}</Tag>
        ) : user.invited ? (
          <Tag tone="notice">{t('user.invited')}</Tag>
        ) : user.lastSeenAt ? (
          <MomentText at={user.lastSeenAt} />
        ) : null,
    },
    {
      id: 'acts',
      label: t('act.more'),
      isLabelUnseen: true,
      align: 'end',
      card: 'menu',
      cell: (user) => <UserActs company={company} user={user} {...acts} />,
    },
  ];
}

function RoleOf({ company, user }: { company: string; user: User }) {
  const t = useTexts();
  const closed = useClosedFor('owner');
  const change = useMutation(
    api.users.changeRole.mutationOptions({ onSuccess: () => toastDone(t('act.saved')) }),
  );
  if (closed) return t(`role.${user.role}`);
  return (
    <Select
      size="xs"
      aria-label={t('users.roleOf', { user: user.name })}
      value={user.role}
      data={ROLES.map((role) => ({ value: role, label: t(`role.${role}`) }))}
      onChange={(wanted) => {
        const role = ROLES.find((each) => each === wanted);
        if (role && role !== user.role) change.mutate({ company, user: user.id, role });
      }}
    />
  );
}

function UserActs({ company, user, onLink, onRemove, onDisable }: { company: string; user: User } & Acts) {
  const t = useTexts();
  const closed = useClosedFor('owner');
  const { user: me } = useSession();
  const notMe = user.id === me?.id ? t('users.notYourself') : null;
  const notYet = user.pending ? t('users.notYet') : null;
  const renew = useMutation(
    api.users.renewLink.mutationOptions({
      onSuccess: ({ link }) => onLink({ url: link, name: user.name, isInvitation: user.pending }),
    }),
  );
  const enable = useMutation(
    api.users.changeAccess.mutationOptions({ onSuccess: () => toastDone(t('act.saved')) }),
  );
  return (
    <ActionMenu
      label={t('users.actsOf', { user: user.name })}
      actions={[
        {
          id: 'link',
          label: t(user.pending ? 'users.renewInvitation' : 'users.renewLink'),
          closed,
          onClick: () => renew.mutate({ company, user: user.id }),
        },
        user.disabled
          ? {
              id: 'enable',
              label: t('users.enable'),
              closed,
              onClick: () => enable.mutate({ company, user: user.id, disabled: false }),
            }
          : {
              id: 'disable',
              label: t('users.disable'),
              danger: true,
              closed: closed ?? notYet ?? notMe,
              onClick: () => onDisable(user),
            },
        {
          id: 'remove',
          label: t('users.remove'),
          danger: true,
          closed: closed ?? notMe,
          onClick: () => onRemove(user),
        },
      ]}
    />
  );
}

function RemoveDialog({
  company,
  user,
  onClose,
}: {
  company: string;
  user: User | null;
  onClose: () => void;
}) {
  const t = useTexts();
  const remove = useMutation(
    api.users.remove.mutationOptions({
      meta: { inline: true },
      onSuccess: () => {
        onClose();
        toastDone(t('users.removed'));
      },
    }),
  );
  return (
    <ConfirmDialog
      opened={user !== null}
      onClose={onClose}
      title={t('users.removeTitle', { user: user?.name ?? '' })}
      act={t('users.remove')}
      danger
      busy={remove.isPending}
      error={remove.error}
      onConfirm={() => user && remove.mutate({ company, user: user.id })}
    >
      <p>{t('users.removeHint')}</p>
    </ConfirmDialog>
  );
}
