import { Tooltip } from '@mantine/core';
import {
  IconCertificate,
  IconMail,
  IconMailbox,
  IconPhone,
  IconPrinter,
  IconWorld,
} from '@tabler/icons-react';
import type { Channel } from '#core/receivables/kinds.ts';
import { useTexts } from '#web/texts.ts';
import styles from './parts.module.css';

const ICONS: Readonly<Record<Channel, typeof IconMail>> = {
  mail: IconMail,
  post: IconMailbox,
  registered_post: IconCertificate,
  fax: IconPrinter,
  call: IconPhone,
  portal: IconWorld,
};

/** By which way it goes: an icon, with its word beside it or on hover. */
export function ChannelIcon({ channel, withWord }: { channel: Channel; withWord?: boolean }) {
  const t = useTexts();
  const Icon = ICONS[channel];
  const word = t(`channel.${channel}`);
  if (withWord) {
    return (
      <span className={styles.channel}>
        <Icon size={16} stroke={1.7} aria-hidden="true" />
        {word}
      </span>
    );
  }
  return (
    <Tooltip label={word}>
      <span className={styles.channel} role="img" aria-label={word}>
        <Icon size={16} stroke={1.7} aria-hidden="true" />
      </span>
    </Tooltip>
  );
}
