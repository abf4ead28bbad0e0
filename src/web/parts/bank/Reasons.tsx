import { IconAlertTriangle, IconCheck } from '@tabler/icons-react';
import { type Formats, useFormats } from '#web/formats.ts';
import { type TextKey, type Texts, useTexts } from '#web/texts.ts';
import styles from './bank.module.css';
import { returnReasonIn } from './return-reason.ts';

type Reason = { readonly code: string; readonly facts: Readonly<Record<string, string>> };
type Props = {
  because: readonly Reason[];
  but: readonly Reason[];
  /** In which the reasons' amounts are. */
  currency: string;
};

/** What speaks for a proposal and what against it, in words. */
export function Reasons({ because, but, currency }: Props) {
  const t = useTexts();
  const formats = useFormats();
  return (
    <ul className={styles.reasons}>
      {because.map((reason, at) => (
        <li key={keyOf(reason, at)}>
          <IconCheck size={14} stroke={2.2} aria-hidden="true" />
          {reasonIn({ t, formats, currency }, 'because', reason)}
        </li>
      ))}
      {but.map((doubt, at) => (
        <li key={keyOf(doubt, at)} data-doubt>
          <IconAlertTriangle size={14} stroke={2} aria-hidden="true" />
          {reasonIn({ t, formats, currency }, 'but', doubt)}
        </li>
      ))}
    </ul>
  );
}

type In = { t: Texts; formats: Formats; currency: string };

/** One reason as a sentence: its amounts and days as the reader writes them. */
export function reasonIn(
  { t, formats, currency }: In,
  side: 'because' | 'but',
  { code, facts }: Reason,
): string {
  const told = Object.entries(facts).map(([name, fact]) => {
    if (name === 'amount' || name === 'open') return [name, formats.money({ amount: fact, currency })];
    if (name === 'on') return [name, formats.day(fact)];
    if (name === 'reason') return [name, fact && returnReasonIn(t, fact)];
    return [name, fact];
  });
  const isOtherwise =
    code === 'document_number' && facts.written && plain(facts.written) !== plain(facts.number);
  return t(`match.${side}.${code}${isOtherwise ? '_as' : ''}` as TextKey, Object.fromEntries(told));
}

/** Case and blanks are no other way of writing a number. */
function plain(text = ''): string {
  return text.toLowerCase().replace(/[^\p{L}\d]/gu, '');
}

/** Two reasons may share a code: two numbers that the text names. */
function keyOf({ code }: Reason, at: number): string {
  return `${code} ${at}`;
}
