import { useTexts } from '#web/texts.ts';
import { ReasonButton } from '#web/ui/ReasonButton.tsx';
import styles from './desk.module.css';
import type { LineAct } from './use-line-acts.ts';

/** Everything that can be done with a line, each with its key. */
export function LineButtons({ doing }: { doing: readonly LineAct[] }) {
  const t = useTexts();
  const [settle, ...others] = doing;
  return (
    <section className={styles.buttons} aria-label={t('desk.acts')}>
      {settle && (
        <ReasonButton closed={settle.closed} keys={settle.keys} onClick={settle.run}>
          {settle.label}
        </ReasonButton>
      )}
      {others.map((act) => (
        <ReasonButton
          key={act.id}
          variant={act.isOn ? 'light' : 'default'}
          closed={act.closed}
          keys={act.keys}
          onClick={act.run}
          {...(act.isOn === undefined ? {} : { 'aria-pressed': act.isOn })}
        >
          {act.label}
        </ReasonButton>
      ))}
    </section>
  );
}
