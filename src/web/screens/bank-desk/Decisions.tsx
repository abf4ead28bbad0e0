import { useFormats } from '#web/formats.ts';
import { decidedBy } from '#web/parts/bank/decided-by.ts';
import { MomentText } from '#web/parts/DayText.tsx';
import { MoneyText } from '#web/parts/MoneyText.tsx';
import { useClosedFor } from '#web/session.ts';
import { useTexts } from '#web/texts.ts';
import { useCommands } from '#web/ui/commands.ts';
import { ReasonButton } from '#web/ui/ReasonButton.tsx';
import type { DeskLine } from './draft.ts';
import styles from './line.module.css';
import type { DeskActs } from './use-desk-acts.ts';

/** What was decided about a line already, by whom, and the way back. */
export function Decisions({ line, acts }: { line: DeskLine; acts: DeskActs }) {
  const t = useTexts();
  const { day } = useFormats();
  const closed = useClosedFor('clerk');
  const [latest] = line.decisions;
  const undo = () => latest && acts.undo([latest.id]);
  useCommands(
    latest && !acts.last
      ? [
          {
            id: 'desk.undoThis',
            label: t('desk.undoThis'),
            group: t('desk.keys'),
            keys: 'u',
            run: undo,
            closed,
          },
        ]
      : [],
  );
  if (!latest) return null;
  return (
    <section className={styles.decisions} aria-label={t('desk.decisions')}>
      <ul>
        {line.decisions.map(({ id, kind, origin, amount, note, madeBy, madeAt }) => (
          <li key={id}>
            <div>
              {t(`decision.${kind}`, { until: line.later ? day(line.later.until) : '' })}
              {kind === 'settled' && (
                <>
                  {' '}
                  <MoneyText money={{ amount, currency: line.currency }} />
                </>
              )}
            </div>
            <small className="rp-muted">
              {t(`decision.origin.${origin}`)} · {decidedBy({ origin, madeBy })} · <MomentText at={madeAt} />
              {note && ` · ${note}`}
            </small>
          </li>
        ))}
      </ul>
      <ReasonButton
        size="compact-sm"
        variant="default"
        closed={closed}
        loading={acts.isUndoing}
        onClick={undo}
        {...(acts.last ? {} : { keys: 'u' })}
      >
        {t('desk.undoThis')}
      </ReasonButton>
    </section>
  );
}
