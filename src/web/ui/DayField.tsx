import { ActionIcon, Popover, TextInput } from '@mantine/core';
import { IconCalendar } from '@tabler/icons-react';
import { lazy, type ReactNode, Suspense, useId, useState } from 'react';
import { useFormats } from '#web/formats.ts';
import { useTexts } from '#web/texts.ts';
import { readTypedDay } from './read-typed.ts';
import { LoadingState } from './States.tsx';

const MonthCalendar = lazy(() => import('./MonthCalendar.tsx').then((it) => ({ default: it.MonthCalendar })));

type Props = {
  label: string;
  description?: ReactNode;
  /** '2026-03-31', or '' for none. */
  value: string;
  onChange: (day: string) => void;
  /** The company's today: '+14' counts from it. */
  today: string;
  min?: string;
  max?: string;
  error?: ReactNode;
  required?: boolean;
};

/** A day: typed as people write it (12/3, +14, friday), or picked from the calendar. */
export function DayField({ label, description, value, onChange, today, error, required, min, max }: Props) {
  const t = useTexts();
  const { dayShort, locale } = useFormats();
  const [typed, setTyped] = useState<string | null>(null);
  const [opened, setOpened] = useState(false);
  const [wrong, setWrong] = useState(false);
  const id = useId();

  const read = () => {
    if (typed === null) return;
    const day = readTypedDay(typed, Temporal.PlainDate.from(today), locale);
    setWrong(day === null && typed.trim() !== '');
    if (day === null && typed.trim() !== '') return;
    setTyped(null);
    onChange(day?.toString() ?? '');
  };
  const pick = (day: string) => {
    setTyped(null);
    setWrong(false);
    setOpened(false);
    onChange(day);
  };
  return (
    <TextInput
      id={id}
      label={label}
      description={description}
      required={required ?? false}
      autoComplete="off"
      value={typed ?? (value && dayShort(value))}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={read}
      onKeyDown={(event) => event.key === 'Enter' && read()}
      error={wrong ? t('field.day.unreadable', { example: dayShort(today) }) : error}
      rightSection={
        <Popover
          opened={opened}
          onChange={setOpened}
          trapFocus
          returnFocus
          withinPortal
          position="bottom-end"
        >
          <Popover.Target>
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={`${t('field.day.choose')}: ${label}`}
              aria-haspopup="dialog"
              aria-expanded={opened}
              onClick={() => setOpened((open) => !open)}
            >
              <IconCalendar size={16} stroke={1.7} />
            </ActionIcon>
          </Popover.Target>
          <Popover.Dropdown aria-label={t('field.day.choose')}>
            <Suspense fallback={<LoadingState kind="detail" />}>
              <MonthCalendar value={value} today={today} min={min} max={max} onPick={pick} />
            </Suspense>
          </Popover.Dropdown>
        </Popover>
      }
    />
  );
}
