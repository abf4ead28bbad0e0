import { useQuery } from '@tanstack/react-query';
import { useFormats } from '#web/formats.ts';
import { paths } from '#web/paths.ts';
import { useCompanyKey } from '#web/place.ts';
import { useTexts } from '#web/texts.ts';
import { Note } from '#web/ui/Note.tsx';
import { HeldNote } from './HeldNote.tsx';
import styles from './run.module.css';
import { dispatchesQuery } from './run-queries.ts';
import type { Run } from './types.ts';

const SHOWN = ['sent', 'withdrawn', 'refused', 'unknown', 'waiting', 'done'] as const;
/** What is no state of a notice: nothing to narrow the list by. */
const NO_STATE: ReadonlySet<string> = new Set(['waiting', 'done']);

/** Sent, withdrawn, refused, not certain, waiting, work for people: they add up to what was approved; a click narrows the list. */
export function ResultCounts({ run, at, onPick }: { run: Run; at: string; onPick: (state: string) => void }) {
  const t = useTexts();
  const { number } = useFormats();
  const company = useCompanyKey();
  const { data } = useQuery(dispatchesQuery(company, run));
  if (!data) return null;
  return (
    <>
      <fieldset className={styles.reasons}>
        <legend className={styles.hidden}>{t('run.result')}</legend>
        {SHOWN.filter((state) => data[state] > 0 || state === 'sent').map((state) => (
          <button
            key={state}
            type="button"
            className={styles.reason}
            data-state={state}
            aria-pressed={at === state}
            disabled={NO_STATE.has(state)}
            onClick={() => onPick(at === state ? '' : state)}
          >
            {t(`run.result.${state}`)} <strong className="rp-figures">{number(data[state])}</strong>
          </button>
        ))}
        <span className="rp-muted">{t('run.adding', { approved: data.approved })}</span>
      </fieldset>
      {data.secondsToLeave !== null && <HeldNote run={run} seconds={data.secondsToLeave} />}
      {data.dayFull !== null && <Note tone="warn">{t('run.dayFull', { max: data.dayFull })}</Note>}
      {data.putOff && (
        <Note
          tone="warn"
          title={t('run.putOffTitle', { count: data.putOff.count })}
          actions={<a href={paths.mailSettings(company)}>{t('settings.mail')}</a>}
        >
          {t('run.putOffHint', { answer: data.putOff.answer })}
        </Note>
      )}
      {data.unknown > 0 && <Note tone="severe">{t('run.unknownHint', { count: data.unknown })}</Note>}
      {data.refused > 0 && <Note tone="warn">{t('run.refusedHint', { count: data.refused })}</Note>}
    </>
  );
}
