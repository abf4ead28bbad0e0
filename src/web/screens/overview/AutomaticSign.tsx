import { useQuery } from '@tanstack/react-query';
import { api } from '#web/api.ts';
import { useFormats } from '#web/formats.ts';
import { AutomaticAlarm } from '#web/parts/automatic/AutomaticAlarm.tsx';
import { AutomaticDay } from '#web/parts/automatic/AutomaticDay.tsx';
import { dayAt } from '#web/parts/automatic/day-at.ts';
import { paths } from '#web/paths.ts';
import { useCompanyKey } from '#web/place.ts';
import { useTexts } from '#web/texts.ts';
import { Section } from '#web/ui/Page.tsx';

const automaticQuery = (company: string) => ({
  ...api.automaticRuns.show.queryOptions({ input: { company } }),
  // A screen that stays open is to notice by itself that nothing happens any more.
  refetchInterval: 60_000,
});

/** Loud, where reminders should have gone out by themselves and have not; otherwise nothing. */
export function AutomaticSign() {
  const company = useCompanyKey();
  const { data } = useQuery(automaticQuery(company));
  return data ? <AutomaticAlarm alarm={data.alarm} linked /> : null;
}

/** The last automatic run and the next one, where the automatic mode is on or was. */
export function AutomaticHeartbeat() {
  const t = useTexts();
  const formats = useFormats();
  const company = useCompanyKey();
  const { data } = useQuery(automaticQuery(company));
  if (!data || (!data.last && !data.schedule?.isActive)) return null;
  const { last, coming, schedule, timeZone } = data;
  return (
    <Section title={t('automatic.last')}>
      {last ? (
        <AutomaticDay run={last} timeZone={timeZone} />
      ) : (
        <p className="rp-muted">{t('automatic.lastNone')}</p>
      )}
      {coming && (
        <p>
          <a href={paths.automaticSettings(company)}>{t('automatic.coming')}</a>:{' '}
          {dayAt(coming.on, schedule?.localTime ?? '', formats, t)}
        </p>
      )}
    </Section>
  );
}
