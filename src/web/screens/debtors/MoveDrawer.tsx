import { Anchor, NativeSelect } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, type client } from '#web/api.ts';
import { paths } from '#web/paths.ts';
import { useCompanyKey } from '#web/place.ts';
import { useClosedFor } from '#web/session.ts';
import { useTexts } from '#web/texts.ts';
import { Form } from '#web/ui/Form.tsx';
import { Note } from '#web/ui/Note.tsx';
import { SideDrawer } from '#web/ui/SideDrawer.tsx';
import { EmptyState, LoadingState } from '#web/ui/States.tsx';
import { toastDone } from '#web/ui/toasts.tsx';

type MoveInput = Parameters<typeof client.debtors.moveToGroup>[0];

/** Who is to move: the ones ticked, or all that match, which the server counts again. */
export type MoveTarget = Pick<MoveInput, 'debtors' | 'matching'>;

type Props = {
  target: MoveTarget | null;
  /** How many that is, as the list says now. */
  count: number;
  onClose: () => void;
  onDone: () => void;
  /** Something changed in between: the list is to be looked at again. */
  onRefused: () => void;
};

/** Asks to which group debtors move, and says what they follow then. */
export function MoveDrawer({ target, count, onClose, onDone, onRefused }: Props) {
  const t = useTexts();
  return (
    <SideDrawer opened={target !== null} onClose={onClose} title={t('group.move.title', { count })}>
      {target && (
        <MoveForm
          target={target}
          count={count}
          onRefused={onRefused}
          onDone={() => {
            onClose();
            onDone();
          }}
        />
      )}
    </SideDrawer>
  );
}

type FormProps = { target: MoveTarget; count: number; onDone: () => void; onRefused: () => void };

function MoveForm({ target, count, onDone, onRefused }: FormProps) {
  const t = useTexts();
  const company = useCompanyKey();
  const closed = useClosedFor('clerk');
  const groups = useQuery(api.debtors.listGroups.queryOptions({ input: { company } }));
  const policies = useQuery(api.policies.list.queryOptions({ input: { company } }));
  const [chosen, setChosen] = useState<string | null>(null);
  const takeBack = useMutation(
    api.debtors.undoGroupMove.mutationOptions({ onSuccess: () => toastDone(t('group.move.undone')) }),
  );
  const group = chosen ?? groups.data?.[0]?.id ?? '';
  const shown = groups.data?.find(({ id }) => id === group);
  const move = useMutation(
    api.debtors.moveToGroup.mutationOptions({
      meta: { inline: true },
      onError: onRefused,
      onSuccess: ({ moved, before }) => {
        const words = t('group.move.done', { moved, group: shown?.name ?? t('group.move.none') });
        toastDone(words, moved === 0 ? {} : { undo: () => takeBack.mutate({ company, before }) });
        onDone();
      },
    }),
  );
  if (!groups.data || !policies.data) return <LoadingState kind="detail" />;
  const manage = <Anchor href={paths.groups(company)}>{t('group.move.manage')}</Anchor>;
  if (groups.data.length === 0) {
    return <EmptyState kind="nothingYet" title={t('group.move.noGroups')} action={manage} />;
  }
  const follows = policies.data.find(({ id, isDefault }) =>
    shown?.policyId ? id === shown.policyId : isDefault,
  );
  return (
    <Form
      act={t('group.move.act', { count })}
      busy={move.isPending}
      error={move.error}
      closed={closed}
      actions={manage}
      onSubmit={() =>
        move.mutate({ company, ...target, counted: target.matching ? count : null, group: group || null })
      }
    >
      {target.matching && <p className="rp-muted">{t('group.move.matching')}</p>}
      <NativeSelect
        label={t('group.move.to')}
        value={group}
        onChange={(event) => setChosen(event.currentTarget.value)}
        data-autofocus
        data={[
          ...groups.data.map(({ id, name }) => ({ value: id, label: name })),
          { value: '', label: t('group.move.none') },
        ]}
      />
      {follows && <Note tone="info">{t('group.move.follows', { policy: follows.name })}</Note>}
    </Form>
  );
}
