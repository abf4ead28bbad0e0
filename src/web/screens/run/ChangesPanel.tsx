import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { CHANGE_CODES, type ChangeFactKind } from '#core/dunning/compare-proposals.ts';
import { LANGUAGES } from '#core/receivables/kinds.ts';
import { api, type client } from '#web/api.ts';
import { type Formats, useFormats } from '#web/formats.ts';
import { languageInItself } from '#web/notation.ts';
import { StepBadge } from '#web/parts/StepBadge.tsx';
import { paths } from '#web/paths.ts';
import { useCompanyKey } from '#web/place.ts';
import { type TextKey, type Texts, useTexts } from '#web/texts.ts';
import { Note } from '#web/ui/Note.tsx';
import { Tag } from '#web/ui/Tag.tsx';
import styles from './run.module.css';
import type { Run } from './types.ts';

type Changes = NonNullable<Awaited<ReturnType<typeof client.dunningRuns.changes>>>;
type Changed = Changes['proposals'][number];

const TONES = { new: 'good', gone: 'neutral', changed: 'notice' } as const;

/** After recomputing: what differs from the last time, notice by notice and line by line. */
export function ChangesPanel({ run }: { run: Run }) {
  const t = useTexts();
  const { moment } = useFormats();
  const [isShown, setShown] = useState(true);
  const { recomputed } = run;
  if (!recomputed) return null;
  const { since, added, gone, changed } = recomputed;
  const at = moment(since);
  if (added + gone + changed === 0) return <Note title={t('run.changes.none', { at })} />;
  return (
    <Note
      title={t('run.changes.title', { at })}
      actions={
        <Button
          size="compact-sm"
          variant="default"
          aria-expanded={isShown}
          onClick={() => setShown(!isShown)}
        >
          {isShown ? t('run.changes.hide') : t('run.changes.show')}
        </Button>
      }
    >
      <p>{t('run.changes.counts', { added, gone, changed })}</p>
      {isShown && <ChangeList run={run} />}
    </Note>
  );
}

function ChangeList({ run }: { run: Run }) {
  const t = useTexts();
  const company = useCompanyKey();
  const since = run.recomputed?.since ?? '';
  const { data } = useQuery({
    ...api.dunningRuns.changes.queryOptions({ input: { company, run: run.id } }),
    queryKey: [...api.dunningRuns.changes.queryKey({ input: { company, run: run.id } }), since],
  });
  if (!data) return null;
  const left = data.added + data.gone + data.changed - data.proposals.length;
  return (
    <>
      {data.keptEdits > 0 && <p>{t('run.changes.kept', { count: data.keptEdits })}</p>}
      <ul className={styles.changes} aria-label={t('run.changes.show')}>
        {data.proposals.map((one) => (
          <Line key={`${one.kind} ${one.proposal ?? ''} ${one.debtor.id} ${one.level}`} changed={one} />
        ))}
      </ul>
      {left > 0 && <p>{t('run.changes.more', { count: left })}</p>}
    </>
  );
}

function Line({ changed }: { changed: Changed }) {
  const t = useTexts();
  const formats = useFormats();
  const company = useCompanyKey();
  const { debtor, kind, stepKind, level, currency, totalBefore, total, changes } = changed;
  const money = (amount: string) => formats.money({ amount, currency });
  const totals =
    totalBefore !== null && total !== null && totalBefore !== total
      ? t('run.changes.totals', { before: money(totalBefore), now: money(total) })
      : money(total ?? totalBefore ?? '0');
  return (
    <li>
      <Tag tone={TONES[kind]}>{t(`run.changes.kind.${kind}`)}</Tag>
      <a href={paths.debtor(company, debtor.id)}>{debtor.name}</a>
      <small>{debtor.number}</small>
      <StepBadge stepKind={stepKind} level={level} />
      <span className="rp-figures">{totals}</span>
      {changes.length > 0 && (
        <ul>
          {changes.map(({ code, facts }) => (
            <li key={`${code} ${facts.document ?? ''}`}>
              {t(`run.change.${code}` as TextKey, written(code, facts, t, formats))}
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}

function written(
  code: Changed['changes'][number]['code'],
  facts: Readonly<Record<string, string>>,
  t: Texts,
  formats: Formats,
): Record<string, string> {
  const kinds: Readonly<Record<string, ChangeFactKind>> = CHANGE_CODES[code];
  return Object.fromEntries(
    Object.entries(facts).map(([name, fact]) => [name, told(kinds[name] ?? 'text', fact, t, formats)]),
  );
}

function told(kind: ChangeFactKind, fact: string, t: Texts, { day, money }: Formats): string {
  switch (kind) {
    case 'day':
      return day(fact);
    case 'money': {
      const [amount = '', currency = ''] = fact.split(' ');
      return money({ amount, currency });
    }
    case 'channels':
      return fact
        .split(',')
        .map((channel) => t(`channel.${channel}` as TextKey))
        .join(', ');
    case 'language': {
      const known = LANGUAGES.find((one) => one === fact);
      return known ? languageInItself(known) : fact;
    }
    case 'because':
      return t(`gateName.${fact}` as TextKey);
    default:
      return fact;
  }
}
