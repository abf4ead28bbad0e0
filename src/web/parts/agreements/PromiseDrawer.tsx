import { Button, Checkbox, NativeSelect, NumberInput, Textarea } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { isCurrency } from '#core/money/currencies.ts';
import { api, client } from '#web/api.ts';
import { useFormats } from '#web/formats.ts';
import { useCompanyKey } from '#web/place.ts';
import { useClosedFor, useCompany } from '#web/session.ts';
import { useTexts } from '#web/texts.ts';
import { AmountField } from '#web/ui/AmountField.tsx';
import { DayField } from '#web/ui/DayField.tsx';
import { FieldRow, Form } from '#web/ui/Form.tsx';
import { SideDrawer } from '#web/ui/SideDrawer.tsx';
import { toastDone } from '#web/ui/toasts.tsx';
import { claimsQuery } from './agreement-queries.ts';
import styles from './agreements.module.css';

/** The debtor that promises, and the item where it is asked about one. */
export type PromiseTarget = { readonly debtor: string; readonly item: string | null };

/** Writes down what a debtor says it will pay, and by when. */
export function PromiseDrawer({ target, onClose }: { target: PromiseTarget | null; onClose: () => void }) {
  const t = useTexts();
  return (
    <SideDrawer opened={target !== null} onClose={onClose} title={t('promise.title')}>
      {target && <PromiseForm target={target} onDone={onClose} />}
    </SideDrawer>
  );
}

const ITEMS = 'items';

function PromiseForm({ target, onDone }: { target: PromiseTarget; onDone: () => void }) {
  const t = useTexts();
  const company = useCompanyKey();
  const { today } = useCompany();
  const closed = useClosedFor('clerk');
  const [about, setAbout] = useState<About>({ items: target.item === null ? [] : [target.item], of: null });
  const [amount, setAmount] = useState('');
  const [on, setOn] = useState(Temporal.PlainDate.from(today).add({ days: 7 }).toString());
  const [tolerance, setTolerance] = useState<number | string>('');
  const [note, setNote] = useState('');
  const { claims, currency, isForItems } = useClaims(target, about);
  const record = useRecordPromise(onDone);
  const submit = () => {
    const items = isForItems ? [...about.items] : [];
    record.mutate({
      company,
      debtor: target.debtor,
      items,
      amount: amount || null,
      currency: items.length === 0 && isCurrency(currency) ? currency : null,
      on,
      toleranceDays: tolerance === '' ? null : Number(tolerance),
      note: note.trim() || null,
    });
  };
  return (
    <Form
      act={t('promise.act')}
      busy={record.isPending}
      error={record.error}
      closed={closed}
      onSubmit={submit}
    >
      <p className="rp-muted">{t('promise.what')}</p>
      <AboutField about={about} onAbout={setAbout} claims={claims} isForItems={isForItems} />
      <AmountField
        label={t('promise.amount')}
        description={t('promise.amountHint')}
        value={amount}
        currency={currency}
        onChange={setAmount}
        autoFocus
      />
      <FieldRow>
        <DayField label={t('promise.on')} value={on} onChange={setOn} today={today} min={today} required />
        <NumberInput
          label={t('promise.tolerance')}
          description={t('promise.toleranceHint')}
          value={tolerance}
          onChange={setTolerance}
          min={0}
          max={30}
          allowDecimal={false}
        />
      </FieldRow>
      <QuickDays onDay={setOn} />
      <Textarea
        label={t('promise.note')}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
        autosize
        minRows={2}
        maxLength={1000}
      />
    </Form>
  );
}

/** `of`: all that is owed in this currency; null where nobody has chosen yet. */
type About = { readonly items: readonly string[]; readonly of: string | null };

function useClaims(target: PromiseTarget, { items, of }: About) {
  const company = useCompanyKey();
  const { currency: own } = useCompany();
  const rows = useQuery(claimsQuery(company, target.debtor)).data?.rows ?? [];
  const claims = rows.filter(({ open }) => !open.startsWith('-'));
  const isForItems = of === ITEMS || (of === null && target.item !== null);
  const chosen = claims.find(({ id }) => items.includes(id));
  const whole = of === null || of === ITEMS ? (claims[0]?.currency ?? own) : of;
  return { claims, isForItems, currency: isForItems ? (chosen?.currency ?? own) : whole };
}

type Claims = ReturnType<typeof useClaims>['claims'];

function AboutField(props: {
  about: About;
  onAbout: (about: About) => void;
  claims: Claims;
  isForItems: boolean;
}) {
  const t = useTexts();
  const { money } = useFormats();
  const { about, onAbout, claims, isForItems } = props;
  const currencies = [...new Set(claims.map(({ currency }) => currency))];
  return (
    <>
      <NativeSelect
        label={t('promise.for')}
        value={isForItems ? ITEMS : (about.of ?? currencies[0] ?? '')}
        onChange={(event) => onAbout({ ...about, of: event.currentTarget.value })}
        data={[
          ...currencies.map((currency) => ({ value: currency, label: t('promise.forAll', { currency }) })),
          { value: ITEMS, label: t('promise.forItems') },
        ]}
      />
      {isForItems && (
        <Checkbox.Group
          label={t('promise.items')}
          value={[...about.items]}
          onChange={(items) => onAbout({ items, of: ITEMS })}
        >
          <div className={styles.items}>
            {claims.map(({ id, number, open, currency }) => (
              <Checkbox
                key={id}
                value={id}
                label={t('dispute.itemOpen', { document: number, amount: money({ amount: open, currency }) })}
              />
            ))}
          </div>
        </Checkbox.Group>
      )}
    </>
  );
}

const QUICK = [
  ['hold.quick.week', { days: 7 }],
  ['hold.quick.twoWeeks', { days: 14 }],
  ['hold.quick.month', { months: 1 }],
] as const;

function QuickDays({ onDay }: { onDay: (day: string) => void }) {
  const t = useTexts();
  const { today } = useCompany();
  const now = Temporal.PlainDate.from(today);
  return (
    <div className={styles.acts}>
      {QUICK.map(([label, span]) => (
        <Button
          key={label}
          size="compact-sm"
          variant="default"
          onClick={() => onDay(now.add(span).toString())}
        >
          {t(label)}
        </Button>
      ))}
    </div>
  );
}

/** Records it; its toast takes it back. */
function useRecordPromise(onDone: () => void) {
  const t = useTexts();
  const { day } = useFormats();
  const company = useCompanyKey();
  const takeBack = useMutation({
    mutationFn: (promise: string) => client.promises.withdraw({ company, promise }),
    onSuccess: () => toastDone(t('promise.withdrawn')),
  });
  return useMutation(
    api.promises.record.mutationOptions({
      meta: { inline: true },
      onSuccess: ({ id, deadline }) => {
        const after = Temporal.PlainDate.from(deadline).add({ days: 1 }).toString();
        toastDone(t('promise.noted', { day: day(after) }), { undo: () => takeBack.mutate(id) });
        onDone();
      },
    }),
  );
}
