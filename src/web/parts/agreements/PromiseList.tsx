import { useState } from 'react';
import type { PromiseState } from '#core/agreements/promise.ts';
import { useFormats } from '#web/formats.ts';
import { useClosedFor } from '#web/session.ts';
import { useTexts } from '#web/texts.ts';
import { ReasonButton } from '#web/ui/ReasonButton.tsx';
import { Tag } from '#web/ui/Tag.tsx';
import type { Tone } from '#web/ui/tokens.ts';
import type { PaymentPromise } from './agreement-queries.ts';
import styles from './agreements.module.css';
import { type PromiseAct, PromiseAnswerDrawer } from './PromiseAnswerDrawer.tsx';

const TONES: Readonly<Record<PromiseState, Tone>> = {
  open: 'info',
  kept: 'good',
  broken: 'bad',
  withdrawn: 'neutral',
};

/** Promises with how they stand, the latest first. */
export function PromiseList({ promises }: { promises: readonly PaymentPromise[] }) {
  const [act, setAct] = useState<PromiseAct | null>(null);
  return (
    <>
      <ul className={styles.list}>
        {promises.map((promise) => (
          <PromiseEntry key={promise.id} promise={promise} onAct={setAct} />
        ))}
      </ul>
      <PromiseAnswerDrawer act={act} onClose={() => setAct(null)} />
    </>
  );
}

function PromiseEntry({ promise, onAct }: { promise: PaymentPromise; onAct: (act: PromiseAct) => void }) {
  const t = useTexts();
  const { day, money } = useFormats();
  const { state, currency, items } = promise;
  const show = (amount: string) => money({ amount, currency });
  const about =
    items.length > 0 ? items.map(({ number }) => number).join(', ') : t('promise.forAll', { currency });
  return (
    <li>
      <div className={styles.head}>
        <span className={styles.name}>
          <strong>{t('promise.line', { amount: show(promise.amount), on: day(promise.on) })}</strong>
          <Tag tone={TONES[state]}>{t(`promise.state.${state}`)}</Tag>
        </span>
        <PromiseButtons promise={promise} onAct={onAct} />
      </div>
      <span>{about}</span>
      <span className="rp-muted">
        {t('promise.paid', { paid: show(promise.paid), deadline: day(promise.deadline) })}
      </span>
      {[promise.note, promise.withdrawal].filter(Boolean).map((words) => (
        <span key={words}>{words}</span>
      ))}
      <span className="rp-muted">
        {t('promise.made', { on: day(promise.madeOn), name: promise.madeBy ?? 'Rappel' })}
      </span>
    </li>
  );
}

function PromiseButtons({ promise, onAct }: { promise: PaymentPromise; onAct: (act: PromiseAct) => void }) {
  const t = useTexts();
  const closed = useClosedFor('clerk');
  const { id, state, answered } = promise;
  if (state === 'open') {
    return (
      <ReasonButton
        size="compact-sm"
        variant="default"
        closed={closed}
        onClick={() => onAct({ promise: id, act: 'withdraw' })}
      >
        {t('promise.withdraw')}
      </ReasonButton>
    );
  }
  if (state !== 'broken' || answered) return null;
  return (
    <ReasonButton
      size="compact-sm"
      variant="default"
      closed={closed}
      onClick={() => onAct({ promise: id, act: 'answer' })}
    >
      {t('promise.answer')}
    </ReasonButton>
  );
}
