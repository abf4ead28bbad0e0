import { Checkbox, NumberInput, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { AutomaticView } from '#contract/automatic-runs.ts';
import { DEFAULT_SCHEDULE, FOREWARN_HOURS_MAX } from '#core/schedule/check-schedule.ts';
import { nextScheduled, type RunSchedule } from '#core/schedule/run-schedule.ts';
import { api } from '#web/api.ts';
import { useFormats } from '#web/formats.ts';
import { dayAt } from '#web/parts/automatic/day-at.ts';
import { weekdayName } from '#web/parts/weekday-name.ts';
import { useCompanyKey } from '#web/place.ts';
import { useClosedFor, useCompany } from '#web/session.ts';
import { useTexts } from '#web/texts.ts';
import { FieldRow, Form } from '#web/ui/Form.tsx';
import { ReasonButton } from '#web/ui/ReasonButton.tsx';
import { toastDone } from '#web/ui/toasts.tsx';
import styles from './ScheduleForm.module.css';

const SHOWN = 3;

/** On which days, from what hour, and how long before people are told; with the days it comes to, in words. */
export function ScheduleForm({ view }: { view: AutomaticView }) {
  const t = useTexts();
  const company = useCompanyKey();
  const closed = useClosedFor('owner');
  const [draft, setDraft] = useState<RunSchedule>(() => scheduleOf(view));
  const change = (patch: Partial<RunSchedule>) => setDraft((now) => ({ ...now, ...patch }));
  const isActive = view.schedule?.isActive ?? false;
  const set = useMutation(
    api.automaticRuns.set.mutationOptions({
      meta: { inline: true },
      onSuccess: () => toastDone(t('act.saved')),
    }),
  );
  return (
    <Form
      wide
      act={isActive ? t('act.save') : t('automatic.switchOn')}
      busy={set.isPending}
      error={set.error}
      closed={closed}
      onSubmit={() => set.mutate({ company, ...draft, weekdays: [...draft.weekdays] })}
      actions={isActive && <SwitchOff closed={closed} />}
    >
      <DaysField draft={draft} change={change} />
      <FieldRow>
        <TextInput
          label={t('automatic.localTime')}
          description={t('automatic.localTimeHint', { timeZone: view.timeZone })}
          type="time"
          required
          value={draft.localTime}
          onChange={(event) => change({ localTime: event.currentTarget.value })}
        />
        <NumberInput
          label={t('automatic.forewarnHours')}
          description={t('automatic.forewarnHoursHint')}
          min={0}
          max={FOREWARN_HOURS_MAX}
          allowDecimal={false}
          value={draft.forewarnHours}
          onChange={(hours) => change({ forewarnHours: Number(hours) || 0 })}
        />
      </FieldRow>
      <HolidaysField draft={draft} change={change} country={view.country} />
      <NextDays draft={draft} view={view} />
    </Form>
  );
}

type FieldProps = { draft: RunSchedule; change: (patch: Partial<RunSchedule>) => void };

function DaysField({ draft, change }: FieldProps) {
  const t = useTexts();
  const { locale } = useFormats();
  return (
    <Checkbox.Group
      label={t('automatic.weekdays')}
      value={draft.weekdays.map(String)}
      onChange={(days) => change({ weekdays: days.map(Number).sort() })}
    >
      <div className={styles.ticks}>
        {[1, 2, 3, 4, 5, 6, 7].map((weekday) => (
          <Checkbox key={weekday} value={String(weekday)} label={weekdayName(weekday, locale)} />
        ))}
      </div>
    </Checkbox.Group>
  );
}

function HolidaysField({ draft, change, country }: FieldProps & { country: string }) {
  const t = useTexts();
  const formats = useFormats();
  return (
    <Checkbox
      label={t('automatic.skipsHolidays', { country: formats.country(country) })}
      checked={draft.skipsHolidays}
      onChange={(event) => change({ skipsHolidays: event.currentTarget.checked })}
    />
  );
}

/** What the form comes to as it stands, saved or not. */
function NextDays({ draft, view }: { draft: RunSchedule; view: AutomaticView }) {
  const t = useTexts();
  const formats = useFormats();
  const { today } = useCompany();
  if (!/^\d\d:\d\d$/.test(draft.localTime)) return null;
  const day = Temporal.PlainDate.from(today);
  const plainTime = Temporal.Now.plainTimeISO(view.timeZone);
  const now = day.toZonedDateTime({ timeZone: view.timeZone, plainTime }).toInstant();
  const days = nextScheduled(draft, view, { now, today: day, count: SHOWN });
  if (days.length === 0) return <p className="rp-muted">{t('automatic.noDays')}</p>;
  const named = days.map(({ runOn }) => dayAt(runOn.toString(), draft.localTime, formats, t));
  return <p className="rp-muted">{t('automatic.nextDays', { days: formats.list(named) })}</p>;
}

function SwitchOff({ closed }: { closed: string | null }) {
  const t = useTexts();
  const company = useCompanyKey();
  const off = useMutation(
    api.automaticRuns.switchOff.mutationOptions({ onSuccess: () => toastDone(t('automatic.switchedOff')) }),
  );
  return (
    <ReasonButton
      variant="default"
      closed={closed}
      loading={off.isPending}
      onClick={() => off.mutate({ company })}
    >
      {t('automatic.switchOff')}
    </ReasonButton>
  );
}

function scheduleOf({ schedule }: AutomaticView): RunSchedule {
  if (!schedule) return DEFAULT_SCHEDULE;
  const { weekdays, localTime, skipsHolidays, forewarnHours } = schedule;
  return { weekdays, localTime, skipsHolidays, forewarnHours };
}
