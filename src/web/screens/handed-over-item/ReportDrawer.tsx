import { NativeSelect, Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { COLLECTOR_REPORTS, type CollectorReportKind } from '#core/collection/collector-report.ts';
import { api } from '#web/api.ts';
import { useCompanyKey } from '#web/place.ts';
import { useTexts } from '#web/texts.ts';
import { Form } from '#web/ui/Form.tsx';
import { SideDrawer } from '#web/ui/SideDrawer.tsx';
import { toastDone } from '#web/ui/toasts.tsx';

type Props = { item: string; opened: boolean; onClose: () => void };

/** What became of an item, told by whoever collects it. */
export function ReportDrawer({ item, opened, onClose }: Props) {
  const t = useTexts();
  return (
    <SideDrawer opened={opened} onClose={onClose} title={t('handedOver.report.title')}>
      {opened && <ReportForm item={item} onDone={onClose} />}
    </SideDrawer>
  );
}

function ReportForm({ item, onDone }: { item: string; onDone: () => void }) {
  const t = useTexts();
  const company = useCompanyKey();
  const [kind, setKind] = useState<CollectorReportKind>('promised');
  const [note, setNote] = useState('');
  const report = useMutation(
    api.collectors.report.mutationOptions({
      meta: { inline: true },
      onSuccess: () => {
        toastDone(t('handedOver.report.done'));
        onDone();
      },
    }),
  );
  return (
    <Form
      act={t('handedOver.report')}
      busy={report.isPending}
      error={report.error}
      onSubmit={() => report.mutate({ company, item, kind, note })}
    >
      <NativeSelect
        label={t('handedOver.report.kind')}
        value={kind}
        onChange={({ currentTarget: { value } }) =>
          setKind(COLLECTOR_REPORTS.find((one) => one === value) ?? 'other')
        }
        data={COLLECTOR_REPORTS.map((one) => ({ value: one, label: t(`collector.report.${one}`) }))}
        data-autofocus
      />
      <Textarea
        label={t('handedOver.report.note')}
        description={t('handedOver.report.hint')}
        autosize
        minRows={3}
        maxLength={1000}
        value={note}
        onChange={({ currentTarget: { value } }) => setNote(value)}
      />
    </Form>
  );
}
