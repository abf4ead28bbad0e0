import { Button, Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { api, client } from '#web/api.ts';
import { useFormats } from '#web/formats.ts';
import { useCompanyKey } from '#web/place.ts';
import { useClosedFor, useCompany } from '#web/session.ts';
import { useTexts } from '#web/texts.ts';
import { DayField } from '#web/ui/DayField.tsx';
import { Form } from '#web/ui/Form.tsx';
import { SideDrawer } from '#web/ui/SideDrawer.tsx';
import { toastDone } from '#web/ui/toasts.tsx';
import styles from './parts.module.css';

/** What is to be held: one debtor or item by name, or many. */
export type HoldTarget = {
  readonly debtors: readonly string[];
  readonly items: readonly string[];
  readonly name?: string;
};

/** Asks for the reason and the last day, and keeps reminders from debtors or items until then. */
export function HoldDrawer({
  target,
  onClose,
  onDone,
}: {
  target: HoldTarget | null;
  onClose: () => void;
  onDone?: () => void;
}) {
  const t = useTexts();
  const count = (target?.debtors.length ?? 0) + (target?.items.length ?? 0);
  const title = target?.name ? t('hold.title') : t('hold.titleMany', { count });
  return (
    <SideDrawer opened={target !== null} onClose={onClose} title={title}>
      {target && (
        <HoldForm
          target={target}
          count={count}
          onDone={() => {
            onClose();
            onDone?.();
          }}
        />
      )}
    </SideDrawer>
  );
}

const QUICK = [
  ['hold.quick.week', { days: 7 }],
  ['hold.quick.twoWeeks', { days: 14 }],
  ['hold.quick.month', { months: 1 }],
] as const;

function HoldForm({ target, count, onDone }: { target: HoldTarget; count: number; onDone: () => void }) {
  const t = useTexts();
  const { day } = useFormats();
  const key = useCompanyKey();
  const { today } = useCompany();
  const closed = useClosedFor('clerk');
  const now = Temporal.PlainDate.from(today);
  const [reason, setReason] = useState('');
  const [until, setUntil] = useState(now.add({ days: 14 }).toString());
  const takeBack = useMutation(
    api.debtors.undoHolds.mutationOptions({ onSuccess: () => toastDone(t('hold.takenBack', { count })) }),
  );
  const place = useMutation(
    api.debtors.placeHolds.mutationOptions({
      meta: { inline: true },
      onSuccess: ({ holds }) => {
        const undo = () => takeBack.mutate({ company: key, holds });
        toastDone(t('hold.placed', { count, until: day(until) }), { undo });
        onDone();
      },
    }),
  );
  const { debtors, items } = target;
  return (
    <Form
      act={t('hold.act')}
      busy={place.isPending}
      error={place.error}
      closed={closed}
      onSubmit={() => place.mutate({ company: key, debtors: [...debtors], items: [...items], reason, until })}
    >
      <p className="rp-muted">
        {target.name ? t('hold.what', { name: target.name }) : t('hold.whatMany', { count })}
      </p>
      <Textarea
        label={t('hold.reason')}
        description={t('hold.reasonHint')}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        required
        autosize
        minRows={2}
        maxLength={500}
        data-autofocus
      />
      <DayField
        label={t('hold.until')}
        value={until}
        onChange={setUntil}
        today={today}
        min={today}
        required
      />
      <div className={styles.quick}>
        {QUICK.map(([label, span]) => (
          <Button
            key={label}
            size="compact-sm"
            variant="default"
            onClick={() => setUntil(now.add(span).toString())}
          >
            {t(label)}
          </Button>
        ))}
      </div>
    </Form>
  );
}

/** Ends a hold; asked for by a button beside it. */
export function useReleaseHold() {
  const t = useTexts();
  const company = useCompanyKey();
  return useMutation({
    mutationFn: (hold: string) => client.debtors.releaseHold({ company, hold }),
    onSuccess: () => toastDone(t('hold.released')),
  });
}
