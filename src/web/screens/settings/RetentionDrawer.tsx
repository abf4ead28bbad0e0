import { NumberInput, TextInput } from '@mantine/core';
import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '#web/api.ts';
import { useTell } from '#web/errors.ts';
import { useCompanyKey } from '#web/place.ts';
import { useTexts } from '#web/texts.ts';
import { ConfirmDialog } from '#web/ui/ConfirmDialog.tsx';
import { Form } from '#web/ui/Form.tsx';
import { ReasonButton } from '#web/ui/ReasonButton.tsx';
import { SideDrawer } from '#web/ui/SideDrawer.tsx';
import { LoadingState } from '#web/ui/States.tsx';
import { toastDone } from '#web/ui/toasts.tsx';
import { RetentionEffect } from './RetentionEffect.tsx';
import type { Term } from './RetentionSection.tsx';

const YEARS_MAX = 50;

/** A term of the company's own: years and text, the law's beside it, what it changes on which day, and a second confirm. */
export function RetentionDrawer({ term, onClose }: { term: Term | null; onClose: () => void }) {
  const t = useTexts();
  const subject = term ? t(`retention.of.${term.subject}`) : '';
  return (
    <SideDrawer opened={term !== null} onClose={onClose} title={t('retention.changeTitle', { subject })}>
      {term && <TermForm key={term.subject} term={term} onDone={onClose} />}
    </SideDrawer>
  );
}

function TermForm({ term, onDone }: { term: Term; onDone: () => void }) {
  const t = useTexts();
  const tell = useTell();
  const company = useCompanyKey();
  const { subject, lawful } = term;
  const [years, setYears] = useState<number | string>(term.years);
  const [source, setSource] = useState(term.own ? term.source : '');
  const [isAsking, setAsking] = useState(false);
  const given = { company, subject, years: Number(years) };
  const isGiven = years !== '';
  const effect = useQuery({
    ...api.personalData.previewRetention.queryOptions({ input: given }),
    enabled: isGiven,
    placeholderData: keepPreviousData,
    retry: false,
  });
  const set = useMutation(
    api.personalData.changeRetention.mutationOptions({
      meta: { inline: true },
      onSuccess: () => {
        toastDone(t('retention.saved'));
        onDone();
      },
    }),
  );
  return (
    <Form
      act={t('retention.look')}
      onSubmit={() => isGiven && effect.isSuccess && setAsking(true)}
      actions={term.own && <FollowTheLaw term={term} onDone={onDone} />}
    >
      <p className="rp-muted">
        {t(`retention.basis.${lawful.basis}`, { years: lawful.years, source: lawful.source })}
      </p>
      <NumberInput
        label={t('retention.years')}
        value={years}
        onChange={setYears}
        min={0}
        max={YEARS_MAX}
        clampBehavior="none"
        allowDecimal={false}
        allowNegative={false}
        required
        error={effect.error ? tell(effect.error) : null}
        data-autofocus
      />
      <TextInput
        label={t('retention.source')}
        description={t('retention.sourceHint')}
        value={source}
        onChange={({ currentTarget: { value } }) => setSource(value)}
        required
        maxLength={300}
        autoComplete="off"
      />
      {effect.isLoading && <LoadingState kind="detail" />}
      {effect.data && <RetentionEffect {...effect.data} />}
      <ConfirmDialog
        opened={isAsking}
        onClose={() => setAsking(false)}
        title={t('retention.confirmTitle', { subject: t(`retention.of.${subject}`), years: Number(years) })}
        act={t('retention.set')}
        busy={set.isPending}
        error={set.error}
        onConfirm={() => set.mutate({ ...given, source: source.trim() })}
      >
        {effect.data && <RetentionEffect {...effect.data} />}
        <p>{t('retention.confirm')}</p>
      </ConfirmDialog>
    </Form>
  );
}

function FollowTheLaw({ term: { subject }, onDone }: { term: Term; onDone: () => void }) {
  const t = useTexts();
  const company = useCompanyKey();
  const reset = useMutation(
    api.personalData.resetRetention.mutationOptions({
      onSuccess: () => {
        toastDone(t('retention.resetDone'));
        onDone();
      },
    }),
  );
  return (
    <ReasonButton
      variant="default"
      closed={null}
      loading={reset.isPending}
      onClick={() => reset.mutate({ company, subject })}
    >
      {t('retention.reset')}
    </ReasonButton>
  );
}
