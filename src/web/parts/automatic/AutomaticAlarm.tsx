import type { AutomaticView } from '#contract/automatic-runs.ts';
import { useFormats } from '#web/formats.ts';
import { paths } from '#web/paths.ts';
import { useCompanyKey } from '#web/place.ts';
import { answerSentence, useTexts } from '#web/texts.ts';
import { Note } from '#web/ui/Note.tsx';

/** Reminders should have gone out by themselves, and have not: nobody is to learn that from a debtor. */
export function AutomaticAlarm({ alarm, linked }: { alarm: AutomaticView['alarm']; linked?: boolean }) {
  const t = useTexts();
  const { day, locale } = useFormats();
  const company = useCompanyKey();
  if (!alarm) return null;
  const { code, since, answer } = alarm;
  return (
    <Note
      tone={code === 'held_up' ? 'warn' : 'bad'}
      title={t(`automatic.alarm.${code}`, { day: since ? day(since) : '' })}
      actions={linked && <a href={paths.automaticSettings(company)}>{t('automatic.show')}</a>}
    >
      {answer && (
        // What a mail server says is no surprise of ours.
        <p>
          {code === 'mail_login' && answer.kind === 'words'
            ? answer.words
            : answerSentence(answer, t, locale)}
        </p>
      )}
      <p>{t(`automatic.alarm.${code}Hint`)}</p>
    </Note>
  );
}
