import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { DisputeState } from '#core/agreements/dispute.ts';
import { api } from '#web/api.ts';
import { useFormats } from '#web/formats.ts';
import { paths } from '#web/paths.ts';
import { useCompanyKey } from '#web/place.ts';
import { useClosedFor, useCompany } from '#web/session.ts';
import { useTexts } from '#web/texts.ts';
import { ReasonButton } from '#web/ui/ReasonButton.tsx';
import { Tag } from '#web/ui/Tag.tsx';
import { toastDone } from '#web/ui/toasts.tsx';
import type { Tone } from '#web/ui/tokens.ts';
import type { Dispute } from './agreement-queries.ts';
import styles from './agreements.module.css';
import { ResolveDrawer, useReopenDispute } from './ResolveDrawer.tsx';

const TONES: Readonly<Record<DisputeState, Tone>> = { open: 'notice', to_credit: 'warn', closed: 'neutral' };

/** Disputes: those that stand first, each with what is asked of somebody. */
export function DisputeList({ disputes }: { disputes: readonly Dispute[] }) {
  const [answering, setAnswering] = useState<Dispute | null>(null);
  return (
    <>
      <ul className={styles.list}>
        {disputes.map((dispute) => (
          <DisputeEntry key={dispute.id} dispute={dispute} onAnswer={() => setAnswering(dispute)} />
        ))}
      </ul>
      <ResolveDrawer dispute={answering} onClose={() => setAnswering(null)} />
    </>
  );
}

function DisputeEntry({ dispute, onAnswer }: { dispute: Dispute; onAnswer: () => void }) {
  const t = useTexts();
  const { day } = useFormats();
  const company = useCompanyKey();
  const { state, item, reason, outcome, resolvedOn } = dispute;
  const amount = useContested(dispute);
  return (
    <li>
      <div className={styles.head}>
        <span className={styles.name}>
          <a href={paths.item(company, item.id, { tab: 'agreements' })}>
            <strong>
              {t('dispute.line', { amount, document: item.number, reason: t(`dispute.reason.${reason}`) })}
            </strong>
          </a>
          <Tag tone={TONES[state]}>{t(`dispute.state.${state}`)}</Tag>
        </span>
        <DisputeButtons dispute={dispute} onAnswer={onAnswer} />
      </div>
      {dispute.note && <span>{dispute.note}</span>}
      {state === 'closed' ? null : <ToAnswer dispute={dispute} />}
      {outcome && resolvedOn && (
        <span>{t('dispute.ended', { outcome: t(`dispute.outcome.${outcome}`), on: day(resolvedOn) })}</span>
      )}
      {dispute.answer && <span>{dispute.answer}</span>}
      <span className="rp-muted">
        {t('dispute.since', { on: day(dispute.openedOn), name: dispute.openedBy ?? 'Rappel' })}
      </span>
    </li>
  );
}

/** What is contested: the part, or all that is open of the item. */
export function useContested({ amount, item, currency }: Dispute): string {
  const { money } = useFormats();
  return money({ amount: amount ?? item.open, currency });
}

function ToAnswer({ dispute: { answerBy, assignedTo } }: { dispute: Dispute }) {
  const t = useTexts();
  const { day } = useFormats();
  const on = day(answerBy);
  return (
    <span>
      {assignedTo ? t('dispute.toAnswerBy', { on, name: assignedTo.name }) : t('dispute.toAnswer', { on })}
    </span>
  );
}

function DisputeButtons({ dispute, onAnswer }: { dispute: Dispute; onAnswer: () => void }) {
  const t = useTexts();
  const closed = useClosedFor('clerk');
  const reopen = useReopenDispute();
  const putOff = usePutOff();
  const { id, state, outcome } = dispute;
  if (state === 'closed') {
    if (outcome === 'paid') return null;
    return (
      <ReasonButton
        size="compact-sm"
        variant="subtle"
        closed={closed}
        loading={reopen.isPending}
        onClick={() => reopen.mutate(id)}
      >
        {t('dispute.reopen')}
      </ReasonButton>
    );
  }
  return (
    <span className={styles.acts}>
      <ReasonButton size="compact-sm" variant="subtle" closed={closed} onClick={() => putOff(id)}>
        {t('dispute.later')}
      </ReasonButton>
      <ReasonButton size="compact-sm" variant="default" closed={closed} onClick={onAnswer}>
        {t('dispute.resolve')}
      </ReasonButton>
    </span>
  );
}

/** Puts the answer off to a week from today. */
export function usePutOff(): (dispute: string) => void {
  const t = useTexts();
  const { day } = useFormats();
  const company = useCompanyKey();
  const { today } = useCompany();
  const answerBy = Temporal.PlainDate.from(today).add({ days: 7 }).toString();
  const mutation = useMutation(
    api.disputes.change.mutationOptions({
      onSuccess: () => toastDone(t('dispute.putOff', { day: day(answerBy) })),
    }),
  );
  return (dispute) => mutation.mutate({ company, dispute, answerBy });
}
