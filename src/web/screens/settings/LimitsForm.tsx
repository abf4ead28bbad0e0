import { NumberInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { LIMIT_BOUNDS, type SendingLimits } from '#core/sending/limits.ts';
import { api, type client } from '#web/api.ts';
import { useCompanyKey } from '#web/place.ts';
import { useClosedFor } from '#web/session.ts';
import { useTexts } from '#web/texts.ts';
import { FieldRow, Form } from '#web/ui/Form.tsx';
import { Section } from '#web/ui/Page.tsx';
import { ErrorState, LoadingState } from '#web/ui/States.tsx';
import { toastDone } from '#web/ui/toasts.tsx';

type Shown = Awaited<ReturnType<typeof client.sendingLimits.show>>;

/** How often people are written to at most, and how much of today's number is used. */
export function LimitsSection() {
  const t = useTexts();
  const company = useCompanyKey();
  const { data, error, isPending, refetch } = useQuery(
    api.sendingLimits.show.queryOptions({ input: { company } }),
  );
  return (
    <Section title={t('limits.title')} lead={t('limits.lead')}>
      {error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {isPending && <LoadingState kind="detail" />}
      {data && <LimitsForm shown={data} />}
    </Section>
  );
}

function LimitsForm({ shown }: { shown: Shown }) {
  const t = useTexts();
  const company = useCompanyKey();
  const closed = useClosedFor('owner');
  const [draft, setDraft] = useState<SendingLimits>(shown);
  const set = useMutation(
    api.sendingLimits.set.mutationOptions({
      meta: { inline: true },
      onSuccess: () => toastDone(t('limits.saved')),
    }),
  );
  const field = (name: keyof SendingLimits) => ({
    label: t(`limits.${name}`),
    ...LIMIT_BOUNDS[name],
    allowDecimal: false,
    required: true,
    value: draft[name],
    onChange: (value: number | string) => setDraft((now) => ({ ...now, [name]: Number(value) })),
  });
  const { contactsMax, contactDays, debtorDayMax, companyDayMax } = draft;
  return (
    <Form
      wide
      act={t('limits.save')}
      busy={set.isPending}
      error={set.error}
      closed={closed}
      onSubmit={() => set.mutate({ company, contactsMax, contactDays, debtorDayMax, companyDayMax })}
    >
      <FieldRow>
        <NumberInput {...field('contactsMax')} description={t('limits.contactsMaxHint')} />
        <NumberInput {...field('contactDays')} />
      </FieldRow>
      <FieldRow>
        <NumberInput {...field('debtorDayMax')} />
        <NumberInput {...field('companyDayMax')} description={t('limits.companyDayMaxHint')} />
      </FieldRow>
      <p className="rp-muted">{t('limits.today', { sent: shown.sentToday, max: shown.companyDayMax })}</p>
    </Form>
  );
}
