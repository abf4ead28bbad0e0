import { TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, type client } from '#web/api.ts';
import { MomentText } from '#web/parts/DayText.tsx';
import { useCompanyKey } from '#web/place.ts';
import { useClosedFor } from '#web/session.ts';
import { useTexts } from '#web/texts.ts';
import { Note } from '#web/ui/Note.tsx';
import { Section } from '#web/ui/Page.tsx';
import { ReasonButton } from '#web/ui/ReasonButton.tsx';
import { ErrorState, LoadingState } from '#web/ui/States.tsx';

type Audit = NonNullable<Awaited<ReturnType<typeof client.selfAudit.show>>['audit']>;

/** What the newest self-audit found, in words, and what to do. */
export function AuditSection() {
  const t = useTexts();
  const company = useCompanyKey();
  const closed = useClosedFor('clerk');
  const { data, error, isPending, refetch } = useQuery(
    api.selfAudit.show.queryOptions({ input: { company } }),
  );
  const run = useMutation(api.selfAudit.run.mutationOptions());
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (isPending) return <LoadingState />;
  return (
    <Section
      title={t('audit.title')}
      lead={t('audit.lead')}
      actions={
        <ReasonButton
          variant="default"
          closed={closed}
          loading={run.isPending}
          onClick={() => run.mutate({ company })}
        >
          {t('audit.run')}
        </ReasonButton>
      }
    >
      {data.audit ? <Findings audit={data.audit} /> : <p className="rp-muted">{t('audit.none')}</p>}
    </Section>
  );
}

function Findings({ audit }: { audit: Audit }) {
  const t = useTexts();
  const broken = audit.findings.filter(({ ok }) => !ok);
  return (
    <>
      <p className="rp-muted">
        <MomentText at={audit.auditedAt} />
      </p>
      {broken.length === 0 && <Note tone="good">{t('audit.sound', { rules: audit.findings.length })}</Note>}
      {broken.length > 0 && (
        <Note tone="bad">
          <ul>
            {broken.map(({ rule, broken: times, facts }) => (
              <li key={rule}>{t(`audit.rule.${rule}`, { ...facts, broken: times })}</li>
            ))}
          </ul>
          {t('audit.whatToDo')}
        </Note>
      )}
      {audit.overridden && <p>{t('audit.overridden', { reason: audit.overridden.reason })}</p>}
      {audit.stops && <Override />}
    </>
  );
}

function Override() {
  const t = useTexts();
  const company = useCompanyKey();
  const closed = useClosedFor('owner');
  const [reason, setReason] = useState('');
  const override = useMutation(api.selfAudit.override.mutationOptions());
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        override.mutate({ company, reason });
      }}
    >
      <TextInput
        label={t('audit.overrideReason')}
        value={reason}
        onChange={({ currentTarget: { value } }) => setReason(value)}
        mb="sm"
      />
      <ReasonButton type="submit" variant="default" closed={closed} loading={override.isPending}>
        {t('audit.override')}
      </ReasonButton>
    </form>
  );
}
