import { Button, Group, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '#web/api.ts';
import { useFormats } from '#web/formats.ts';
import { useCompanyKey } from '#web/place.ts';
import { useClosedFor } from '#web/session.ts';
import { useTexts } from '#web/texts.ts';
import { ConfirmDialog } from '#web/ui/ConfirmDialog.tsx';
import { Form } from '#web/ui/Form.tsx';
import { Note } from '#web/ui/Note.tsx';
import { Section } from '#web/ui/Page.tsx';
import { ReasonButton } from '#web/ui/ReasonButton.tsx';
import { ErrorState, LoadingState } from '#web/ui/States.tsx';
import { toastDone } from '#web/ui/toasts.tsx';

type Of = { readonly debtor: { readonly id: string; readonly number: string; readonly name: string } };

/** The dossier of a debtor, what a person may ask for, the restriction of their data, and their erasure. */
export function PersonalDataSection({ debtor }: Of) {
  const t = useTexts();
  const company = useCompanyKey();
  const closed = useClosedFor('clerk');
  const { day } = useFormats();
  const { data, error, isPending, refetch } = useQuery(
    api.personalData.state.queryOptions({ input: { company, debtor: debtor.id } }),
  );
  const base = `/api/companies/${company}/debtors/${debtor.id}`;
  return (
    <Section title={t('personal.title')}>
      {error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {isPending && <LoadingState kind="detail" />}
      {data?.erasedAt && <Note>{t('personal.erased')}</Note>}
      {data?.keptUntil && <p className="rp-muted">{t('personal.keptUntil', { day: day(data.keptUntil) })}</p>}
      {data && !closed && (
        <Group gap="sm" my="sm">
          <Button component="a" variant="default" href={`${base}/dossier`} download>
            {t('personal.dossier')}
          </Button>
          <Button component="a" variant="default" href={`${base}/personal-data`} download>
            {t('personal.export')}
          </Button>
          {!data.erasedAt && <Erase debtor={debtor} />}
        </Group>
      )}
      {data && !data.erasedAt && (data.restricted ? <Lift debtor={debtor} /> : <Restrict debtor={debtor} />)}
    </Section>
  );
}

function Lift({ debtor }: Of) {
  const t = useTexts();
  const company = useCompanyKey();
  const closed = useClosedFor('owner');
  const lift = useMutation(
    api.personalData.unrestrict.mutationOptions({ onSuccess: () => toastDone(t('personal.lifted')) }),
  );
  return (
    <ReasonButton
      variant="default"
      closed={closed}
      loading={lift.isPending}
      onClick={() => lift.mutate({ company, debtor: debtor.id })}
    >
      {t('personal.unrestrict')}
    </ReasonButton>
  );
}

function Restrict({ debtor }: Of) {
  const t = useTexts();
  const company = useCompanyKey();
  const closed = useClosedFor('clerk');
  const [reason, setReason] = useState('');
  const restrict = useMutation(
    api.personalData.restrict.mutationOptions({
      meta: { inline: true },
      onSuccess: () => {
        setReason('');
        toastDone(t('personal.restrictDone'));
      },
    }),
  );
  return (
    <Form
      act={t('personal.restrict')}
      busy={restrict.isPending}
      error={restrict.error}
      closed={closed}
      onSubmit={() => restrict.mutate({ company, debtor: debtor.id, reason })}
    >
      <TextInput
        label={t('personal.restrictReason')}
        description={t('personal.restrictedMeans')}
        value={reason}
        onChange={({ currentTarget: { value } }) => setReason(value)}
        maxLength={500}
        autoComplete="off"
      />
    </Form>
  );
}

/** At the person's request: refused with the day until which papers must be kept, or while something is owed. */
function Erase({ debtor: { id, number, name } }: Of) {
  const t = useTexts();
  const company = useCompanyKey();
  const closed = useClosedFor('owner');
  const [isAsking, setAsking] = useState(false);
  const erase = useMutation(
    api.personalData.erase.mutationOptions({
      meta: { inline: true },
      onSuccess: () => {
        setAsking(false);
        toastDone(t('personal.erased'));
      },
    }),
  );
  return (
    <>
      <ReasonButton variant="default" color="red" closed={closed} onClick={() => setAsking(true)}>
        {t('personal.erase')}
      </ReasonButton>
      <ConfirmDialog
        opened={isAsking}
        onClose={() => {
          setAsking(false);
          erase.reset();
        }}
        title={t('personal.eraseTitle', { name })}
        act={t('erasure.act')}
        danger
        busy={erase.isPending}
        error={erase.error}
        typed={{ label: t('personal.eraseTyped', { number }), words: number }}
        onConfirm={() => erase.mutate({ company, debtor: id })}
      >
        {t('erasure.confirm')}
      </ConfirmDialog>
    </>
  );
}
