import { ActionIcon, Checkbox, NativeSelect, Popover } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTexts } from '#web/texts.ts';
import styles from './detail.module.css';
import type { Proposal } from './types.ts';
import type { Edits } from './use-edits.ts';

type Sendable = 'mail' | 'post' | 'registered_post' | 'fax';
type Props = { proposal: Proposal; edits: Edits; disabled: boolean };

/** By which way it leaves: one choice replaces them all; behind the plus, several at once. */
export function ChannelPicker({ proposal, edits, disabled }: Props) {
  const t = useTexts();
  const { id, channel, channels, recipient } = proposal;
  const sendable = channels.filter(({ channel: each }) => each !== 'call' && each !== 'portal');
  return (
    <span className={styles.channels}>
      <NativeSelect
        size="xs"
        aria-label={t('run.column.channel')}
        value={channel}
        disabled={disabled}
        onChange={(event) => {
          edits.edit(id, { kind: 'channel', channel: event.currentTarget.value as Sendable });
        }}
        data={sendable.map(({ channel: each, address }) => ({
          value: each,
          label: t('run.channelTo', {
            channel: t(`channel.${each}`),
            address: (each === channel && recipient?.address) || (address ?? t('run.noAddress')),
          }),
        }))}
      />
      <SeveralChannels proposal={proposal} edits={edits} disabled={disabled} />
    </span>
  );
}

function SeveralChannels({ proposal, edits, disabled }: Props) {
  const t = useTexts();
  const [isOpen, setOpen] = useState(false);
  const { id, channels, leavesBy } = proposal;
  const sendable = channels.map(({ channel }) => channel).filter(isSendable);
  const set = (chosen: readonly string[]) => {
    // Not shut while it is kept: what has the focus would lose it, and Escape would close nothing.
    if (edits.isBusy) return;
    // The leading one stays where it is; at least one is left.
    const kept = leavesBy.filter(isSendable).filter((one) => chosen.includes(one));
    const added = sendable.filter((one) => chosen.includes(one) && !kept.includes(one));
    const next = [...kept, ...added];
    if (next.length > 0) edits.edit(id, { kind: 'channels', channels: next });
  };
  return (
    <Popover opened={isOpen} onChange={setOpen} position="bottom-end" withinPortal trapFocus>
      <Popover.Target>
        <ActionIcon
          variant={leavesBy.length > 1 ? 'light' : 'default'}
          size="md"
          aria-label={t('run.channels.add')}
          aria-expanded={isOpen}
          disabled={disabled}
          onClick={() => setOpen(!isOpen)}
        >
          {leavesBy.length > 1 ? (
            <span className="rp-figures">{leavesBy.length}</span>
          ) : (
            <IconPlus size={15} />
          )}
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown className={styles.channelList ?? ''}>
        <Checkbox.Group
          label={t('run.channels.title')}
          description={t('run.channels.hint')}
          value={[...leavesBy]}
          onChange={set}
        >
          <div className={styles.channelChoices}>
            {channels.map(({ channel, address }) => (
              <Checkbox
                key={channel}
                value={channel}
                disabled={address === null && !leavesBy.includes(channel)}
                label={t('run.channelTo', {
                  channel: t(`channel.${channel}`),
                  address: address ?? t('run.noAddress'),
                })}
              />
            ))}
          </div>
        </Checkbox.Group>
      </Popover.Dropdown>
    </Popover>
  );
}

function isSendable(channel: string): channel is Sendable {
  return channel === 'mail' || channel === 'post' || channel === 'registered_post' || channel === 'fax';
}
