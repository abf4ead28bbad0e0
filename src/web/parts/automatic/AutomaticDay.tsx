import type { AutomaticRunView } from '#contract/automatic-runs.ts';
import { useFormats } from '#web/formats.ts';
import { paths } from '#web/paths.ts';
import { useCompanyKey } from '#web/place.ts';
import { answerSentence, useTexts } from '#web/texts.ts';
import { FactList } from '#web/ui/Page.tsx';
import { Tag } from '#web/ui/Tag.tsx';
import type { Tone } from '#web/ui/tokens.ts';

const TONES: Readonly<Record<AutomaticRunView['state'], Tone>> = {
  announced: 'notice',
  vetoed: 'neutral',
  running: 'info',
  done: 'good',
  failed: 'bad',
  missed: 'bad',
};
const COUNTS = ['sent', 'waiting', 'skipped', 'failed'] as const;

/** What became of one day: its state, what was sent, skipped and failed, and where to look. */
export function AutomaticDay({ run, timeZone }: { run: AutomaticRunView; timeZone: string }) {
  const t = useTexts();
  const { moment, day, number, locale } = useFormats();
  const company = useCompanyKey();
  return (
    <>
      <p>
        <span className="rp-figures">{moment(run.beganAt ?? run.dueAt, timeZone)}</span>{' '}
        <Tag tone={TONES[run.state]}>{t(`automatic.state.${run.state}`)}</Tag>
      </p>
      {run.missedSince && <p>{t('automatic.makesGood', { day: day(run.missedSince) })}</p>}
      {run.vetoedBy && <p>{t('automatic.vetoedBy', { who: run.vetoedBy })}</p>}
      {run.answer && <p>{answerSentence(run.answer, t, locale)}</p>}
      {(run.state === 'done' || run.run) && (
        <FactList
          facts={COUNTS.filter((name) => name !== 'waiting' || run.waiting > 0).map((name) => ({
            name: t(`automatic.${name}`),
            value: <span className="rp-figures">{number(run[name])}</span>,
          }))}
        />
      )}
      {run.run && (
        <p>
          <a href={paths.run(company, run.run.id)}>{t('automatic.run', { run: run.run.number })}</a>
        </p>
      )}
      {run.reviewRun && (
        <p>
          <a href={paths.run(company, run.reviewRun.id)}>
            {t('automatic.reviewRun', { run: run.reviewRun.number })}
          </a>
        </p>
      )}
    </>
  );
}
