import { Button, SegmentedControl, Textarea } from '@mantine/core';
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
  const [reason, setReason] = useState('');
  const [ends, setEnds] = useState<End>('until');
  const [on, setOn] = useState(Temporal.PlainDate.from(today).add({ days: 14 }).toString());
  const takeBack = useMutation(
    api.debtors.undoHolds.mutationOptions({ onSuccess: () => toastDone(t('hold.takenBack', { count })) }),
  );
  const place = useMutation(
    api.debtors.placeHolds.mutationOptions({
      meta: { inline: true },
      onSuccess: ({ holds }) => {
        const undo = () => takeBack.mutate({ company: key, holds });
        const placed = ends === 'until' ? 'hold.placed' : 'hold.placedReview';
        toastDone(t(placed, { count, until: day(on) }), { undo });
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
      onSubmit={() =>
        place.mutate({ company: key, debtors: [...debtors], items: [...items], reason, [ends]: on })
      }
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
      <HoldEnd ends={ends} onEnds={setEnds} on={on} onDay={setOn} />
    </Form>
  );
}

type End = 'until' | 'review';

/** A last day, or a day on which somebody looks at it again. */
function HoldEnd(props: {
  ends: End;
  onEnds: (ends: End) => void;
  on: string;
  onDay: (day: string) => void;
}) {
  const { ends, onEnds, on, onDay } = props;
  const t = useTexts();
  const { today } = useCompany();
  const now = Temporal.PlainDate.from(today);
  return (
    <>
      <SegmentedControl
        aria-label={t('hold.ends')}
        value={ends}
        onChange={(value) => onEnds(value === 'review' ? 'review' : 'until')}
        data={[
          { value: 'until', label: t('hold.endsOnDay') },
          { value: 'review', label: t('hold.endsByReview') },
        ]}
      />
      <DayField
        label={t(ends === 'until' ? 'hold.until' : 'hold.review')}
        description={ends === 'review' && t('hold.reviewHint')}
        value={on}
        onChange={onDay}
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
            onClick={() => onDay(now.add(span).toString())}
          >
            {t(label)}
          </Button>
        ))}
      </div>
    </>
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
