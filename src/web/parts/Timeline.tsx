import {
  IconAlertTriangle,
  IconBell,
  IconCircleCheck,
  IconFileImport,
  IconMessage,
  IconPencil,
  IconPlayerPause,
  IconSettings,
  IconUser,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { RETURN_REASONS } from '#core/bank/return-reasons.ts';
import { readAnswer } from '#core/dunning/run-answer.ts';
import { EVENTS, type EventFactKind, isEventKind } from '#core/timeline/events.ts';
import { settingValue } from '#core/timeline/settings.ts';
import { type Formats, useFormats } from '#web/formats.ts';
import { isLanguage } from '#web/machine-language.ts';
import { languageInItself } from '#web/notation.ts';
import { answerSentence, type TextKey, type Texts, useTexts } from '#web/texts.ts';
import { MomentText } from './DayText.tsx';
import styles from './Timeline.module.css';

export type TimelineEntry = {
  readonly id: string;
  readonly at: string;
  readonly actor: { readonly name: string } | null;
  readonly kind: string;
  readonly facts: Readonly<Record<string, string>>;
};

type Props = {
  entries: readonly TimelineEntry[];
  /** What an entry leads to: the letter, the document. */
  detail?: (id: string) => ReactNode;
  timeZone?: string;
};

/** Everything that was said and done, newest first, in sentences. */
export function Timeline({ entries, detail, timeZone }: Props) {
  const t = useTexts();
  const formats = useFormats();
  return (
    <ol className={styles.timeline}>
      {entries.map((entry) => {
        const Icon = iconOf(entry.kind);
        return (
          <li key={entry.id} className={styles.entry}>
            <span className={styles.icon} aria-hidden="true">
              <Icon size={15} stroke={1.8} />
            </span>
            <div className={styles.words}>
              <p>{sentenceOf(entry, t, formats)}</p>
              <p className={styles.when}>
                <MomentText at={entry.at} {...(timeZone ? { timeZone } : {})} />
                {' · '}
                {entry.actor?.name ?? 'Rappel'}
              </p>
              {detail?.(entry.id)}
            </div>
          </li>
        );
      })}
    </ol>
  );
}

/** One event as a sentence; its facts are written as their kinds say. A kind we no longer know shows as it is. */
export function sentenceOf(entry: Pick<TimelineEntry, 'kind' | 'facts'>, t: Texts, formats: Formats): string {
  if (!isEventKind(entry.kind)) return entry.kind;
  const facts = Object.entries(entry.facts).map(([name, fact]) => [
    name,
    fact === '' ? '' : told(entry, name, t, formats),
  ]);
  return t(`timeline.${entry.kind}` as TextKey, Object.fromEntries(facts));
}

function told(
  { kind, facts }: Pick<TimelineEntry, 'kind' | 'facts'>,
  name: string,
  t: Texts,
  formats: Formats,
): string {
  const fact = facts[name] ?? '';
  const kinds: Readonly<Record<string, EventFactKind>> = isEventKind(kind) ? EVENTS[kind] : {};
  if (kind !== 'setting_changed' || name === 'setting')
    return written(kinds[name] ?? 'text', fact, t, formats);
  const value = settingValue(facts.setting ?? '', fact);
  if (value.as === 'text') return value.text;
  if (value.as !== 'words') return written(value.as, value.text, t, formats);
  return formats.list(value.words.map(({ key, facts: inIt }) => t(key as TextKey, inIt)));
}

function written(kind: EventFactKind, fact: string, t: Texts, formats: Formats): string {
  const [first = '', second = ''] = fact.split(' ');
  if (kind === 'day') return formats.day(fact);
  if (kind === 'money' && second) return formats.money({ amount: first, currency: second });
  if (kind === 'channel') return namesOf(fact.split(','), (channel) => t(`channel.${channel}` as TextKey));
  if (kind === 'contact_role') return t(`contactRole.${fact}` as TextKey);
  if (kind === 'field') return t(`field.name.${fact}` as TextKey);
  if (kind === 'dispute_reason') return t(`dispute.reason.${fact}` as TextKey);
  if (kind === 'dispute_outcome') return t(`dispute.outcome.${fact}` as TextKey);
  if (kind === 'task') return t(`task.${fact}` as TextKey);
  if (kind === 'withdrawal') return t(`withdrawn.${fact}` as TextKey);
  if (kind === 'settlement') return t(`timeline.settled.${fact}` as TextKey);
  if (kind === 'resolution') return t(`ledgerDifference.resolution.${fact}` as TextKey);
  if (kind === 'return_reason') return returnReason(fact, t);
  if (kind === 'language') return isLanguage(fact) ? languageInItself(fact) : fact;
  if (kind === 'security_rule') return t(`security.rule.${fact}` as TextKey);
  if (kind === 'setting') return t(`setting.${fact}` as TextKey);
  if (kind === 'role') return t(`role.${fact}` as TextKey);
  if (kind === 'answer') return answerSentence(readAnswer(fact), t, formats.locale);
  if (kind === 'collector_report') return t(`collector.report.${fact}` as TextKey);
  if (kind === 'hand_over_party') return t(`handOver.to.${fact}` as TextKey);
  if (kind === 'acceptance') return t(`acceptance.${fact}` as TextKey);
  if (kind === 'send_stop') return t(`stop.${fact}.short` as TextKey);
  if (kind === 'call_result') return t(`call.result.${fact}` as TextKey);
  if (kind === 'claim_kind') return t(`claim.kind.${fact}` as TextKey);
  if (kind === 'claim_act') return t(`claim.act.${fact}` as TextKey);
  if (kind === 'country') return formats.country(fact);
  if (kind === 'debtor_kind') return t(`debtorKind.${fact}` as TextKey);
  if (kind === 'step') return stepName(fact, t);
  return fact;
}

/** A notice may leave through several channels. */
function namesOf(list: readonly string[], name: (one: string) => string): string {
  return list.map(name).join(', ');
}

/** Banks know more reasons than have words here: what has none shows as the bank codes it. */
function returnReason(code: string, t: Texts): string {
  const known = RETURN_REASONS.find((reason) => reason === code);
  return known ? t(`bankReturn.${known}`) : code;
}

function stepName(step: string, t: Texts): string {
  const level = /^level_(\d)$/.exec(step)?.[1];
  return level ? t('level.name', { level: Number(level) }) : t(`step.${step}` as TextKey);
}

function iconOf(kind: string): typeof IconBell {
  if (/_(failed|stopped|refused|unknown|bounced|returned|rejected|differed)$/.test(kind))
    return IconAlertTriangle;
  if (kind.startsWith('notice') || kind.startsWith('run')) return IconBell;
  if (kind.startsWith('import')) return IconFileImport;
  if (kind.startsWith('hold')) return IconPlayerPause;
  if (kind.startsWith('note')) return IconMessage;
  if (kind === 'item_settled' || kind === 'task_done') return IconCircleCheck;
  if (kind === 'settlement_made' || kind === 'provisional_confirmed') return IconCircleCheck;
  if (kind.startsWith('contact') || kind.startsWith('user')) return IconUser;
  return kind.startsWith('company') || kind.startsWith('mode') ? IconSettings : IconPencil;
}
