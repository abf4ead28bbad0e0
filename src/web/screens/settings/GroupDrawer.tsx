import { NativeSelect, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '#web/api.ts';
import { useCompanyKey } from '#web/place.ts';
import { useClosedFor } from '#web/session.ts';
import { useTexts } from '#web/texts.ts';
import { Form } from '#web/ui/Form.tsx';
import { Note } from '#web/ui/Note.tsx';
import { SideDrawer } from '#web/ui/SideDrawer.tsx';
import { toastDone } from '#web/ui/toasts.tsx';
import { type GroupRow, inheritedPolicy, type PolicyRow } from './inherited-policy.ts';

type Props = { group: GroupRow | 'new' | undefined; policies: readonly PolicyRow[]; onClose: () => void };

/** A group's name and policy, and what follows for its debtors. */
export function GroupDrawer({ group, policies, onClose }: Props) {
  const t = useTexts();
  const title =
    !group || group === 'new' ? t('groups.newTitle') : t('groups.changeTitle', { name: group.name });
  return (
    <SideDrawer opened={group !== undefined} onClose={onClose} title={title}>
      {group && (
        <GroupForm
          key={group === 'new' ? 'new' : group.id}
          group={group === 'new' ? null : group}
          policies={policies}
          onDone={onClose}
        />
      )}
    </SideDrawer>
  );
}

type FormProps = { group: GroupRow | null; policies: readonly PolicyRow[]; onDone: () => void };

function GroupForm({ group, policies, onDone }: FormProps) {
  const t = useTexts();
  const company = useCompanyKey();
  const closed = useClosedFor('clerk');
  const [name, setName] = useState(group?.name ?? '');
  const [policyId, setPolicyId] = useState(group?.policyId ?? '');
  const add = useMutation(
    api.debtors.addGroup.mutationOptions({
      meta: { inline: true },
      onSuccess: (added) => {
        toastDone(t('groups.added', { name: added.name }));
        onDone();
      },
    }),
  );
  const putBack = useMutation(api.debtors.changeGroup.mutationOptions());
  const change = useMutation(
    api.debtors.changeGroup.mutationOptions({
      meta: { inline: true },
      onSuccess: (changed) => {
        const undo = () => group && putBack.mutate({ company, group: group.id, ...detailsOf(group) });
        toastDone(t('groups.changed', { name: changed.name }), { undo: () => void undo() });
        onDone();
      },
    }),
  );
  const given = { company, name: name.trim(), policyId: policyId || null };
  const followed = policies.find(({ id, isDefault }) => (policyId ? id === policyId : isDefault));
  const isMoved = group && group.debtors > 0 && (group.policyId ?? '') !== policyId;
  return (
    <Form
      busy={add.isPending || change.isPending}
      error={add.error ?? change.error}
      closed={closed}
      onSubmit={() => (group ? change.mutate({ ...given, group: group.id }) : add.mutate(given))}
    >
      <TextInput
        label={t('groups.name')}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        required
        maxLength={80}
        autoComplete="off"
        data-autofocus
      />
      <NativeSelect
        label={t('groups.policy')}
        value={policyId}
        onChange={(event) => setPolicyId(event.currentTarget.value)}
        data={[
          { value: '', label: inheritedPolicy(t, policies) },
          ...policies
            .filter(({ id, archived }) => !archived || id === group?.policyId)
            .map(({ id, name: label }) => ({ value: id, label })),
        ]}
      />
      {isMoved && followed && (
        <Note tone="notice">{t('groups.consequence', { count: group.debtors, policy: followed.name })}</Note>
      )}
    </Form>
  );
}

function detailsOf({ name, policyId }: GroupRow) {
  return { name, policyId };
}
