import { Textarea } from '@mantine/core';
import { useState } from 'react';
import { useFormats } from '#web/formats.ts';
import { useCompanyKey } from '#web/place.ts';
import { useClosedFor, useCompany } from '#web/session.ts';
import { useTexts } from '#web/texts.ts';
import { AmountField } from '#web/ui/AmountField.tsx';
import { DayField } from '#web/ui/DayField.tsx';
import { Form } from '#web/ui/Form.tsx';
import { Note } from '#web/ui/Note.tsx';
import { SideDrawer } from '#web/ui/SideDrawer.tsx';
import { type ClaimTarget, useClaimActs } from './use-claim-acts.ts';

type Props = { target: ClaimTarget | null; onClose: () => void; onDone?: () => void };

/** Waives claims, or says that they were paid or booked: one of them perhaps only in part. */
export function ClaimDrawer({ target, onClose, onDone }: Props) {
  const t = useTexts();
  const count = target?.claims.length ?? 0;
  const title = target ? t(`claims.${target.act}Title`, { count }) : '';
  return (
    <SideDrawer opened={target !== null} onClose={onClose} title={title}>
      {target && (
        <ClaimForm
          target={target}
          onDone={() => {
            onClose();
            onDone?.();
          }}
        />
      )}
    </SideDrawer>
  );
}

function ClaimForm({ target: { act, claims }, onDone }: { target: ClaimTarget; onDone: () => void }) {
  const t = useTexts();
  const company = useCompanyKey();
  const { today } = useCompany();
  const { money } = useFormats();
  const closed = useClosedFor('clerk');
  const [only] = claims.length === 1 ? claims : [];
  const [amount, setAmount] = useState(only?.open ?? '');
  const [reason, setReason] = useState('');
  const [on, setOn] = useState(today);
  const acts = useClaimActs(onDone);
  const doing = acts[act];
  const ids = claims.map(({ id }) => id);
  const part = only ? { amount } : {};
  const submit = () => {
    if (act === 'waive') acts.waive.mutate({ company, claims: ids, ...part, reason });
    if (act === 'pay') acts.pay.mutate({ company, claims: ids, ...part, on, ...(reason && { reason }) });
    if (act === 'book') acts.book.mutate({ company, claims: ids, on, ...(reason && { reason }) });
  };
  return (
    <Form
      act={t(`claims.${act}`)}
      busy={doing.isPending}
      error={doing.error}
      closed={closed}
      onSubmit={submit}
    >
      {act === 'book' && <Note>{t('claims.bookHint')}</Note>}
      {only && act !== 'book' && (
        <AmountField
          label={t('claims.amount')}
          description={t('claims.amountHint', {
            open: money({ amount: only.open, currency: only.currency }),
          })}
          value={amount}
          currency={only.currency}
          onChange={setAmount}
          required
        />
      )}
      {act !== 'waive' && (
        <DayField label={t('claims.on')} value={on} onChange={setOn} today={today} required />
      )}
      <Textarea
        label={act === 'waive' ? t('claims.reason') : t('claims.note')}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        required={act === 'waive'}
        autosize
        minRows={2}
        maxLength={500}
        data-autofocus
      />
    </Form>
  );
}
