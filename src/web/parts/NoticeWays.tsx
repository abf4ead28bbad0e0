import type { client } from '#web/api.ts';
import { useTexts } from '#web/texts.ts';
import { ChannelIcon } from './ChannelIcon.tsx';
import styles from './parts.module.css';
import { DispatchStateBadge } from './StateBadge.tsx';

type Ways = Awaited<ReturnType<typeof client.notices.list>>['rows'][number]['ways'];

/** Each way a notice leaves, with where it stands on it; corrections named as such. */
export function NoticeWays({ ways }: { ways: Ways }) {
  const t = useTexts();
  return (
    <span className={styles.ways}>
      {ways.map(({ channel, state, purpose }) => (
        <span key={`${purpose} ${channel}`} className={styles.way}>
          <ChannelIcon channel={channel} withWord /> <DispatchStateBadge state={state} />
          {purpose === 'correction' && <small className="rp-muted">{t('notice.correction')}</small>}
        </span>
      ))}
    </span>
  );
}
