import { Button, Group, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '#web/api.ts';
import { useFormats } from '#web/formats.ts';
import { useCompanyKey } from '#web/place.ts';
import { useClosedFor } from '#web/session.ts';
import { useTexts } from '#web/texts.ts';
import { Note } from '#web/ui/Note.tsx';
import { Section } from '#web/ui/Page.tsx';
import { ReasonButton } from '#web/ui/ReasonButton.tsx';

/** The dossier of a debtor, what a person may ask for, and the restriction of their data. */
export function PersonalDataSection({ debtor }: { debtor: string }) {
  const t = useTexts();
  const company = useCompanyKey();
  const closed = useClosedFor('clerk');
  const { day } = useFormats();
  const { data } = useQuery(api.personalData.state.queryOptions({ input: { company, debtor } }));
  const base = `/api/companies/${company}/debtors/${debtor}`;
  if (!data) return null;
  return (
    <Section title={t('personal.title')}>
      {data.erasedAt && <Note>{t('personal.erased')}</Note>}
      {data.restricted && (
        <Note tone="notice">{t('personal.restricted', { reason: data.restricted.reason })}</Note>
      )}
      {data.keptUntil && <p className="rp-muted">{t('personal.keptUntil', { day: day(data.keptUntil) })}</p>}
      {!closed && (
        <Group gap="sm" mb="md">
          <Button component="a" variant="default" href={`${base}/dossier`} download>
            {t('personal.dossier')}
          </Button>
          <Button component="a" variant="default" href={`${base}/personal-data`} download>
            {t('personal.export')}
          </Button>
        </Group>
      )}
      {!data.erasedAt && <Restriction debtor={debtor} isRestricted={data.restricted !== null} />}
    </Section>
  );
}

function Restriction({ debtor, isRestricted }: { debtor: string; isRestricted: boolean }) {
  const t = useTexts();
  const company = useCompanyKey();
  const closed = useClosedFor('clerk');
  const [reason, setReason] = useState('');
  const restrict = useMutation(api.personalData.restrict.mutationOptions({ onSuccess: () => setReason('') }));
  const lift = useMutation(api.personalData.unrestrict.mutationOptions());
  if (isRestricted) {
    return (
      <ReasonButton
        variant="default"
        closed={closed}
        loading={lift.isPending}
        onClick={() => lift.mutate({ company, debtor })}
      >
        {t('personal.unrestrict')}
      </ReasonButton>
    );
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        restrict.mutate({ company, debtor, reason });
      }}
    >
      <TextInput
        label={t('personal.restrictReason')}
        value={reason}
        onChange={({ currentTarget: { value } }) => setReason(value)}
        mb="sm"
      />
      <ReasonButton type="submit" variant="default" closed={closed} loading={restrict.isPending}>
        {t('personal.restrict')}
      </ReasonButton>
    </form>
  );
}
