import { useMutation, useQuery } from '@tanstack/react-query';
import type { AutomaticView } from '#contract/automatic-runs.ts';
import { api } from '#web/api.ts';
import { useFormats } from '#web/formats.ts';
import { AutomaticAlarm } from '#web/parts/automatic/AutomaticAlarm.tsx';
import { AutomaticDay } from '#web/parts/automatic/AutomaticDay.tsx';
import { dayAt } from '#web/parts/automatic/day-at.ts';
import { paths } from '#web/paths.ts';
import { useCompanyKey } from '#web/place.ts';
import { useClosedFor } from '#web/session.ts';
import { answerSentence, useTexts } from '#web/texts.ts';
import { Note } from '#web/ui/Note.tsx';
import { Section } from '#web/ui/Page.tsx';
import { ReasonButton } from '#web/ui/ReasonButton.tsx';
import { ErrorState, LoadingState } from '#web/ui/States.tsx';
import { LimitsSection } from './LimitsForm.tsx';
import { ScheduleForm } from './ScheduleForm.tsx';
import { SettingsFrame } from './SettingsFrame.tsx';

/** When reminders go out by themselves, what is next, what the last day did, and the way to stop one. */
export function AutomaticScreen() {
  const company = useCompanyKey();
  const { data, error, isPending, refetch } = useQuery(
    api.automaticRuns.show.queryOptions({ input: { company } }),
  );
  return (
    <SettingsFrame current="automatic">
      {error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {isPending && <LoadingState kind="detail" />}
      {data && <Automatic view={data} />}
    </SettingsFrame>
  );
}

function Automatic({ view }: { view: AutomaticView }) {
  const t = useTexts();
  const company = useCompanyKey();
  const isActive = view.schedule?.isActive ?? false;
  return (
    <>
      <AutomaticAlarm alarm={view.alarm} />
      {view.automaticSteps === 0 && (
        <Note tone="notice" actions={<a href={paths.policies(company)}>{t('nav.policies')}</a>}>
          {t('automatic.noSteps')}
        </Note>
      )}
      {isActive && <Coming view={view} />}
      <Section title={t('automatic.schedule')} lead={t(isActive ? 'automatic.lead' : 'automatic.off')}>
        <ScheduleForm key={view.schedule?.changedAt ?? ''} view={view} />
      </Section>
      <LimitsSection />
      <Section title={t('automatic.last')}>
        {view.last ? (
          <AutomaticDay run={view.last} timeZone={view.timeZone} />
        ) : (
          <p className="rp-muted">{t('automatic.lastNone')}</p>
        )}
      </Section>
    </>
  );
}

/** The next day, and the button that stops it; or the stopped day, and the one that lets it go. */
function Coming({ view: { coming, vetoed, schedule, timeZone } }: { view: AutomaticView }) {
  const t = useTexts();
  const formats = useFormats();
  const { weekday, day } = formats;
  if (!coming && !vetoed) return null;
  return (
    <Section title={t('automatic.coming')} actions={coming && <VetoButton on={coming.on} />}>
      {vetoed && (
        <Note actions={<VetoButton on={vetoed.on} isVetoed />}>
          {t('automatic.vetoed', { day: weekday(vetoed.on) })}{' '}
          {vetoed.vetoedBy && t('automatic.vetoedBy', { who: vetoed.vetoedBy })}
        </Note>
      )}
      {coming && (
        <>
          <p>
            <strong>{dayAt(coming.on, schedule?.localTime ?? '', formats, t)}</strong>
          </p>
          {coming.missedSince && <p>{t('automatic.makesGood', { day: day(coming.missedSince) })}</p>}
          <Announced run={coming.announced} timeZone={timeZone} />
        </>
      )}
    </Section>
  );
}

function Announced({
  run,
  timeZone,
}: {
  run: NonNullable<AutomaticView['coming']>['announced'];
  timeZone: string;
}) {
  const t = useTexts();
  const { moment, locale } = useFormats();
  if (!run) return null;
  return (
    <>
      {run.expected && <p>{t('automatic.expected', run.expected)}</p>}
      {run.forewarnedAt && (
        <p className="rp-muted">{t('automatic.forewarnedAt', { at: moment(run.forewarnedAt, timeZone) })}</p>
      )}
      {run.answer && <Note tone="warn">{answerSentence(run.answer, t, locale)}</Note>}
    </>
  );
}

function VetoButton({ on, isVetoed }: { on: string; isVetoed?: boolean }) {
  const t = useTexts();
  const company = useCompanyKey();
  const closed = useClosedFor('clerk');
  const veto = useMutation(api.automaticRuns.veto.mutationOptions());
  const letGo = useMutation(api.automaticRuns.withdrawVeto.mutationOptions());
  const act = isVetoed ? letGo : veto;
  return (
    <ReasonButton
      variant="default"
      closed={closed}
      loading={act.isPending}
      onClick={() => act.mutate({ company, on })}
    >
      {t(isVetoed ? 'automatic.letGo' : 'automatic.veto')}
    </ReasonButton>
  );
}
