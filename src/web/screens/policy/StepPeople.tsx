import { Checkbox, NativeSelect } from '@mantine/core';
import { type Channel, CONTACT_ROLES, type ContactRole } from '#core/receivables/kinds.ts';
import { useTexts } from '#web/texts.ts';
import { FieldRow } from '#web/ui/Form.tsx';
import { withStep } from './draft.ts';
import styles from './policy.module.css';
import type { StepProps } from './StepCard.tsx';

/** The ways a notice can leave; calls and the debtor's page are no letters. */
const WAYS = ['mail', 'post', 'registered_post', 'fax'] as const satisfies readonly Channel[];

/** By which channels, to whom, with copies to whom, with what attached, and whether a person confirms. */
export function StepPeople({ draft, step, index }: StepProps) {
  const t = useTexts();
  const set = (patch: Partial<typeof step>) => draft.set((body) => withStep(body, index, patch));
  return (
    <>
      <Checkbox.Group
        label={t('policy.channels')}
        description={step.channels.length === 0 ? t('policy.channelsPreferred') : t('policy.channelsOrder')}
        error={draft.errorAt('channels', index)}
        value={[...step.channels]}
        onChange={(channels) => set({ channels: channels as Channel[] })}
      >
        <div className={styles.ticks}>
          {WAYS.map((channel) => (
            <Checkbox key={channel} value={channel} label={t(`channel.${channel}`)} />
          ))}
        </div>
      </Checkbox.Group>
      <FieldRow>
        <NativeSelect
          label={t('policy.recipient')}
          value={step.recipient}
          onChange={(event) => set({ recipient: event.currentTarget.value as ContactRole })}
          data={CONTACT_ROLES.map((role) => ({ value: role, label: t(`contactRole.${role}`) }))}
        />
        <NativeSelect
          label={t('policy.copies')}
          value={step.copies[0] ?? ''}
          onChange={(event) => {
            const role = event.currentTarget.value;
            set({ copies: role === '' ? [] : [role as ContactRole] });
          }}
          data={[
            { value: '', label: t('policy.copiesNone') },
            ...CONTACT_ROLES.map((role) => ({ value: role, label: t(`contactRole.${role}`) })),
          ]}
        />
      </FieldRow>
      <FieldRow>
        <NativeSelect
          label={t('policy.attach')}
          value={step.attach}
          onChange={(event) => set({ attach: event.currentTarget.value as typeof step.attach })}
          data={(['nothing', 'overdue', 'all'] as const).map((attach) => ({
            value: attach,
            label: t(`policy.attach.${attach}`),
          }))}
        />
        <NativeSelect
          label={t('policy.mode')}
          value={step.mode}
          onChange={(event) => set({ mode: event.currentTarget.value as typeof step.mode })}
          data={(['confirm', 'automatic'] as const).map((mode) => ({
            value: mode,
            label: t(`policy.mode.${mode}`),
          }))}
        />
      </FieldRow>
    </>
  );
}
