import { NativeSelect, Textarea } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useLayoutEffect, useRef, useState } from 'react';
import { DISPUTE_REASONS, type DisputeReason } from '#core/agreements/dispute.ts';
import { api } from '#web/api.ts';
import { useFormats } from '#web/formats.ts';
import { useCompanyKey } from '#web/place.ts';
import { useClosedFor, useCompany } from '#web/session.ts';
import { useTexts } from '#web/texts.ts';
import { AmountField } from '#web/ui/AmountField.tsx';
import { DayField } from '#web/ui/DayField.tsx';
import { Form } from '#web/ui/Form.tsx';
import { Note } from '#web/ui/Note.tsx';
import { SideDrawer } from '#web/ui/SideDrawer.tsx';
import { ErrorState, LoadingState } from '#web/ui/States.tsx';
import { toastDone } from '#web/ui/toasts.tsx';
import { type Claimed, claimsQuery } from './agreement-queries.ts';

/** The debtor that contests, and the item where it is known already. */
export type DisputeTarget = { readonly debtor: string; readonly item: string | null };

/** Writes down what a debtor contests: all of an item, or a part of it. */
export function DisputeDrawer({ target, onClose }: { target: DisputeTarget | null; onClose: () => void }) {
  const t = useTexts();
  return (
    <SideDrawer opened={target !== null} onClose={onClose} title={t('dispute.title')}>
      {target && <Contestable target={target} onDone={onClose} />}
    </SideDrawer>
  );
}

type FormProps = { target: DisputeTarget; onDone: () => void };

/** What is open decides what the form is about: nothing to fill in before that is known, or where nothing is. */
function Contestable({ target, onDone }: FormProps) {
  const t = useTexts();
  const company = useCompanyKey();
  const found = useQuery(claimsQuery(company, target.debtor));
  const claims = found.data?.rows.filter(({ open }) => !open.startsWith('-'));
  if (found.error && !claims) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />;
  if (!claims) return <LoadingState kind="detail" />;
  if (claims.length === 0) return <Note tone="notice">{t('dispute.nothingOpen')}</Note>;
  return <DisputeForm claims={claims} chosenFirst={target.item} onDone={onDone} />;
}

const DAYS_TO_ANSWER = 7;

type DisputeProps = { claims: readonly Claimed[]; chosenFirst: string | null; onDone: () => void };

function DisputeForm({ claims, chosenFirst, onDone }: DisputeProps) {
  const t = useTexts();
  const { money } = useFormats();
  const company = useCompanyKey();
  const { today, currency: own } = useCompany();
  const closed = useClosedFor('clerk');
  const first = useRef<HTMLSelectElement>(null);
  // The drawer is there before the form: who opened it by key goes on in its first field.
  useLayoutEffect(() => first.current?.focus(), []);
  const [chosen, setChosen] = useState(chosenFirst);
  const item = claims.find(({ id }) => id === chosen) ?? claims[0];
  const [amount, setAmount] = useState('');
  const [reason, setReason] = useState<DisputeReason>(DISPUTE_REASONS[0]);
  const [note, setNote] = useState('');
  const [answerBy, setAnswerBy] = useState(
    Temporal.PlainDate.from(today).add({ days: DAYS_TO_ANSWER }).toString(),
  );
  const [assignedTo, setAssignedTo] = useState('');
  const open = useMutation(
    api.disputes.open.mutationOptions({
      meta: { inline: true },
      onSuccess: () => {
        toastDone(t('dispute.opened'));
        onDone();
      },
    }),
  );
  const submit = () => {
    if (!item) return;
    const said = { amount: amount || null, reason, note: note.trim() || null };
    open.mutate({ company, item: item.id, ...said, answerBy, assignedTo: assignedTo || null });
  };
  return (
    <Form act={t('dispute.act')} busy={open.isPending} error={open.error} closed={closed} onSubmit={submit}>
      <NativeSelect
        ref={first}
        label={t('dispute.item')}
        value={item?.id ?? ''}
        onChange={(event) => setChosen(event.currentTarget.value)}
        data={claims.map(({ id, number, open: left, currency }) => ({
          value: id,
          label: t('dispute.itemOpen', { document: number, amount: money({ amount: left, currency }) }),
        }))}
        data-autofocus
      />
      <AmountField
        label={t('dispute.amount')}
        description={t('dispute.amountHint')}
        value={amount}
        currency={item?.currency ?? own}
        onChange={setAmount}
      />
      <ReasonField reason={reason} onReason={setReason} note={note} onNote={setNote} />
      <DayField
        label={t('dispute.answerBy')}
        value={answerBy}
        onChange={setAnswerBy}
        today={today}
        min={today}
        required
      />
      <Assignee value={assignedTo} onChange={setAssignedTo} />
    </Form>
  );
}

function ReasonField(props: {
  reason: DisputeReason;
  onReason: (reason: DisputeReason) => void;
  note: string;
  onNote: (note: string) => void;
}) {
  const t = useTexts();
  const { reason, note } = props;
  return (
    <>
      <NativeSelect
        label={t('dispute.reasonLabel')}
        value={reason}
        onChange={({ currentTarget: { value } }) =>
          props.onReason(DISPUTE_REASONS.find((one) => one === value) ?? 'other')
        }
        data={DISPUTE_REASONS.map((one) => ({ value: one, label: t(`dispute.reason.${one}`) }))}
      />
      <Textarea
        label={t('dispute.note')}
        value={note}
        onChange={(event) => props.onNote(event.currentTarget.value)}
        required={reason === 'other'}
        autosize
        minRows={2}
        maxLength={1000}
      />
    </>
  );
}

function Assignee({ value, onChange }: { value: string; onChange: (user: string) => void }) {
  const t = useTexts();
  const company = useCompanyKey();
  const users = useQuery(api.users.list.queryOptions({ input: { company } })).data ?? [];
  return (
    <NativeSelect
      label={t('dispute.assignee')}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      data={[
        { value: '', label: t('dispute.nobody') },
        ...users.filter(({ pending }) => !pending).map(({ id, name }) => ({ value: id, label: name })),
      ]}
    />
  );
}
