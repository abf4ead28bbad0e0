import { useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import { api, type client } from '#web/api.ts';
import { useFormats } from '#web/formats.ts';
import { useCompanyKey, useView } from '#web/place.ts';
import { useTexts } from '#web/texts.ts';
import { Section } from '#web/ui/Page.tsx';
import { EmptyState, ErrorState, LoadingState } from '#web/ui/States.tsx';
import { DaySlider } from './DaySlider.tsx';
import { ItemsThen } from './ItemsThen.tsx';
import { OutlookSteps } from './OutlookSteps.tsx';
import styles from './outlook.module.css';

const DAYS = 60;
/** The day looked at stands in the URL; none: the first on which something goes out. */
const View = z.object({ tab: z.string().catch(''), day: z.iso.date().or(z.literal('')).catch('') });

const outlookQuery = (company: string, debtor: string) =>
  api.explanations.outlook.queryOptions({ input: { company, debtor, days: DAYS } });

export type OutlookShown = Awaited<ReturnType<typeof client.explanations.outlook>>;

/** The next days of a debtor as the engine will act if nothing is paid: a slider over them, and the same as a list. */
export function OutlookTab({ debtor }: { debtor: string }) {
  const company = useCompanyKey();
  const { data, error, isPending, refetch } = useQuery(outlookQuery(company, debtor));
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (isPending) return <LoadingState />;
  return <Outlook debtor={debtor} outlook={data} />;
}

function Outlook({ debtor, outlook }: { debtor: string; outlook: OutlookShown }) {
  const t = useTexts();
  const { day: dayText } = useFormats();
  const [view, setView] = useView(View);
  const { from, until, steps, items, runDays } = outlook;
  const inReach = view.day >= from && view.day <= until;
  const day = inReach ? view.day : (steps[0]?.on ?? from);
  const onDay = steps.filter(({ on }) => on === day);
  if (items.length === 0) return <EmptyState kind="done" title={t('debtor.items.none')} />;
  return (
    <div className={styles.outlook}>
      <Section title={t('outlook.title', { days: DAYS })} lead={t('outlook.lead')}>
        <DaySlider outlook={outlook} day={day} onDay={(next) => setView({ day: next })} />
        <div className={styles.then}>
          <h3>{t('outlook.onDay', { day: dayText(day) })}</h3>
          {onDay.length > 0 ? (
            <OutlookSteps steps={onDay} label={t('outlook.onDay', { day: dayText(day) })} withDay={false} />
          ) : (
            <p className="rp-muted">{t(runDays.includes(day) ? 'outlook.nothing' : 'outlook.noRun')}</p>
          )}
        </div>
      </Section>
      <Section title={t('outlook.items')} lead={dayText(day)} flush>
        <ItemsThen debtor={debtor} day={day} />
      </Section>
      <Section title={t('outlook.steps')} flush>
        {steps.length > 0 ? (
          <OutlookSteps
            steps={steps}
            label={t('outlook.steps')}
            withDay
            onDay={(next) => setView({ day: next })}
          />
        ) : (
          <p className={styles.none}>{t('outlook.none')}</p>
        )}
      </Section>
    </div>
  );
}
