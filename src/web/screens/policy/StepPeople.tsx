import { Checkbox, NativeSelect, TextInput } from '@mantine/core';
import { HAND_OVER_PARTIES, type HandOverParty, isLetter, type Step } from '#core/dunning/policy.ts';
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
  const set = (patch: Partial<Step>, field: string | null = null) =>
    draft.set((body) => withStep(body, index, patch), field);
  return (
    <>
      {isLetter(step.kind) && <Ways draft={draft} step={step} index={index} />}
      {isLetter(step.kind) && <Addressees step={step} index={index} set={set} />}
      <FieldRow>
        {isLetter(step.kind) && (
          <NativeSelect
            label={t('policy.attach')}
            value={step.attach}
            onChange={(event) => set({ attach: event.currentTarget.value as Step['attach'] })}
            data={(['nothing', 'overdue', 'all'] as const).map((attach) => ({
              value: attach,
              label: t(`policy.attach.${attach}`),
            }))}
          />
        )}
        {step.kind === 'hand_over' && (
          <NativeSelect
            label={t('policy.handTo')}
            value={step.handTo ?? 'collector'}
            onChange={(event) => set({ handTo: event.currentTarget.value as HandOverParty })}
            data={HAND_OVER_PARTIES.map((party) => ({ value: party, label: t(`handOver.to.${party}`) }))}
          />
        )}
        <NativeSelect
          label={t('policy.mode')}
          value={step.mode}
          onChange={(event) => set({ mode: event.currentTarget.value as Step['mode'] })}
          data={(['confirm', 'automatic'] as const).map((mode) => ({
            value: mode,
            label: t(`policy.mode.${mode}`),
          }))}
        />
      </FieldRow>
    </>
  );
}

function Ways({ draft, step, index }: StepProps) {
  const t = useTexts();
  const set = (channels: Channel[]) => draft.set((body) => withStep(body, index, { channels }));
  return (
    <Checkbox.Group
      label={t('policy.channels')}
      description={step.channels.length === 0 ? t('policy.channelsPreferred') : t('policy.channelsOrder')}
      error={draft.errorAt('channels', index)}
      value={[...step.channels]}
      onChange={(channels) => set(channels as Channel[])}
    >
      <div className={styles.ticks}>
        {WAYS.map((channel) => (
          <Checkbox key={channel} value={channel} label={t(`channel.${channel}`)} />
        ))}
      </div>
    </Checkbox.Group>
  );
}

type AddresseeProps = {
  step: Step;
  index: number;
  set: (patch: Partial<Step>, field?: string | null) => void;
};

function Addressees({ step, index, set }: AddresseeProps) {
  const t = useTexts();
  const roles = CONTACT_ROLES.map((role) => ({ value: role, label: t(`contactRole.${role}`) }));
  return (
    <>
      <FieldRow>
        <NativeSelect
          label={t('policy.recipient')}
          value={step.recipient}
          onChange={(event) => set({ recipient: event.currentTarget.value as ContactRole })}
          data={roles}
        />
        <TextInput
          label={t('policy.sender')}
          description={t('policy.senderHint')}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          value={step.sender ?? ''}
          maxLength={100}
          onChange={(event) => set({ sender: event.currentTarget.value || null }, `sender ${index}`)}
        />
      </FieldRow>
      <Checkbox.Group
        label={t('policy.copies')}
        value={[...step.copies]}
        onChange={(copies) => set({ copies: copies as ContactRole[] })}
      >
        <div className={styles.ticks}>
          {roles.map(({ value, label }) => (
            <Checkbox key={value} value={value} label={label} />
          ))}
        </div>
      </Checkbox.Group>
    </>
  );
}
