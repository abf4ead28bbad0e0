import type { CalendarEntry } from '#core/dunning/policy-calendar.ts';
import { useFormats } from '#web/formats.ts';
import { PolicyTimeline, stepName } from '#web/parts/PolicyTimeline.tsx';
import { useTexts } from '#web/texts.ts';
import { DayField } from '#web/ui/DayField.tsx';
import { Section } from '#web/ui/Page.tsx';
import styles from './policy.module.css';
import type { Example } from './use-example.ts';

/** The policy for one invoice that stays unpaid: as a picture, and day by day in words. */
export function CalendarCard({ entries, example }: { entries: readonly CalendarEntry[]; example: Example }) {
  const t = useTexts();
  const { day } = useFormats();
  const shown = (on: Temporal.PlainDate) => day(on.toString());
  return (
    <Section title={t('policy.calendar')} lead={t('policy.calendarLead')}>
      <div className={styles.calendar}>
        <DayField
          label={t('policy.exampleDueOn')}
          value={example.dueOn.toString()}
          today={example.today}
          onChange={(on) => on && example.setDay(on)}
        />
        <PolicyTimeline entries={entries} dueOn={example.dueOn} />
        <ol className={styles.days}>
          {entries.map((entry) => (
            <li key={`${entry.step} ${entry.times}`}>
              <strong>{stepName(t, entry)}</strong>
              <span>{t('policy.opensOn', { day: shown(entry.opensOn) })}</span>
              {entry.deadlineOn && (
                <span className="rp-muted">{t('policy.payBy', { day: shown(entry.deadlineOn) })}</span>
              )}
            </li>
          ))}
        </ol>
      </div>
    </Section>
  );
}
