import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '#web/api.ts';
import { useFormats } from '#web/formats.ts';
import { useGateName } from '#web/parts/GateText.tsx';
import { useStepName } from '#web/parts/StepBadge.tsx';
import { useCompany, useSession } from '#web/session.ts';
import { type TextKey, useTexts } from '#web/texts.ts';
import { ConfirmDialog } from '#web/ui/ConfirmDialog.tsx';
import { Note } from '#web/ui/Note.tsx';
import { ReleaseNotes, useRelease } from './ReleaseNotes.tsx';
import styles from './run.module.css';
import { StaleBankNote, useStaleBank } from './StaleBankNote.tsx';
import { lettersOf, type Run, type Summary } from './types.ts';

/** What is about to leave, in numbers, before it does: once sent, a mail cannot be called back. */
export function ApproveDialog({ run, opened, onClose }: { run: Run; opened: boolean; onClose: () => void }) {
  const t = useTexts();
  const company = useCompany();
  const { user } = useSession();
  const approve = useMutation({ ...api.dunningRuns.approve.mutationOptions(), meta: { inline: true } });
  const { summary } = run;
  const count = summary?.notices ?? 0;
  const release = useRelease(company.key, run.id, opened);
  const staleBank = useStaleBank(company.key, run.id, opened);
  const [reason, setReason] = useState('');
  const isToldWhy = staleBank === null || reason.trim() !== '';
  const given = {
    company: company.key,
    run: run.id,
    send: true,
    ...(staleBank && { bankDataReason: reason }),
  };
  return (
    <ConfirmDialog
      opened={opened}
      onClose={onClose}
      title={t('run.approve.title', { notices: count, debtors: summary?.debtors ?? 0 })}
      act={t('run.approve.act', { count: lettersOf(summary) })}
      waits={release.closed !== null || release.asksSecondFactor || !isToldWhy}
      busy={approve.isPending}
      error={approve.error}
      onConfirm={() => approve.mutate(given, { onSuccess: onClose })}
    >
      {company.mode === 'test' && (
        <Note tone="notice">{t('run.approve.test', { email: user?.email ?? '' })}</Note>
      )}
      {staleBank && <StaleBankNote stale={staleBank} reason={reason} onReason={setReason} />}
      {summary && <Counts summary={summary} />}
      <ReleaseNotes release={release} />
    </ConfirmDialog>
  );
}

function Counts({ summary }: { summary: Summary }) {
  const t = useTexts();
  const { money, languageName, number } = useFormats();
  const gateName = useGateName();
  const stepName = useStepName();
  const groups = [
    {
      title: t('run.column.level'),
      rows: summary.byLevel.map(({ stepKind, level, notices }) => [stepName(stepKind, level), notices]),
    },
    {
      title: t('run.column.channel'),
      rows: summary.byChannel.map(({ channel, notices }) => [t(`channel.${channel}`), notices]),
    },
    {
      title: t('run.approve.languages'),
      rows: summary.byLanguage.map(({ language, notices }) => [languageName(language), notices]),
    },
    {
      title: t('run.approve.leftOut'),
      rows: [
        ...(summary.dropped > 0 ? [[t('run.approve.droppedByYou'), summary.dropped]] : []),
        ...summary.leftOut.map(({ because, debtors }) => [gateName(because), debtors]),
      ],
    },
    {
      title: t('run.approve.lookTwice'),
      rows: summary.warnings.map(({ code, notices }) => [t(`warningName.${code}` as TextKey), notices]),
    },
  ].filter(({ rows }) => rows.length > 0);
  return (
    <>
      <p className={styles.approveTotal}>
        {t('run.approve.asks', { total: summary.total.map((each) => money(each)).join(' + ') })}
      </p>
      <div className={styles.counts}>
        {groups.map(({ title, rows }) => (
          <section key={title}>
            <h3>{title}</h3>
            <dl>
              {rows.map(([name, count]) => (
                <div key={String(name)}>
                  <dt>{name}</dt>
                  <dd className="rp-figures">{number(Number(count))}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </>
  );
}
