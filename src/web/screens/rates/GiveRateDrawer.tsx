import { Checkbox, Select, Textarea, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { ALL_SERIES } from '#core/interest/rates/all-series.ts';
import { api } from '#web/api.ts';
import { isRefusedWith } from '#web/errors.ts';
import { useCompanyKey } from '#web/place.ts';
import { useClosedFor, useCompany } from '#web/session.ts';
import { useTexts } from '#web/texts.ts';
import { DayField } from '#web/ui/DayField.tsx';
import { FieldRow, Form } from '#web/ui/Form.tsx';
import { SideDrawer } from '#web/ui/SideDrawer.tsx';
import { toastDone } from '#web/ui/toasts.tsx';

export type RateDraft = {
  readonly series: string;
  readonly from: string;
  readonly until: string;
  readonly percent: string;
  readonly source: string;
};
type Props = { draft: RateDraft | null; onClose: () => void };

/** Gives a rate, or another in the place of one that is there. */
export function GiveRateDrawer({ draft, onClose }: Props) {
  const t = useTexts();
  const title = draft?.series ? t('rates.giveTitle', { series: draft.series }) : t('rates.give');
  return (
    <SideDrawer opened={draft !== null} onClose={onClose} title={title}>
      {draft && <GiveForm draft={draft} onDone={onClose} />}
    </SideDrawer>
  );
}

function GiveForm({ draft, onDone }: { draft: RateDraft; onDone: () => void }) {
  const t = useTexts();
  const company = useCompanyKey();
  const { today } = useCompany();
  const [rate, setRate] = useState(draft);
  const [confirm, setConfirm] = useState({ replaceVerified: false, reason: '' });
  const set = (change: Partial<RateDraft>) => setRate((before) => ({ ...before, ...change }));
  const undo = useMutation(
    api.rates.undo.mutationOptions({ onSuccess: () => toastDone(t('rates.undoDone')) }),
  );
  const give = useMutation(
    api.rates.give.mutationOptions({
      meta: { inline: true },
      onSuccess: ({ change }) => {
        if (change === null) toastDone(t('rates.unchanged'));
        else toastDone(t('rates.given'), { undo: () => undo.mutate({ company, change }) });
        onDone();
      },
    }),
  );
  const isVerified =
    confirm.replaceVerified ||
    isRefusedWith(give.error, 'rate_from_verified') ||
    isRefusedWith(give.error, 'rate_reason_missing');
  return (
    <Form
      act={t('rates.give')}
      busy={give.isPending}
      error={give.error}
      closed={useClosedFor('owner')}
      onSubmit={() => give.mutate({ company, ...rate, ...confirm, reason: confirm.reason || null })}
    >
      <RateFields rate={rate} set={set} today={today} />
      {isVerified && (
        <Checkbox
          label={t('rates.replaceVerified')}
          checked={confirm.replaceVerified}
          onChange={(event) => setConfirm({ ...confirm, replaceVerified: event.currentTarget.checked })}
        />
      )}
      <Textarea
        label={t('rates.reasonField')}
        value={confirm.reason}
        onChange={(event) => setConfirm({ ...confirm, reason: event.currentTarget.value })}
        required={confirm.replaceVerified}
        autosize
        maxLength={500}
      />
    </Form>
  );
}

type FieldsProps = { rate: RateDraft; set: (change: Partial<RateDraft>) => void; today: string };

function RateFields({ rate, set, today }: FieldsProps) {
  const t = useTexts();
  return (
    <>
      <Select
        label={t('rates.seriesField')}
        searchable
        allowDeselect={false}
        required
        value={rate.series || null}
        onChange={(series) => set({ series: series ?? '' })}
        data={ALL_SERIES.map(({ id, title }) => ({ value: id, label: `${id} · ${title}` }))}
      />
      <FieldRow>
        <DayField
          label={t('rates.fromField')}
          value={rate.from}
          onChange={(from) => set({ from })}
          today={today}
          required
        />
        <DayField
          label={t('rates.untilField')}
          description={t('rates.untilHint')}
          value={rate.until}
          onChange={(until) => set({ until })}
          today={today}
        />
      </FieldRow>
      <TextInput
        label={t('rates.percentField')}
        value={rate.percent}
        onChange={(event) => set({ percent: event.currentTarget.value })}
        inputMode="decimal"
        rightSection="%"
        required
        autoComplete="off"
      />
      <TextInput
        label={t('rates.sourceField')}
        description={t('rates.sourceHint')}
        value={rate.source}
        onChange={(event) => set({ source: event.currentTarget.value })}
        maxLength={300}
        required
      />
    </>
  );
}
