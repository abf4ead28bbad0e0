import { useFormats } from '#web/formats.ts';
import { useReleaseHold } from '#web/parts/HoldDrawer.tsx';
import { useClosedFor } from '#web/session.ts';
import { useTexts } from '#web/texts.ts';
import { ReasonButton } from '#web/ui/ReasonButton.tsx';
import { Tag } from '#web/ui/Tag.tsx';
import type { PlacedHold } from './agreement-queries.ts';
import styles from './agreements.module.css';

/** Holds, those in force first, with the ones that are over. */
export function HoldList({ holds }: { holds: readonly PlacedHold[] }) {
  return (
    <ul className={styles.list}>
      {holds.map((hold) => (
        <HoldEntry key={hold.id} hold={hold} />
      ))}
    </ul>
  );
}

function HoldEntry({ hold }: { hold: PlacedHold }) {
  const t = useTexts();
  const { day, moment } = useFormats();
  const closed = useClosedFor('clerk');
  const release = useReleaseHold();
  const { id, standing, until, review, releasedAt, releasedBy } = hold;
  const end =
    until === null
      ? t('hold.untilReview', { review: day(review ?? '') })
      : t('hold.untilDay', { until: day(until) });
  return (
    <li>
      <div className={styles.head}>
        <span className={styles.name}>
          <strong>{end}</strong>
          <Tag tone={standing ? 'notice' : 'neutral'}>
            {t(standing ? 'hold.state.standing' : 'hold.state.over')}
          </Tag>
        </span>
        {standing && (
          <ReasonButton
            size="compact-sm"
            variant="default"
            closed={closed}
            loading={release.isPending}
            onClick={() => release.mutate(id)}
          >
            {t('hold.release')}
          </ReasonButton>
        )}
      </div>
      <span>
        {[hold.item && t('hold.ofItem', { item: hold.item.number }), hold.reason].filter(Boolean).join(' · ')}
      </span>
      <span className="rp-muted">
        {t('hold.placedBy', { on: moment(hold.placedAt), name: hold.placedBy ?? 'Rappel' })}
      </span>
      {releasedAt && releasedBy && (
        <span className="rp-muted">{t('hold.releasedBy', { on: moment(releasedAt), name: releasedBy })}</span>
      )}
    </li>
  );
}
