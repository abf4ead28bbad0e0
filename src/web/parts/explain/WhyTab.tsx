import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import { api, type client } from '#web/api.ts';
import { useFormats } from '#web/formats.ts';
import { GateText } from '#web/parts/GateText.tsx';
import { paths } from '#web/paths.ts';
import { useCompanyKey, useView } from '#web/place.ts';
import { useCompany } from '#web/session.ts';
import { useTexts } from '#web/texts.ts';
import { DayField } from '#web/ui/DayField.tsx';
import { Section } from '#web/ui/Page.tsx';
import { ErrorState, LoadingState } from '#web/ui/States.tsx';
import { ExplanationFacts } from './ExplanationFacts.tsx';
import styles from './explain.module.css';

/** The day asked about stands in the URL; none: today. */
const View = z.object({ tab: z.string().catch(''), day: z.iso.date().or(z.literal('')).catch('') });

const explanationQuery = (company: string, item: string, on: string) =>
  api.explanations.explainItem.queryOptions({
    input: { company, item, ...(on && { on }) },
    placeholderData: keepPreviousData,
  });

type Answer = Awaited<ReturnType<typeof client.explanations.explainItem>>;

/** Why an item is, was or will be reminded or not on any day, what would change it, and what the runs did with it. */
export function WhyTab({ item }: { item: string }) {
  const t = useTexts();
  const company = useCompanyKey();
  const { today } = useCompany();
  const [{ day }, setView] = useView(View);
  const { data, error, isPending, refetch } = useQuery(explanationQuery(company, item, day));
  return (
    <div className={styles.why}>
      <Section title={t('explain.title')}>
        <div className={styles.why}>
          <div className={styles.day}>
            <DayField
              label={t('explain.day')}
              value={day || today}
              today={today}
              onChange={(next) => setView({ day: next === today ? '' : next })}
            />
          </div>
          {error && <ErrorState error={error} onRetry={() => void refetch()} />}
          {isPending && <LoadingState kind="detail" />}
          {data && !error && (
            <>
              <p className="rp-muted">{t(`explain.basis.${data.basis}`)}</p>
              <ExplanationFacts explained={data} />
            </>
          )}
        </div>
      </Section>
      {data && <RunAnswers runs={data.runs} />}
    </div>
  );
}

function RunAnswers({ runs }: { runs: Answer['runs'] }) {
  const t = useTexts();
  const { day } = useFormats();
  const company = useCompanyKey();
  return (
    <Section title={t('explain.runs')}>
      {runs.length === 0 ? (
        <p className="rp-muted">{t('explain.runs.none')}</p>
      ) : (
        <ul className={styles.runs}>
          {runs.map(({ run, plannedFor, notice, gate }) => (
            <li key={run.id}>
              <a href={paths.run(company, run.id)}>
                {t('explain.runs.run', { run: run.number, day: day(plannedFor) })}
              </a>
              {notice && (
                <span>
                  {t('explain.runs.notice', { notice: notice.number })}
                  {notice.level !== null && ` · ${t('level.name', { level: notice.level })}`}
                </span>
              )}
              {gate && <GateText gate={gate} />}
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
